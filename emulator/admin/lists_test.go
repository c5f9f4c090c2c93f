package admin_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"localipay/emulator/alipay"
)

func TestLists(t *testing.T) {
	t.Parallel()

	t.Run("codes and trades stand newest first, notifications oldest first", func(t *testing.T) {
		t.Parallel()
		c := start(t)
		shop := newShop(t, always("success"))
		first, second := c.code("S1", shop), c.code("S2", shop)
		one, two := c.pay(first, "1.00").text("out_trade_no"), c.pay(second, "2.00").text("out_trade_no")
		require.Equal(t, []string{second, first}, c.ok("GET", world+"/qrcodes", "").column("qrcode")[:2])
		require.Equal(t, []string{two, one}, c.ok("GET", world+"/trades", "").column("out_trade_no"))
		require.Equal(t, []string{one, two}, c.ok("GET", world+"/notifications", "").column("out_trade_no"))
		require.Equal(t, []string{two}, c.ok("GET", world+"/notifications?out_trade_no="+two, "").column("out_trade_no"))
	})

	t.Run("refunds stand newest first and can be asked for by order", func(t *testing.T) {
		t.Parallel()
		c := start(t)
		code := c.code("S1", "")
		one, two := c.pay(code, "1.00").text("out_trade_no"), c.pay(code, "2.00").text("out_trade_no")
		for i, order := range []string{one, two, one} {
			_, said := c.gateway(alipay.ServiceRefund, map[string]string{
				"partner_trans_id": order, "partner_refund_id": fmt.Sprint("R", i), "refund_amount": "0.10", "currency": "HKD", "is_sync": "Y",
			})
			require.Contains(t, said, "SUCCESS")
		}
		require.Equal(t, []string{"R2", "R1", "R0"}, c.ok("GET", world+"/refunds", "").column("partner_refund_id"))
		only := c.ok("GET", world+"/refunds?out_trade_no="+one, "")
		require.Equal(t, []string{"R2", "R0"}, only.column("partner_refund_id"))
		require.Equal(t, "0.10", only.at("items.0.amount"))
		require.Equal(t, true, only.at("items.0.sync"))
		require.Equal(t, "SUCCESS", only.at("items.0.status"))
		require.Equal(t, "0.20", c.ok("GET", world+"/trades/"+one, "").at("refunded"))
	})

	t.Run("show a refund of another day as processing until its night", func(t *testing.T) {
		t.Parallel()
		c := start(t)
		order := c.pay(c.code("S1", ""), "1.00").text("out_trade_no")
		c.ok("POST", advance, `{"by":"1d"}`)
		c.gateway(alipay.ServiceRefund, map[string]string{
			"partner_trans_id": order, "partner_refund_id": "R1", "refund_amount": "1.00", "currency": "HKD",
			"notify_url": newShop(t, always("success")),
		})
		r := c.ok("GET", world+"/refunds", "")
		require.Equal(t, "PROCESSING", r.at("items.0.status"))
		require.Equal(t, "2026-01-06T10:00:00+08:00", r.at("items.0.requested_at"))
		require.Nil(t, r.at("items.0.done_at"))
		require.Equal(t, "0.00", c.ok("GET", world+"/trades/"+order, "").at("refunded"))
		c.ok("POST", advance, `{"to":"2026-01-06T23:00:00+08:00"}`)
		require.Equal(t, "2026-01-06T23:00:00+08:00", c.ok("GET", world+"/refunds", "").at("items.0.done_at"))
		trade := c.ok("GET", world+"/trades/"+order, "")
		require.Equal(t, "refund", trade.at("close_reason"))
		require.Equal(t, "1.00", trade.at("refunded"))
		require.Equal(t, []string{"refund"}, c.ok("GET", notifications+"?acked=true", "").column("kind"))
	})

	t.Run("show a code as it is", func(t *testing.T) {
		t.Parallel()
		c := start(t)
		code := c.code("S1", "http://shop/notify")
		q := c.ok("GET", world+"/qrcodes/"+bare(code), "")
		require.Equal(t, code, q.at("qrcode"))
		require.Equal(t, bare(code), q.at("code"))
		require.Equal(t, c.e.URL()+"show.htm?code="+bare(code), q.at("img_url"))
		require.Equal(t, "ACTIVE", q.at("status"))
		require.Equal(t, "S1", q.at("store_id"))
		require.Nil(t, q.at("channel_fee"))
		require.Equal(t, "http://shop/notify", q.at("notify_url"))
		require.Equal(t, "2026-01-05T10:00:00+08:00", q.at("created_at"))
		fee := c.ok("GET", "/_admin/merchants/2088000000000003/qrcodes?limit=1", "")
		require.Equal(t, map[string]any{"type": "FIXED", "value": "1.00"}, fee.at("items.0.channel_fee"))
	})

	t.Run("of what is not there say so", func(t *testing.T) {
		t.Parallel()
		c := start(t)
		require.Contains(t, c.refuse(404, "NOT_FOUND", "GET", world+"/qrcodes/ocx0", ""), "23 characters")
		require.Contains(t, c.refuse(404, "NOT_FOUND", "GET", world+"/trades/T1", ""), `"T1"`)
		require.Contains(t, c.refuse(404, "NOT_FOUND", "GET", world+"/requests/"+demo+"-99", ""), demo+"-99")
	})
}

func TestPages(t *testing.T) {
	t.Parallel()

	t.Run("go through more than a thousand rows, none twice and none left out, while rows are added", func(t *testing.T) {
		t.Parallel()
		c := start(t)
		code := c.code("S1", "")
		const rows = 1003
		for range rows {
			require.Equal(t, 201, c.raw("POST", "/_admin/wallet/orders", "application/json", `{"qrcode":"`+code+`","amount":"1.00"}`).status)
		}
		page := c.ok("GET", world+"/trades?limit=1000", "")
		seen := page.column("out_trade_no")
		require.Len(t, seen, 1000)
		added := openOrder(c, code)
		page = c.ok("GET", world+"/trades?limit=2&cursor="+page.text("next"), "")
		seen = append(seen, page.column("out_trade_no")...)
		page = c.ok("GET", world+"/trades?cursor="+page.text("next"), "")
		seen = append(seen, page.column("out_trade_no")...)
		require.Nil(t, page.at("next"))
		require.Len(t, slices.Compact(slices.Sorted(slices.Values(seen))), rows)
		require.Len(t, seen, rows)
		require.NotContains(t, seen, added)
		require.Len(t, c.ok("GET", world+"/trades", "").at("items"), 100, "the limit is 100 unless told")
	})

	t.Run("cover every list alike", func(t *testing.T) {
		t.Parallel()
		c := start(t)
		code := c.code("S1", newShop(t, always("success")))
		c.code("S2", "")
		for i := range 3 {
			order := c.pay(code, "1.00").text("out_trade_no")
			c.gateway(alipay.ServiceRefund, map[string]string{
				"partner_trans_id": order, "partner_refund_id": fmt.Sprint("R", i), "refund_amount": "0.10", "currency": "HKD",
			})
			c.ok("POST", fmt.Sprint("/_admin/snapshots/s", i), "")
			c.ok("POST", fmt.Sprint(world, "/snapshots/s", i), "")
		}
		for _, path := range []string{
			world + "/qrcodes", world + "/trades", world + "/refunds", world + "/notifications", world + "/requests",
			world + "/snapshots", "/_admin/snapshots", "/_admin/requests", merchants,
		} {
			whole := c.ok("GET", path, "").at("items").([]any)
			require.Greater(t, len(whole), 2, path)
			var pieces []any
			for path, cursor := path+"?limit=1", any(""); cursor != nil; {
				piece := c.ok("GET", path+"&cursor="+cursor.(string), "")
				require.Len(t, piece.at("items"), 1, path)
				pieces, cursor = append(pieces, piece.at("items.0")), piece.at("next")
			}
			require.Equal(t, whole, pieces, path)
		}
	})

	t.Run("of merchants do not shift when one goes", func(t *testing.T) {
		t.Parallel()
		c := start(t)
		first := c.ok("GET", merchants+"?limit=1", "")
		require.Equal(t, []string{"2088000000000003"}, first.column("partner"), "the newest comes first")
		c.ok("DELETE", merchants+"/2088000000000003", "")
		require.Equal(t, []string{"2088000000000002"}, c.ok("GET", merchants+"?limit=1&cursor="+first.text("next"), "").column("partner"))
	})
}

func TestRefusedQueries(t *testing.T) {
	t.Parallel()
	c := start(t)
	for query, says := range map[string]string{
		"trades?limit=0":                "1 to 1000",
		"trades?limit=1001":             "1 to 1000",
		"trades?limit=ten":              `limit: "ten"`,
		"trades?cursor=abc":             `cursor: "abc"`,
		"trades?cursor=0":               `cursor: "0"`,
		"trades?cursor=" + maxUint64:    "cursor",
		"trades?limit=%zz":              "query",
		"requests?wait=-1":              `wait: "-1"`,
		"requests?wait=1&timeout=1y":    `timeout: "1y"`,
		"requests?wait=1&timeout=11m":   `timeout: "11m"`,
		"notifications?acked=perhaps":   `acked: "perhaps" is not true or false`,
		"notifications?kind=transfer":   "payment, refund",
		"notifications?wait=1&limit=-1": `limit: "-1"`,
	} {
		t.Run("refuses "+query, func(t *testing.T) {
			t.Parallel()
			require.Contains(t, c.refuse(400, "INVALID_ARGUMENT", "GET", world+"/"+query, ""), says)
		})
	}
	for _, path := range []string{"/_admin/requests", merchants, "/_admin/snapshots"} {
		t.Run("bounds the limit of "+strings.TrimPrefix(path, "/_admin/")+" too", func(t *testing.T) {
			t.Parallel()
			c.refuse(400, "INVALID_ARGUMENT", "GET", path+"?limit=1001", "")
		})
	}
}

const maxUint64 = "18446744073709551615"
