package wire_test

import (
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"localipay/emulator/alipay"
	"localipay/emulator/wire"
)

const formType = "application/x-www-form-urlencoded"

func TestRead(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		query, contentType, body string
		want                     []alipay.Field
	}{
		"takes the query alone": {
			"service=test&partner=123", "", "",
			fields("partner", "123", "service", "test"),
		},
		"joins query and form body, sorted by name": {
			"_input_charset=UTF-8", formType, "service=test&partner=123",
			fields("_input_charset", "UTF-8", "partner", "123", "service", "test"),
		},
		"reads a form in any letter case and with a charset": {
			"", "Application/X-WWW-Form-Urlencoded;charset=UTF-8", "a=1", fields("a", "1"),
		},
		"reads a body without a content type as a form":         {"", "", "a=1", fields("a", "1")},
		"takes no parameters from other bodies":                 {"a=1", "application/json", `{"b":2}`, fields("a", "1")},
		"reads the same value twice as one":                     {"a=1&a=1", formType, "a=1", fields("a", "1")},
		"undoes escapes and plus signs":                         {"a%20b=x+y%2B%26%3d", "", "", fields("a b", "x y+&=")},
		"splits at the first equals sign":                       {"a=b=c==", "", "", fields("a", "b=c==")},
		"keeps a name without a value":                          {"a&b=", "", "", fields("a", "", "b", "")},
		"passes over empty segments":                            {"&&a=1&=&", "", "", fields("a", "1")},
		"does not split at semicolons":                          {"a=1;b=2", "", "", fields("a", "1;b=2")},
		"leaves bytes beyond ASCII alone":                       {"a=%CD%CB", formType, "b=\xcd\xcb", fields("a", "\xcd\xcb", "b", "\xcd\xcb")},
		"ignores the query's charset in telling names apart":    {"A=1&a=2", "", "", fields("A", "1", "a", "2")},
		"takes an empty multipart body for none":                {"a=1", "multipart/form-data", "", fields("a", "1")},
		"sorts an underscore before letters and after capitals": {"a=1&_b=2&B=3", "", "", fields("B", "3", "_b", "2", "a", "1")},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			q, err := wire.Read(request(tc.query, tc.contentType, tc.body))
			require.NoError(t, err)
			require.Equal(t, tc.want, q.Params)
			require.Equal(t, tc.body, q.Body)
			require.Equal(t, tc.contentType, q.ContentType)
			require.Equal(t, http.MethodPost, q.Method)
			require.Equal(t, "/gateway.do?"+tc.query, q.URL)
		})
	}
}

func TestReadRefuses(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		query, contentType, body string
		want                     []alipay.Field
	}{
		"a name with two values": {
			"service=test&partner=1", formType, "partner=2&a=1",
			fields("a", "1", "partner", "1", "service", "test"),
		},
		"a name with and without a value":     {"a=1&a", "", "", fields("a", "1")},
		"an escape of one digit":              {"a=%4&b=1", "", "", fields("b", "1")},
		"an escape of no hex digits":          {"a=%zz&b=1", "", "", fields("b", "1")},
		"an escape cut off":                   {"b=1&a=%", "", "", fields("b", "1")},
		"a bad escape in a name":              {"%=1&b=1", "", "", fields("b", "1")},
		"a value without a name":              {"=1&b=1", "", "", fields("b", "1")},
		"multipart without a boundary":        {"b=1", "multipart/form-data", "--x\r\n", fields("b", "1")},
		"multipart of another boundary":       {"b=1", "multipart/form-data; boundary=y", "--x\r\n", fields("b", "1")},
		"multipart with a broken part header": {"b=1", "multipart/form-data; boundary=x", "--x\r\nno header\r\n\r\n1\r\n--x--", fields("b", "1")},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			q, err := wire.Read(request(tc.query, tc.contentType, tc.body))
			require.ErrorIs(t, err, alipay.IllegalArgument)
			require.Equal(t, tc.want, q.Params, "what the journal shows")
		})
	}
}

func TestReadCountsParameters(t *testing.T) {
	t.Parallel()
	t.Run("takes a thousand", func(t *testing.T) {
		t.Parallel()
		q, err := wire.Read(request(numbered(500, "a"), formType, numbered(500, "b")))
		require.NoError(t, err)
		require.Len(t, q.Params, wire.MaxParams)
	})
	t.Run("refuses one more", func(t *testing.T) {
		t.Parallel()
		q, err := wire.Read(request(numbered(500, "a"), formType, numbered(501, "b")))
		require.ErrorIs(t, err, alipay.IllegalArgument)
		require.Len(t, q.Params, wire.MaxParams)
	})
	t.Run("counts repeated ones as received", func(t *testing.T) {
		t.Parallel()
		q, err := wire.Read(request(strings.Repeat("a=1&", 1001), "", ""))
		require.ErrorIs(t, err, alipay.IllegalArgument)
		require.Equal(t, fields("a", "1"), q.Params)
	})
}

func TestRequestGet(t *testing.T) {
	t.Parallel()
	q, err := wire.Read(request("b=1&empty=&a=%CD%CB", "", ""))
	require.NoError(t, err)
	t.Run("gives the raw value", func(t *testing.T) {
		t.Parallel()
		require.Equal(t, "\xcd\xcb", q.Get("a"))
		require.Equal(t, "1", q.Get("b"))
	})
	t.Run("tells empty from absent", func(t *testing.T) {
		t.Parallel()
		require.Empty(t, q.Get("empty"))
		require.True(t, q.Has("empty"))
		require.Empty(t, q.Get("none"))
		require.False(t, q.Has("none"))
	})
}

func FuzzRead(f *testing.F) {
	f.Add("service=test&partner=123", formType, "a=1&b=%20")
	f.Add("_input_charset=GBK&a=1", "multipart/form-data; boundary=x", multipartBody("a", "1", "b", "2"))
	f.Add("a=1&a=2", "", "=%%%")
	f.Fuzz(func(t *testing.T, query, contentType, body string) {
		q, err := wire.Read(request(query, contentType, body))
		if err != nil {
			require.ErrorIs(t, err, alipay.IllegalArgument)
		}
		require.LessOrEqual(t, len(q.Params), wire.MaxParams)
		for i, p := range q.Params {
			require.NotEmpty(t, p.Name)
			require.Equal(t, p.Value, q.Get(p.Name))
			if i > 0 {
				require.Less(t, q.Params[i-1].Name, p.Name, "sorted, each name once")
			}
		}
	})
}

func request(query, contentType, body string) *http.Request {
	r := httptest.NewRequest(http.MethodPost, "/gateway.do", strings.NewReader(body))
	r.URL.RawQuery = query
	r.RequestURI = "/gateway.do?" + query
	r.Header["Content-Type"] = []string{contentType}
	return r
}

func fields(namesAndValues ...string) []alipay.Field {
	var list []alipay.Field
	for i := 0; i < len(namesAndValues); i += 2 {
		list = append(list, alipay.Field{Name: namesAndValues[i], Value: namesAndValues[i+1]})
	}
	return list
}

func numbered(n int, prefix string) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(prefix + strconv.Itoa(i) + "=1&")
	}
	return b.String()
}
