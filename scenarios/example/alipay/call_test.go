package alipay_test

import (
	"crypto/md5"
	"encoding/hex"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/simplifiedchinese"

	"localipay/scenarios/example/alipay"
)

func md5Of(text string) string {
	sum := md5.Sum([]byte(text))
	return hex.EncodeToString(sum[:])
}

// answering is a client whose gateway always answers the same.
func answering(t *testing.T, status int, body string) (*alipay.Client, *url.Values) {
	t.Helper()
	var asked url.Values
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_ = r.ParseForm()
		asked = r.Form
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}))
	t.Cleanup(server.Close)
	c := client()
	c.Gateway, c.HTTP = server.URL, alipay.NewHTTPClient(5*time.Second, nil)
	return c, &asked
}

func envelope(leaves, signed string) string {
	return `<?xml version="1.0" encoding="UTF-8"?>` + "\n<alipay><is_success>T</is_success><request/><response><alipay>" + leaves +
		"</alipay></response><sign>" + md5Of(signed+key) + "</sign><sign_type>MD5</sign_type></alipay>"
}

func TestCall(t *testing.T) {
	t.Parallel()
	t.Run("a request is signed over its values", func(t *testing.T) {
		t.Parallel()
		c, asked := answering(t, 200, envelope("<result_code>SUCCESS</result_code>", "result_code=SUCCESS"))
		_, outcome := c.Query(t.Context(), "T1")
		require.Equal(t, alipay.Succeeded, outcome.State)
		require.Equal(t, md5Of("_input_charset=UTF-8&partner=2088000000000001&partner_trans_id=T1&service=alipay.acquire.overseas.query"+key),
			asked.Get("sign"))
	})
	for name, c := range map[string]struct {
		status int
		body   string
		want   alipay.Outcome
	}{
		"refused by the business": {
			200, envelope("<error>TRADE_NOT_EXIST</error><result_code>FAILED</result_code>", "error=TRADE_NOT_EXIST&result_code=FAILED"),
			alipay.Outcome{State: alipay.Refused, Why: "TRADE_NOT_EXIST"},
		},
		"refused by the gateway": {
			200, "<alipay><is_success>F</is_success><error>ILLEGAL_SIGN</error></alipay>",
			alipay.Outcome{State: alipay.Refused, Why: "ILLEGAL_SIGN"},
		},
		"unknown": {
			200, envelope("<error>SYSTEM_ERROR</error><result_code>UNKNOW</result_code>", "error=SYSTEM_ERROR&result_code=UNKNOW"),
			alipay.Outcome{State: alipay.Unknown, Why: "SYSTEM_ERROR"},
		},
	} {
		t.Run("an answer that says "+name, func(t *testing.T) {
			t.Parallel()
			client, _ := answering(t, c.status, c.body)
			require.Equal(t, c.want, client.Refund(t.Context(), alipay.RefundCall{OutTradeNo: "T1", RefundID: "R1", Amount: "1.00"}))
		})
	}
	whole := envelope("<result_code>SUCCESS</result_code>", "result_code=SUCCESS")
	for name, c := range map[string]struct {
		status int
		body   string
	}{
		"is a gateway's SYSTEM_ERROR":  {200, "<alipay><is_success>F</is_success><error>SYSTEM_ERROR</error></alipay>"},
		"breaks off":                   {200, whole[:len(whole)-20]},
		"has a wrong signature":        {200, envelope("<result_code>SUCCESS</result_code>", "result_code=FAILED")},
		"has no signature":             {200, "<alipay><is_success>T</is_success><response><alipay><result_code>SUCCESS</result_code></alipay></response></alipay>"},
		"is a page of somebody else's": {200, "<html>503</html>"},
		"has another status":           {503, whole},
		"is empty":                     {200, ""},
		"is in an unknown charset":     {200, `<?xml version="1.0" encoding="KOI8-R"?><alipay/>`},
	} {
		t.Run("an answer that "+name+" leaves the outcome unknown", func(t *testing.T) {
			t.Parallel()
			client, _ := answering(t, c.status, c.body)
			o := client.Cancel(t.Context(), "T1", time.Unix(0, 0))
			require.Equal(t, alipay.Unknown, o.State, o.Why)
		})
	}
	t.Run("GBK goes both ways", func(t *testing.T) {
		t.Parallel()
		gbk, err := simplifiedchinese.GBK.NewEncoder().String("退货")
		require.NoError(t, err)
		c, asked := answering(t, 200, `<?xml version="1.0" encoding="GBK"?><alipay><is_success>T</is_success><response><alipay><name>`+gbk+
			`</name></alipay></response><sign>`+md5Of("name="+gbk+key)+`</sign><sign_type>MD5</sign_type></alipay>`)
		c.Charset = "GBK"
		answer, err := c.Call(t.Context(), "service", map[string]string{"name": "退货"})
		require.NoError(t, err)
		require.Equal(t, "退货", answer.Get("name"))
		require.Equal(t, gbk, asked.Get("name"))
		_, err = c.Call(t.Context(), "service", map[string]string{"name": "🍜"})
		require.Error(t, err)
		require.NotErrorIs(t, err, alipay.ErrUnknown, "it was never sent")
	})
	t.Run("nobody there is unknown too", func(t *testing.T) {
		t.Parallel()
		c := client()
		c.Gateway, c.HTTP = "http://127.0.0.1:1/gateway.do", alipay.NewHTTPClient(time.Second, nil)
		_, err := c.Call(t.Context(), "service", nil)
		require.ErrorIs(t, err, alipay.ErrUnknown)
		known, err := c.NotifyVerify(t.Context(), "N1")
		require.ErrorIs(t, err, alipay.ErrUnknown)
		require.False(t, known)
	})
	t.Run("notify_verify says true and nothing else is yes", func(t *testing.T) {
		t.Parallel()
		for body, want := range map[string]bool{"true": true, "false": false, "invalid": false, "": false} {
			c, _ := answering(t, 200, body)
			known, err := c.NotifyVerify(t.Context(), "N1")
			require.NoError(t, err)
			require.Equal(t, want, known, body)
		}
	})
}
