package gateway_test

import (
	"bytes"
	"io"
	"maps"
	"mime/multipart"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestTransport: query and body are one set of parameters (spec decision 1).
func TestTransport(t *testing.T) {
	t.Parallel()
	w := start(t)
	for name, tc := range map[string]struct {
		request  func(*call)
		declared string
	}{
		"a GET": {func(*call) {}, "UTF-8"},
		"a POST, its charset in the URL only, as the SDK": {func(c *call) { c.sdk() }, "UTF-8"},
		"a POST, its charset in the body only":            {func(c *call) { c.posted() }, "GBK"},
		"a POST with the service in the URL":              {func(c *call) { c.posted("service", "_input_charset") }, "UTF-8"},
		"a POST with all in the URL":                      {func(c *call) { c.posted(slices.Collect(maps.Keys(c.params))...) }, "UTF-8"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := w.shop(t).creating("notify_url", "https://m.example/notify?shop=1&till=2")
			tc.request(c)
			r := c.send(t)
			require.Equal(t, "SUCCESS", r.outcome())
			require.Equal(t, tc.declared, r.declared)
		})
	}
}

func TestTransportOfTheUnusual(t *testing.T) {
	t.Parallel()
	w := start(t)
	t.Run("a charset in the URL and in the body is one parameter", func(t *testing.T) {
		t.Parallel()
		s := w.shop(t)
		_, body := s.creating().posted().wire()
		r := s.post(t, "_input_charset=UTF-8", "application/x-www-form-urlencoded", body)
		require.Equal(t, "SUCCESS", r.outcome())
		require.Equal(t, "UTF-8", r.declared)
	})
	t.Run("in another letter case it is a different value", func(t *testing.T) {
		t.Parallel()
		s := w.shop(t)
		_, body := s.creating().posted().wire()
		r := s.post(t, "_input_charset=utf-8", "application/x-www-form-urlencoded", body)
		require.Equal(t, "ILLEGAL_ARGUMENT", r.error)
	})
	t.Run("a body without a Content-Type is a form", func(t *testing.T) {
		t.Parallel()
		s := w.shop(t)
		query, body := s.creating().sdk().wire()
		require.Equal(t, "SUCCESS", s.post(t, query, "", body).outcome())
	})
	t.Run("a GET may have a form for a body", func(t *testing.T) {
		t.Parallel()
		s := w.shop(t)
		query, body := s.creating().sdk().wire()
		req, err := http.NewRequest(http.MethodGet, s.gatewayURL(query), strings.NewReader(body))
		require.NoError(t, err)
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		require.Equal(t, "SUCCESS", s.do(t, req).outcome())
	})
	t.Run("multipart/form-data", func(t *testing.T) {
		t.Parallel()
		s := w.shop(t)
		var body bytes.Buffer
		form := multipart.NewWriter(&body)
		for name, value := range s.creating("biz_data", biz(map[string]any{"store_name": "海港\r\n麵家"})).final() {
			require.NoError(t, form.WriteField(name, value))
		}
		require.NoError(t, form.Close())
		r := s.post(t, "_input_charset=UTF-8", form.FormDataContentType(), body.String())
		require.Equal(t, "SUCCESS", r.outcome())
	})
}

// TestRepeatedParameters: an equal value is no fault, a different one is.
func TestRepeatedParameters(t *testing.T) {
	t.Parallel()
	w := start(t)
	s := w.shop(t)
	query, _ := s.creating().wire()
	for name, tc := range map[string]struct{ query, body, want string }{
		"the same value twice in the query":       {query + "&biz_type=OVERSEASHOPQRCODE", "", "SUCCESS"},
		"the same value in the body too":          {query, "biz_type=OVERSEASHOPQRCODE", "SUCCESS"},
		"the same value, escaped otherwise":       {query + "&biz_typ%65=%4fVERSEASHOPQRCODE", "", "SUCCESS"},
		"a different value in the query":          {query + "&biz_type=X", "", "ILLEGAL_ARGUMENT"},
		"a different value in the body":           {query, "biz_type=X", "ILLEGAL_ARGUMENT"},
		"an empty value beside one that is not":   {query, "biz_type=", "ILLEGAL_ARGUMENT"},
		"a different sign":                        {query, "sign=x", "ILLEGAL_ARGUMENT"},
		"another letter case is another name":     {query + "&Biz_Type=X", "", "ILLEGAL_SIGN"},
		"an empty parameter takes no part in it":  {query + "&memo=", "", "SUCCESS"},
		"nor does a name without an equals sign":  {query + "&memo", "", "SUCCESS"},
		"nor do ampersands with nothing between":  {"&&" + query + "&&", "", "SUCCESS"},
		"a further parameter breaks a signature":  {query + "&memo=1", "", "ILLEGAL_SIGN"},
		"a value without a name is no parameter":  {query + "&=1", "", "ILLEGAL_ARGUMENT"},
		"a percent sign alone is no escape":       {query + "&memo=%", "", "ILLEGAL_ARGUMENT"},
		"neither are letters that are no digits":  {query + "&memo=%zz", "", "ILLEGAL_ARGUMENT"},
		"nor is half an escape":                   {query, "memo=%4", "ILLEGAL_ARGUMENT"},
		"a semicolon separates nothing":           {query + "&a=1;b=2", "", "ILLEGAL_SIGN"},
		"what follows the text of a form is kept": {query, "memo=a=b", "ILLEGAL_SIGN"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, tc.want, s.post(t, tc.query, "application/x-www-form-urlencoded", tc.body).outcome())
		})
	}
}

// TestEcho: every parameter received comes back, decoded (decision 8).
func TestEcho(t *testing.T) {
	t.Parallel()
	w := start(t)
	for _, charset := range []string{"UTF-8", "GBK"} {
		t.Run("echoes every parameter in "+charset, func(t *testing.T) {
			t.Parallel()
			c := w.shop(t).creating(
				"biz_data", biz(map[string]any{"store_name": "海港 <&> \"麵家\""}), "memo", "", "sendFormat", "normal",
				"odd name<\">&", "a\tb\nc\rd  e ]]>", "字", "x")
			c.in(charset)
			r := c.send(t)
			require.Equal(t, "SUCCESS", r.outcome())
			sent := maps.Clone(c.params)
			sent["sign"] = c.final()["sign"]
			require.Equal(t, sent, r.echo)
			require.Contains(t, string(r.raw), "&#13;")
			require.NotContains(t, string(r.raw), "\r")
		})
	}
	t.Run("an answer is the declaration and one line", func(t *testing.T) {
		t.Parallel()
		r := w.shop(t).creating().send(t)
		require.Equal(t, 1, strings.Count(string(r.raw), "\n"))
	})
}

// TestAnswersAreInTheJournal: X-Localipay-Request is the journal's id.
func TestAnswersAreInTheJournal(t *testing.T) {
	t.Parallel()
	w := start(t)
	s := w.shop(t)
	for name, tc := range map[string]struct {
		request func(*call)
		outcome string
	}{
		"a success":          {func(*call) {}, "SUCCESS"},
		"a business failure": {func(c *call) { c.with("biz_type", "X") }, "AE_BARCODE_BIZTYPE_ILLEGAL"},
		"a gateway failure":  {func(c *call) { c.forged("sign", "x") }, "ILLEGAL_SIGN"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := s.creating()
			tc.request(c)
			r := c.send(t)
			entry := s.admin(t, http.MethodGet, "/requests/"+r.id, nil)
			require.Equal(t, tc.outcome, entry["outcome"])
			require.Equal(t, string(r.raw), entry["answer"])
			require.Equal(t, create, entry["service"])
			require.Equal(t, s.partner, entry["partner"])
		})
	}
	t.Run("also where no merchant was reached", func(t *testing.T) {
		t.Parallel()
		r := s.creating("partner", "2088000000009999").send(t)
		var found []any
		for _, item := range s.list(t, "requests?outcome=ILLEGAL_PARTNER") {
			if entry := item.(map[string]any); entry["id"] == r.id {
				found = append(found, entry["partner"])
			}
		}
		require.Equal(t, []any{"2088000000009999"}, found)
	})
	t.Run("a signed answer in GBK is kept in UTF-8", func(t *testing.T) {
		t.Parallel()
		r := s.call(query, "partner_trans_id", "單號").in("GBK").send(t)
		require.NotContains(t, string(r.raw), "單號")
		require.Contains(t, s.admin(t, http.MethodGet, "/requests/"+r.id, nil)["answer"], "單號")
	})
}

func TestOtherMethods(t *testing.T) {
	t.Parallel()
	w := start(t)
	for _, method := range []string{"PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "LOCALIPAY"} {
		t.Run(method+" is not allowed", func(t *testing.T) {
			t.Parallel()
			req, err := http.NewRequest(method, w.emulator.GatewayURL(), nil)
			require.NoError(t, err)
			response, err := http.DefaultClient.Do(req)
			require.NoError(t, err)
			defer func() { _ = response.Body.Close() }()
			_, _ = io.Copy(io.Discard, response.Body)
			require.Equal(t, http.StatusMethodNotAllowed, response.StatusCode)
		})
	}
}
