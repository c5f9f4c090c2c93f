package gateway_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestBadInput: whatever comes is answered, and changes nothing.
func TestBadInput(t *testing.T) {
	t.Parallel()
	w := start(t)
	const form = "application/x-www-form-urlencoded"
	garbage := make([]byte, 4096)
	for i := range garbage {
		garbage[i] = byte(i * 7919 >> 3)
	}
	many := strings.Repeat("a=1&", 10_000)
	for name, tc := range map[string]struct {
		query, contentType, body string
		want                     []string
	}{
		"garbage":                       {"", form, string(garbage), []string{"ILLEGAL_ARGUMENT", "ILLEGAL_EXTERFACE"}},
		"garbage in a multipart body":   {"", "multipart/form-data; boundary=x", string(garbage), []string{"ILLEGAL_ARGUMENT", "ILLEGAL_EXTERFACE"}},
		"multipart without a boundary":  {"", "multipart/form-data", "--x", []string{"ILLEGAL_ARGUMENT"}},
		"multipart that does not end":   {"", "multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=a\r\n\r\n1", []string{"ILLEGAL_ARGUMENT"}},
		"wrong escapes":                 {"a=%&b=%z&c=%1", form, "%=%", []string{"ILLEGAL_ARGUMENT"}},
		"ten thousand parameters":       {"", form, many, []string{"ILLEGAL_ARGUMENT"}},
		"ten thousand in the query":     {many, form, "", []string{"ILLEGAL_ARGUMENT"}},
		"a thousand of one name":        {"", form, strings.Repeat("a=1&", 999), []string{"ILLEGAL_EXTERFACE"}},
		"ten megabytes":                 {"", form, "a=" + strings.Repeat("x", 10<<20), []string{"ILLEGAL_ARGUMENT"}},
		"ten megabytes of another type": {"", "application/json", strings.Repeat("x", 10<<20), []string{"ILLEGAL_ARGUMENT"}},
		"a query above a megabyte":      {"a=" + strings.Repeat("x", 1<<20), form, "", []string{"ILLEGAL_ARGUMENT"}},
		"NULs":                          {"service=%00&partner=%00", form, "\x00=\x00", []string{"ILLEGAL_SERVICE"}},
		"JSON":                          {"", "application/json", `{"service":"x"}`, []string{"ILLEGAL_EXTERFACE"}},
		"XML with an entity":            {"", form, `<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>`, []string{"ILLEGAL_EXTERFACE"}},
		"a content type that is none":   {"", "\"", "a=1", []string{"ILLEGAL_EXTERFACE"}},
		"an overlong partner":           {"service=" + query + "&partner=" + strings.Repeat("2", 5000), form, "", []string{"ILLEGAL_PARTNER"}},
		"names that are markup":         {"<a>=1&service=</alipay>", form, "", []string{"ILLEGAL_SERVICE"}},
		"a charset that is markup":      {`_input_charset="?><x>`, form, "", []string{"ILLEGAL_EXTERFACE"}},
		"nothing":                       {"", "", "", []string{"ILLEGAL_EXTERFACE"}},
		"nothing but separators":        {"&&&===", form, "&", []string{"ILLEGAL_ARGUMENT"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := w.shop(t)
			s.paid(t, "88.00")
			before := s.state(t)
			r := s.post(t, tc.query, tc.contentType, tc.body)
			require.Contains(t, tc.want, r.error)
			require.Equal(t, before, s.state(t))
		})
	}
}

// TestBadInputThatIsSigned: a merchant's own nonsense, past the signature.
func TestBadInputThatIsSigned(t *testing.T) {
	t.Parallel()
	w := start(t)
	deep := strings.Repeat("[", 100_000)
	for name, request := range map[string]func(*shop, string) *call{
		"deep JSON":             func(s *shop, _ string) *call { return s.creating("biz_data", deep) },
		"deep JSON in bounds":   func(s *shop, _ string) *call { return s.creating("biz_data", deep[:2000]) },
		"deep drivers":          func(s *shop, _ string) *call { return s.storing("extend_params", deep[:1024]) },
		"a huge number":         func(s *shop, _ string) *call { return s.creating("biz_data", biz(change{"store_id": 1e300})) },
		"a huge amount":         func(s *shop, o string) *call { return s.refunding(o, "R1", strings.Repeat("9", 5000)) },
		"an enormous order":     func(s *shop, _ string) *call { return s.refunding(strings.Repeat("9", 500_000), "R1", "1") },
		"a newline in an id":    func(s *shop, o string) *call { return s.refunding(o+"\n", "R1", "1") },
		"a separator in an id":  func(s *shop, o string) *call { return s.call(query, "partner_trans_id", o+"/../x") },
		"a path for a code":     func(s *shop, _ string) *call { return s.turning("../../../etc/passwd", "DELETE") },
		"slashes for a code":    func(s *shop, _ string) *call { return s.turning("/", "DELETE") },
		"an unprintable status": func(s *shop, _ string) *call { return s.turning("x", "STOP\u2028") },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := w.shop(t)
			order, _ := s.paid(t, "88.00")
			before := s.state(t)
			r := request(s, order).posted("_input_charset").send(t)
			require.NotEqual(t, "SUCCESS", r.outcome())
			require.NotEqual(t, "SYSTEM_ERROR", r.outcome(), "%s", r.raw)
			require.Equal(t, before, s.state(t))
		})
	}
}

// TestRawConnections: what no well-behaved client sends.
func TestRawConnections(t *testing.T) {
	t.Parallel()
	w := start(t)
	for name, sent := range map[string]string{
		"no HTTP":                    "\x16\x03\x01\x00\x00\r\n\r\n",
		"a request line cut off":     "GET /gateway.do\r\n\r\n",
		"a blank in the query":       "GET /gateway.do?a=b c HTTP/1.1\r\nHost: x\r\n\r\n",
		"bytes above ASCII, bare":    "GET /gateway.do?a=\xff\xfe HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
		"a negative length":          "POST /gateway.do HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
		"two lengths":                "POST /gateway.do HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
		"chunks that are none":       "POST /gateway.do HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
		"HTTP/1.0 without a Host":    "GET /gateway.do HTTP/1.0\r\n\r\n",
		"an escaped path":            "GET /%67ateway.do HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
		"a header of two megabytes":  "GET /gateway.do HTTP/1.1\r\nHost: x\r\nX: " + strings.Repeat("x", 3<<20) + "\r\n\r\n",
		"a query of three megabytes": "GET /gateway.do?" + strings.Repeat("x", 3<<20) + " HTTP/1.1\r\nHost: x\r\n\r\n",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			connection := dial(t, w)
			_, _ = io.WriteString(connection, sent) // the server may hang up before it has all
			response, err := http.ReadResponse(bufio.NewReader(connection), nil)
			if err == nil { // to hang up without a word is an answer too
				require.Less(t, response.StatusCode, 500)
				_ = response.Body.Close()
			}
			requireAlive(t, w)
		})
	}
}

func dial(t *testing.T, w world) net.Conn {
	t.Helper()
	connection, err := net.Dial("tcp", w.emulator.Addr().String())
	require.NoError(t, err)
	t.Cleanup(func() { _ = connection.Close() })
	return connection
}

func requireAlive(t *testing.T, w world) {
	t.Helper()
	require.Equal(t, "SUCCESS", w.shop(t).creating().send(t).outcome())
}

// TestSlowClients: who never finishes a body blocks nobody else, not even on
// the same merchant.
func TestSlowClients(t *testing.T) {
	t.Parallel()
	w := start(t)
	s := w.shop(t)
	order, _ := s.paid(t, "88.00")
	_, body := s.refunding(order, "R1", "8.00").posted().wire()
	for range 8 {
		connection := dial(t, w)
		_, err := fmt.Fprintf(connection, "POST /gateway.do HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n%s",
			len(body)+1, body)
		require.NoError(t, err)
	}
	require.Equal(t, "SUCCESS", s.refunding(order, "R2", "8.00").send(t).outcome())
	s.advance(t, "1m")
	var ids []any
	for _, item := range s.list(t, "/refunds") {
		ids = append(ids, item.(map[string]any)["partner_refund_id"])
	}
	require.Equal(t, []any{"R2"}, ids, "half a request does nothing")
}
