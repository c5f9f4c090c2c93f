package admin_test

import (
	"net/url"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"localipay/emulator"
)

const advance = world + "/clock/advance"

func TestSettingAClock(t *testing.T) {
	t.Parallel()

	t.Run("moves it, back too, and answers in Hong Kong's time", func(t *testing.T) {
		t.Parallel()
		c := start(t)
		require.Equal(t, "2026-03-02T23:40:00+08:00", c.ok("PUT", world+"/clock", `{"now":"2026-03-02T15:40:00Z"}`).at("now"))
		require.Equal(t, "2025-12-31T00:00:00+08:00", c.ok("PUT", world+"/clock", `{"now":"2025-12-31T00:00:00+08:00"}`).at("now"))
	})

	t.Run("changes its mode, and leaves out what it does not name", func(t *testing.T) {
		t.Parallel()
		c := start(t)
		require.Equal(t, "frozen", c.ok("GET", world+"/clock", "").at("mode"))
		require.Equal(t, "running", c.ok("PUT", world+"/clock", `{"mode":"running"}`).at("mode"))
		require.Equal(t, "frozen", c.ok("PUT", world+"/clock", `{"now":"2026-03-02T23:40:00+08:00","mode":"frozen"}`).at("mode"))
		require.Equal(t, "2026-03-02T23:40:00+08:00", c.ok("PUT", world+"/clock", "").at("now"))
	})

	t.Run("does what is then due, as if the clock had come there by itself", func(t *testing.T) {
		t.Parallel()
		c := start(t)
		order := openOrder(c, c.code("S1", ""))
		require.Equal(t, "2026-01-05T10:03:00+08:00", c.ok("GET", world+"/clock", "").at("next.0.at"))
		c.ok("PUT", world+"/clock", `{"now":"2026-01-05T18:00:00+08:00"}`)
		trade := c.ok("GET", world+"/trades/"+order, "")
		require.Equal(t, "TRADE_CLOSED", trade.at("trade_status"))
		require.Equal(t, "timeout", trade.at("close_reason"))
		require.Equal(t, "2026-01-05T10:03:00+08:00", trade.at("closed_at"))
		c.ok("PUT", world+"/clock", `{"now":"2026-01-05T10:00:00+08:00"}`)
		require.Equal(t, "TRADE_CLOSED", c.ok("GET", world+"/trades/"+order, "").at("trade_status"), "going back undoes nothing")
	})

	shared := start(t)
	for name, one := range map[string]struct{ body, says string }{
		"a time without a zone": {`{"now":"2026-03-02T23:40:00"}`, `now: "2026-03-02T23:40:00" is not a time`},
		"a year out of reach":   {`{"now":"9999-03-02T23:40:00Z"}`, `clocks show the years 1970 to 2250`},
		"a mode that is none":   {`{"mode":"stopped"}`, `mode: "stopped" is not "running" or "frozen"`},
		"a misspelt member":     {`{"mod":"frozen"}`, `did you mean "mode"`},
	} {
		t.Run("refuses "+name, func(t *testing.T) {
			t.Parallel()
			c := shared.of(t)
			require.Contains(t, c.refuse(400, "INVALID_ARGUMENT", "PUT", world+"/clock", one.body), one.says)
			require.Equal(t, "2026-01-05T10:00:00+08:00", c.ok("GET", world+"/clock", "").at("now"))
		})
	}
}

func openOrder(c *api, code string) string {
	c.t.Helper()
	return c.ok("POST", "/_admin/wallet/orders", `{"qrcode":"`+code+`","amount":"88.00"}`).text("out_trade_no")
}

func TestAdvancingAClock(t *testing.T) {
	t.Parallel()

	t.Run("does all that is due on the way, the target included, in order of due time", func(t *testing.T) {
		t.Parallel()
		c := start(t)
		code := c.code("S1", newShop(t, always("not now")))
		c.pay(code, "1.00")
		order := openOrder(c, code)
		a := c.ok("POST", advance, `{"by":"12m"}`)
		require.Equal(t, "2026-01-05T10:12:00+08:00", a.at("now"))
		kinds, at := []any{}, []any{}
		for _, e := range a.at("events").([]any) {
			kinds, at = append(kinds, e.(map[string]any)["kind"]), append(at, e.(map[string]any)["at"])
		}
		require.Equal(t, []any{"notification", "payment_timeout", "notification"}, kinds)
		require.Equal(t, []any{"2026-01-05T10:02:00+08:00", "2026-01-05T10:03:00+08:00", "2026-01-05T10:12:00+08:00"}, at)
		require.Equal(t, "TRADE_CLOSED", c.ok("GET", world+"/trades/"+order, "").at("trade_status"))
		require.Len(t, c.ok("GET", world+"/notifications", "").at("items.0.attempts"), 3)
	})

	t.Run("goes to a time as well, and by nothing at all", func(t *testing.T) {
		t.Parallel()
		c := start(t)
		require.Equal(t, "2026-01-05T12:00:00+08:00", c.ok("POST", advance, `{"to":"2026-01-05T04:00:00Z"}`).at("now"))
		require.Equal(t, "2026-01-05T12:00:00+08:00", c.ok("POST", advance, `{"by":"0s"}`).at("now"))
		require.Equal(t, "2026-01-07T12:00:00+08:00", c.ok("POST", advance, `{"by":"2d"}`).at("now"))
	})

	shared := start(t)
	for name, one := range map[string]struct{ body, says string }{
		"neither by nor to":   {``, `give either "by"`},
		"both":                {`{"by":"1m","to":"2027-01-01T00:00:00Z"}`, `give either "by"`},
		"a time that is over": {`{"to":"2026-01-05T09:59:59+08:00"}`, `to: "2026-01-05T09:59:59+08:00": a clock can only`},
		"a negative span":     {`{"by":"-1m"}`, `by: "-1m"`},
		"a number":            {`{"by":60}`, "by: must be a text in quotes, not a JSON number"},
		"no span":             {`{"by":"soon"}`, `by: "soon"`},
	} {
		t.Run("refuses "+name, func(t *testing.T) {
			t.Parallel()
			c := shared.of(t)
			require.Contains(t, c.refuse(400, "INVALID_ARGUMENT", "POST", advance, one.body), one.says)
			require.Equal(t, "2026-01-05T10:00:00+08:00", c.ok("GET", world+"/clock", "").at("now"))
		})
	}

	t.Run("refuses to lead beyond what a time can be written as", func(t *testing.T) {
		t.Parallel()
		c := start(t)
		c.ok("PUT", world+"/clock", `{"now":"2249-01-01T00:00:00Z"}`)
		require.Contains(t, c.refuse(400, "INVALID_ARGUMENT", "POST", advance, `{"by":"99999d"}`), "year 2250")
		require.Equal(t, "2249-01-01T08:00:00+08:00", c.ok("GET", world+"/clock", "").at("now"))
	})
}

// patient gives shops so much time that a test which must not wait for them
// would not end.
func patient() emulator.Options {
	return emulator.Options{Start: monday(), Frozen: true, NotifyTimeout: time.Hour}
}

func TestAdvancingTwiceAtOnce(t *testing.T) {
	t.Parallel()

	t.Run("a shop that advances the clock while it is told is answered CLOCK_BUSY", func(t *testing.T) {
		t.Parallel()
		c := start(t, patient())
		var said atomic.Pointer[answer]
		var calls atomic.Int32
		c.pay(c.code("S1", newShop(t, func(url.Values) string {
			if calls.Add(1) == 1 {
				return "later"
			}
			a := c.raw("POST", advance, "application/json", `{"by":"1m"}`)
			said.Store(&a)
			return "success"
		})), "1.00")
		c.ok("POST", advance, `{"by":"2m"}`)
		require.NotNil(t, said.Load())
		c.refusal(409, "CLOCK_BUSY", "POST", advance, "", *said.Load())
	})

	t.Run("no other call waits for it", func(t *testing.T) {
		t.Parallel()
		c := start(t, patient())
		var calls atomic.Int32
		entered, release, advanced := make(chan bool), make(chan bool), make(chan answer, 1)
		code := c.code("S1", newShop(t, func(url.Values) string {
			if calls.Add(1) == 2 {
				entered <- true
				<-release
			}
			return "later"
		}))
		c.pay(code, "1.00")
		go func() { advanced <- c.raw("POST", advance, "application/json", `{"by":"5m"}`) }()
		<-entered
		c.refuse(409, "CLOCK_BUSY", "PUT", world+"/clock", `{"now":"2026-01-05T12:00:00+08:00"}`)
		c.ok("PUT", world+"/clock", `{"mode":"frozen"}`)
		require.Equal(t, "2026-01-05T10:02:00+08:00", c.ok("GET", world+"/clock", "").at("now"), "the clock stands at the due time")
		c.ok("GET", world+"/trades", "")
		c.ok("PATCH", world, `{"strict":false}`)
		openOrder(c, code)
		c.ok("POST", "/_admin/merchants/2088000000000002/clock/advance", `{"by":"5m"}`)
		close(release)
		require.Equal(t, "2026-01-05T10:05:00+08:00", (<-advanced).at("now"))
	})
}
