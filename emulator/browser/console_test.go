package browser_test

import (
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"

	"localipay/emulator/alipay"
)

const world = "/console/" + partner

func TestConsole(t *testing.T) {
	t.Parallel()
	t.Run("the life of a refunded trade is drawn on the merchant's clock", func(t *testing.T) {
		t.Parallel()
		s := openShop(t)
		order := s.paid("88.00")
		s.refunds(order, "R1", "30.00")
		b := open(t, s.e.URL(), desktop("en"))
		b.visit("/")
		b.click("Harbour Tea")
		b.click("Trades")
		b.shows(order)
		b.shoot("trades")
		b.click(order)
		for _, text := range []string{"The customer paid", "Refund of 30.00 HKD", "Payment notification, attempt 1", "Refunded 30.00 HKD", "2026-01-05"} {
			b.shows(text)
		}
		b.shoot("timeline")
		b.narrow()
	})
	t.Run("a page shows what happens while it is looked at", func(t *testing.T) {
		t.Parallel()
		s := openShop(t)
		b := open(t, s.e.URL(), desktop("en"))
		b.visit(world + "/trades")
		b.until(`document.readyState === "complete"`, "a loaded page")
		b.shows(s.paid("12.34"))
		b.shows("12.34")
	})
	t.Run("the first page shows a merchant that is made while it is looked at", func(t *testing.T) {
		t.Parallel()
		s := openShop(t)
		b := open(t, s.e.URL(), desktop("en"))
		b.visit("/")
		b.until(`performance.getEntriesByType("resource").some(r => r.initiatorType === "xmlhttprequest")`, "its list read anew")
		answer, err := http.Post(s.e.URL()+"_admin/merchants", "application/json", strings.NewReader(`{"name":"Harbour Pier"}`))
		require.NoError(t, err)
		require.NoError(t, answer.Body.Close())
		b.shows("Harbour Pier")
		b.shows("Harbour Tea")
	})
	t.Run("a page shows what happened before it could listen", func(t *testing.T) {
		t.Parallel()
		s := openShop(t)
		target, err := url.Parse(s.e.URL())
		require.NoError(t, err)
		paid := make(chan struct{})
		way := httputil.NewSingleHostReverseProxy(target)
		slow := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/_admin/events" {
				select {
				case <-paid:
				case <-r.Context().Done():
				}
			}
			way.ServeHTTP(w, r)
		}))
		t.Cleanup(slow.Close)
		b := open(t, slow.URL, desktop("en"))
		b.visit(world + "/trades")
		b.until(`document.readyState === "complete"`, "a loaded page")
		order := s.paid("12.34")
		close(paid)
		b.shows(order)
	})
	t.Run("the clock is moved to the next thing that happens", func(t *testing.T) {
		t.Parallel()
		s := openShop(t)
		s.paid("88.00")
		b := open(t, s.e.URL(), desktop("en"))
		b.visit(world + "/clock")
		b.shows("2026-01-05 10:00:00")
		b.click("+25 minutes")
		b.shows("2026-01-05 10:25:00")
		b.click("Next midnight")
		b.shows("2026-01-06 00:00:00")
		b.click("Until the next thing happens")
		b.shows("2026-01-06 09:00:00") // yesterday's files have come
		b.shows("a reconciliation file comes")
		b.shoot("clock")
	})
	t.Run("a file is waited for, looked at and ready to be taken", func(t *testing.T) {
		t.Parallel()
		s := openShop(t)
		s.refunds(s.paid("88.00"), "R1", "30.00")
		b := open(t, s.e.URL(), desktop("en"))
		b.visit(world + "/files")
		b.shows("There is no file yet")
		b.click("Turn the clock there")
		b.shows("The clock was turned to 2026-01-06 09:00:00")
		b.shows("58.00 HKD")
		b.lacks("To come")
		b.shoot("files")
		b.click(partner + "_settlement_20260105.txt")
		b.shows("Settlement_time")
		b.shows("-30.00")
		b.narrow()
		b.shoot("file")
	})
	t.Run("why a forged signature does not hold", func(t *testing.T) {
		t.Parallel()
		s := openShop(t)
		require.Contains(t, s.calls(md5Key+" ", url.Values{"service": {alipay.ServiceQuery}, "partner_trans_id": {"T1"}}), "ILLEGAL_SIGN")
		b := open(t, s.e.URL(), desktop("en"))
		b.visit(world + "/requests")
		b.shows("ILLEGAL_SIGN")
		b.click(alipay.ServiceQuery)
		b.shows("Why the signature does not hold")
		b.shows("white space")
		b.shoot("diagnosis")
		require.NotContains(t, b.text(), md5Key, "no key stands on a page")
	})
	t.Run("a fault is switched on by a click, and acts", func(t *testing.T) {
		t.Parallel()
		s := openShop(t)
		b := open(t, s.e.URL(), desktop("en"))
		b.visit(world + "/faults")
		b.click("Switch on") // the first of the gallery: the connection breaks
		b.shows("F1 lose: response")
		b.click("YAML")
		b.shows("target: alipay.acquire.overseas.spot.refund")
		b.shoot("fault-on")
		require.Equal(t, 1, s.faults())
	})
}

func TestAScriptIsText(t *testing.T) {
	t.Parallel()
	s := openShop(t)
	order := s.paid("88.00")
	b := open(t, s.e.URL(), desktop("en"))
	pages := []string{
		"/", world, world + "/codes", world + "/trades", world + "/trades/" + order, world + "/requests", world + "/notifications",
		world + "/clock", world + "/faults", world + "/files", world + "/settings",
		world + "/files/" + partner + "_settlement_20260105.txt", world + "/files/" + partner + "_transaction_20260105.txt",
	}
	require.NoError(t, s.e.Advance(partner, alipay.Day)) // so that there are files
	for _, path := range pages {
		b.visit(path)
		b.until(`document.readyState === "complete"`, path)
		title, err := chromedp.Run(b.ctx, chromedp.Title())
		require.NoError(t, err)
		require.NotEqual(t, "broken", title, path)
	}
	b.visit(world + "/codes")
	b.shows(evil)
}

func TestConsoleOnEveryScreen(t *testing.T) {
	t.Parallel()
	dark := desktop("en")
	dark.dark = true
	for _, c := range []struct {
		screen screen
		word   string
	}{{phone("zh-HK"), "訂單"}, {phone("en"), "Trades"}, {desktop("zh-HK"), "訂單"}, {dark, "Trades"}} {
		t.Run(c.screen.name+" "+c.screen.language, func(t *testing.T) {
			t.Parallel()
			s := openShop(t)
			order := s.paid("88.00")
			require.NoError(t, s.e.Advance(partner, alipay.Day))
			s.paid("12.00") // so that one file is there, and another to come
			b := open(t, s.e.URL(), c.screen)
			for name, path := range map[string]string{
				"merchants": "/", "overview": world, "codes": world + "/codes", "trades": world + "/trades", "trade": world + "/trades/" + order,
				"requests": world + "/requests", "notifications": world + "/notifications", "faults": world + "/faults",
				"files": world + "/files", "file": world + "/files/" + partner + "_transaction_20260105.txt", "scenarios": "/console/scenarios",
			} {
				b.visit(path)
				b.until(`document.readyState === "complete"`, path)
				b.narrow()
				b.shoot(name)
			}
			b.visit(world + "/trades")
			b.shows(c.word)
		})
	}
}

func TestTheLanguageIsSwitched(t *testing.T) {
	t.Parallel()
	s := openShop(t)
	b := open(t, s.e.URL(), desktop("en"))
	b.visit(world)
	b.shows("Overview")
	b.click("繁體中文")
	b.shows("概覽")
	b.lacks("Overview")
	b.visit(world + "/clock")
	b.shows("時鐘")
	b.click("English")
	b.shows("Due next")
}
