package admin_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"localipay/emulator"
	"localipay/emulator/alipay"
	"localipay/emulator/signature"
	"localipay/emulator/wire"
)

const notifications = world + "/notifications"

func TestNotifications(t *testing.T) {
	t.Parallel()

	t.Run("show each attempt as it was sent and what the shop said", func(t *testing.T) {
		t.Parallel()
		c := start(t)
		var got atomic.Pointer[url.Values]
		shop := newShop(t, func(form url.Values) string { got.Store(&form); return " SUCCESS\n" })
		order := c.pay(c.code("S1", shop), "88.00").text("out_trade_no")
		n := c.ok("GET", notifications, "")
		require.Equal(t, "payment", n.at("items.0.kind"))
		require.Equal(t, order, n.at("items.0.out_trade_no"))
		require.Equal(t, shop, n.at("items.0.notify_url"))
		require.Equal(t, true, n.at("items.0.acked"))
		require.Nil(t, n.at("items.0.due"))
		require.Equal(t, "88.00", n.at("items.0.fields.total_fee"))
		require.Equal(t, "2026-01-05T10:00:00+08:00", n.at("items.0.attempts.0.at"))
		require.Equal(t, float64(200), n.at("items.0.attempts.0.status"))
		require.Equal(t, " SUCCESS\n", n.at("items.0.attempts.0.answer"))
		require.Equal(t, []any{}, n.at("items.0.attempts.0.faults"))

		sent, err := url.ParseQuery(n.text("items.0.attempts.0.body"))
		require.NoError(t, err)
		require.Equal(t, *got.Load(), sent)
		require.Equal(t, n.at("items.0.notify_id"), sent.Get("notify_id"))
		fields, err := wire.ParseForm(n.text("items.0.attempts.0.body"))
		require.NoError(t, err)
		require.NoError(t, signature.Verify(alipay.MD5, []byte(signature.StringToSign(fields)), sent.Get("sign"), demoKey, nil))
	})

	t.Run("tell when the next try is due, and in a person's words why none got through", func(t *testing.T) {
		t.Parallel()
		c := start(t)
		c.pay(c.code("S1", "http://127.0.0.1:1/notify"), "1.00")
		n := c.ok("GET", notifications, "")
		require.Equal(t, "2026-01-05T10:02:00+08:00", n.at("items.0.due"))
		require.Equal(t, float64(0), n.at("items.0.attempts.0.status"))
		require.Contains(t, n.text("items.0.attempts.0.error"), "is the service up?")
	})

	t.Run("are listed by kind and by whether the shop acknowledged", func(t *testing.T) {
		t.Parallel()
		c := start(t)
		c.pay(c.code("S1", newShop(t, always("success"))), "1.00")
		c.pay(c.code("S2", newShop(t, always("no"))), "2.00")
		for query, amounts := range map[string][]any{
			"?acked=true": {"1.00"}, "?acked=false": {"2.00"}, "?kind=payment": {"1.00", "2.00"}, "?kind=refund": nil,
		} {
			var got []any
			for _, item := range c.ok("GET", notifications+query, "").at("items").([]any) {
				got = append(got, item.(map[string]any)["fields"].(map[string]any)["total_fee"])
			}
			require.Equal(t, amounts, got, query)
		}
	})
}

func TestWaitingForNotifications(t *testing.T) {
	t.Parallel()

	t.Run("answers as soon as so many match", func(t *testing.T) {
		t.Parallel()
		c := start(t, patient())
		code := c.code("S1", newShop(t, always("success")))
		waited := make(chan answer, 1)
		go func() { waited <- c.raw("GET", notifications+"?wait=2&acked=true&timeout=10m", "", "") }()
		for range 2 {
			c.ok("POST", "/_admin/wallet/pay", `{"qrcode":"`+code+`","amount":"1.00"}`)
		}
		a := <-waited
		require.Len(t, a.at("items"), 2)
		require.Equal(t, true, a.at("items.1.acked"))
		require.Nil(t, a.at("timed_out"))
	})

	t.Run("answers what there is when the time is over", func(t *testing.T) {
		t.Parallel()
		c := start(t)
		c.pay(c.code("S1", newShop(t, always("success"))), "1.00")
		a := c.ok("GET", notifications+"?wait=2&timeout=1ms", "")
		require.Equal(t, true, a.at("timed_out"))
		require.Len(t, a.at("items"), 1)
		require.Nil(t, c.ok("GET", notifications+"?wait=1&timeout=0s", "").at("timed_out"))
	})
}

func TestResending(t *testing.T) {
	t.Parallel()

	t.Run("sends the same notification again and waits for the shop", func(t *testing.T) {
		t.Parallel()
		c := start(t)
		c.pay(c.code("S1", newShop(t, always("success"))), "1.00")
		id := c.ok("GET", notifications, "").text("items.0.notify_id")
		n := c.ok("POST", notifications+"/"+id+"/resend", "")
		require.Equal(t, id, n.at("notify_id"))
		require.Len(t, n.at("attempts"), 2)
		require.Equal(t, true, n.at("acked"))
	})

	t.Run("leaves the ladder as it was", func(t *testing.T) {
		t.Parallel()
		c := start(t)
		c.pay(c.code("S1", newShop(t, always("no"))), "1.00")
		id := c.ok("GET", notifications, "").text("items.0.notify_id")
		n := c.ok("POST", notifications+"/"+id+"/resend", "")
		require.Len(t, n.at("attempts"), 2)
		require.Equal(t, "2026-01-05T10:02:00+08:00", n.at("due"))
	})

	t.Run("of an unknown one is refused by its name", func(t *testing.T) {
		t.Parallel()
		require.Contains(t, start(t).refuse(404, "NOT_FOUND", "POST", notifications+"/abc/resend", ""), `"abc"`)
	})
}

// TestSettling holds what a wallet call waits for (interface.md, "Settling").
func TestSettling(t *testing.T) {
	t.Parallel()

	t.Run("without settle the answer comes before the shop has answered", func(t *testing.T) {
		t.Parallel()
		c := start(t, patient())
		release := make(chan bool)
		code := c.code("S1", newShop(t, func(url.Values) string { <-release; return "success" }))
		require.Equal(t, "TRADE_SUCCESS", c.ok("POST", "/_admin/wallet/pay", `{"qrcode":"`+code+`","amount":"1.00"}`).at("trade_status"))
		require.Equal(t, false, c.ok("GET", notifications, "").at("items.0.acked"))
		close(release)
		require.Equal(t, true, c.ok("GET", notifications+"?wait=1&acked=true&timeout=10m", "").at("items.0.acked"))
	})

	t.Run("the shop is told after the customer's answer is written", func(t *testing.T) {
		t.Parallel()
		c := start(t)
		code := c.code("S1", newShop(t, always("success")))
		w := &early{ResponseRecorder: httptest.NewRecorder(), api: c}
		r := httptest.NewRequest(http.MethodPost, "http://localhost/_admin/wallet/pay", strings.NewReader(`{"qrcode":"`+code+`","amount":"1.00"}`))
		r.Header.Set("Content-Type", "application/json")
		c.e.Handler().ServeHTTP(w, r)
		require.Equal(t, 200, w.Code)
		require.Equal(t, true, w.before.at("timed_out"))
		require.Nil(t, c.ok("GET", notifications+"?wait=1&acked=true&timeout=10m", "").at("timed_out"))
	})

	t.Run("with settle the first notification has been answered", func(t *testing.T) {
		t.Parallel()
		c := start(t)
		order := openOrder(c, c.code("S1", newShop(t, always("success"))))
		c.ok("POST", "/_admin/wallet/orders/"+order+"/pay?settle=true", "")
		require.Equal(t, true, c.ok("GET", notifications, "").at("items.0.acked"))
	})

	t.Run("with settle a shop that does not answer has timed out", func(t *testing.T) {
		t.Parallel()
		o := patient()
		o.NotifyTimeout = 20 * time.Millisecond
		c := start(t, o)
		ended := make(chan bool)
		code := c.code("S1", newShop(t, func(url.Values) string { <-ended; return "success" }))
		c.pay(code, "1.00")
		close(ended)
		n := c.ok("GET", notifications, "")
		require.Equal(t, float64(0), n.at("items.0.attempts.0.status"))
		require.Contains(t, n.text("items.0.attempts.0.error"), "in time")
	})

	t.Run("a clock that is advanced has always settled", func(t *testing.T) {
		t.Parallel()
		c := start(t)
		code := c.code("S1", newShop(t, always("success")))
		c.ok("POST", "/_admin/wallet/pay", `{"qrcode":"`+code+`","amount":"1.00"}`)
		c.ok("POST", advance, `{"by":"0s"}`)
		require.Equal(t, true, c.ok("GET", notifications, "").at("items.0.acked"))
	})

	t.Run("a settle that is neither true nor false is refused, and nothing is paid", func(t *testing.T) {
		t.Parallel()
		c := start(t, emulator.Options{Start: monday(), Frozen: true})
		order := openOrder(c, c.code("S1", ""))
		require.Contains(t, c.refuse(400, "INVALID_ARGUMENT", "POST", "/_admin/wallet/orders/"+order+"/pay?settle=yes", ""), `settle: "yes"`)
		require.Equal(t, "WAIT_BUYER_PAY", c.ok("GET", world+"/trades/"+order, "").at("trade_status"))
	})
}

// early asks, just before an answer is written, whether the shop was told.
type early struct {
	*httptest.ResponseRecorder
	api    *api
	before answer
}

func (e *early) Write(p []byte) (int, error) {
	e.before = e.api.raw("GET", notifications+"?wait=1&acked=true&timeout=50ms", "", "")
	return e.ResponseRecorder.Write(p)
}
