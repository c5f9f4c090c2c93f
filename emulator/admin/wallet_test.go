package admin_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"localipay/emulator/alipay"
)

const wallet = "/_admin/wallet"

// poor is the demo's buyer with 50.00 in the wallet.
const poor = "2088100000000003"

func TestScanning(t *testing.T) {
	t.Parallel()

	t.Run("shows what the customer sees, and creates nothing", func(t *testing.T) {
		t.Parallel()
		c := start(t)
		code := c.code("S1", "")
		seen := c.ok("POST", wallet+"/scan", `{"qrcode":"`+code+`","buyer":"2088100000000002"}`)
		require.Equal(t, "Noodles, first street", seen.at("store_name"))
		require.Equal(t, "Noodles", seen.at("secondary_merchant_name"))
		require.Equal(t, "HKD", seen.at("currency"))
		require.Equal(t, "2088100000000002", seen.at("buyer_id"))
		require.Equal(t, "ALIPAYCN", seen.at("payment_inst"))
		require.Empty(t, c.ok("GET", world+"/trades", "").at("items"))
	})

	t.Run("takes the 23 characters alone, and any host before them", func(t *testing.T) {
		t.Parallel()
		c := start(t)
		code := c.code("S1", "")
		require.Equal(t, code, c.ok("POST", wallet+"/scan", `{"qrcode":"`+bare(code)+`"}`).at("qrcode"))
		require.Equal(t, code, c.ok("POST", wallet+"/scan?settle=true", `{"qrcode":"http://192.168.1.2:8080/`+bare(code)+`"}`).at("qrcode"))
	})

	t.Run("refuses a code that is unknown, stopped or deleted, and names it", func(t *testing.T) {
		t.Parallel()
		c := start(t)
		code := c.code("S1", "")
		require.Contains(t, c.refuse(409, "INVALID_QRCODE", "POST", wallet+"/scan", `{"qrcode":"https://qr.alipay.com/ocx0"}`), "ocx0")
		require.Contains(t, c.refuse(409, "INVALID_QRCODE", "POST", wallet+"/scan", ""), "qrcode is missing")
		for _, status := range []string{"STOP", "DELETE"} {
			c.gateway(alipay.ServiceQRCodeModifyStatus, map[string]string{
				"timestamp": "2026-01-05 10:00:00", "biz_type": "OVERSEASHOPQRCODE", "qrcode": code, "status": status,
			})
			for _, call := range []string{"/scan", "/orders", "/pay"} {
				body := `{"qrcode":"` + code + `","amount":"1.00"}`
				if call == "/scan" {
					body = `{"qrcode":"` + code + `"}`
				}
				require.Contains(t, c.refuse(409, "INVALID_QRCODE", "POST", wallet+call, body), bare(code), status)
			}
		}
	})

	t.Run("refuses a buyer whom the fixtures lack, and names the id", func(t *testing.T) {
		t.Parallel()
		c := start(t)
		code := c.code("S1", "")
		require.Contains(t, c.refuse(400, "BUYER_NOT_EXIST", "POST", wallet+"/scan", `{"qrcode":"`+code+`","buyer":"2088199999999999"}`), "2088199999999999")
		c.refuse(400, "BUYER_NOT_EXIST", "POST", wallet+"/pay", `{"qrcode":"`+code+`","amount":"1.00","buyer":"nobody"}`)
		require.Empty(t, c.ok("GET", world+"/trades", "").at("items"))
	})
}

func TestOrders(t *testing.T) {
	t.Parallel()

	t.Run("wait for their buyer, with what the customer entered", func(t *testing.T) {
		t.Parallel()
		c := start(t)
		code := c.code("S1", "")
		o := c.ok("POST", wallet+"/orders", `{"qrcode":"`+code+`","amount":"88","memo":"枱 5","buyer":"`+poor+`"}`)
		require.Equal(t, 201, o.status)
		require.Equal(t, "WAIT_BUYER_PAY", o.at("trade_status"))
		require.Equal(t, "88.00", o.at("amount"))
		require.Equal(t, "0.00", o.at("refunded"))
		require.Equal(t, "HKD", o.at("currency"))
		require.Equal(t, code, o.at("qrcode"))
		require.Equal(t, "S1", o.at("store_id"))
		require.Equal(t, "枱 5", o.at("memo"))
		require.Equal(t, poor, o.at("buyer_id"))
		require.Equal(t, "2026-01-05T10:00:00+08:00", o.at("created_at"))
		require.Nil(t, o.at("paid_at"))
		require.Regexp(t, `^[0-9]{28}$`, o.at("trade_no"))
		require.Equal(t, o.json, c.ok("GET", world+"/trades/"+o.text("out_trade_no"), "").json)
	})

	t.Run("are paid by whom nobody named: the fixtures' first buyer", func(t *testing.T) {
		t.Parallel()
		c := start(t)
		require.Equal(t, "2088100000000001", c.pay(c.code("S1", ""), "1.00").at("buyer_id"))
	})

	shared := start(t)
	qrcode := shared.code("S1", "")
	for name, amount := range map[string]string{
		"none": `""`, "zero": `"0.00"`, "negative": `"-1.00"`, "three decimals": `"1.001"`, "an exponent": `"1e2"`,
		"a leading zero": `"01.00"`, "a comma": `"1,00"`, "too much": `"100000000.01"`, "a blank": `" 1.00"`, "full-width": `"１"`,
	} {
		t.Run("refuse an amount that is "+name, func(t *testing.T) {
			t.Parallel()
			c := shared.of(t)
			body := `{"qrcode":"` + qrcode + `","amount":` + amount + `}`
			for _, call := range []string{"/orders", "/pay"} {
				require.Contains(t, c.refuse(400, "INVALID_ARGUMENT", "POST", wallet+call, body), `amount: `+amount)
			}
			require.Empty(t, c.ok("GET", world+"/trades", "").at("items"))
		})
	}

	t.Run("take the largest amount, and not as a number", func(t *testing.T) {
		t.Parallel()
		c := start(t)
		code := c.code("S1", "")
		require.Equal(t, "100000000.00", c.pay(code, "100000000.00").at("amount"))
		require.Equal(t, "amount: must be a text in quotes, not a JSON number",
			c.refuse(400, "INVALID_ARGUMENT", "POST", wallet+"/pay", `{"qrcode":"`+code+`","amount":88}`))
	})

	t.Run("refuse a memo that is too long or that nothing can carry", func(t *testing.T) {
		t.Parallel()
		c := start(t)
		code := c.code("S1", "")
		c.ok("POST", wallet+"/orders", `{"qrcode":"`+code+`","amount":"1.00","memo":"`+strings.Repeat("麵", 400)+`"}`)
		for _, memo := range []string{strings.Repeat("麵", 401), `\u0000`, `\ud800`} {
			require.Contains(t, c.refuse(400, "INVALID_ARGUMENT", "POST", wallet+"/orders", `{"qrcode":"`+code+`","amount":"1.00","memo":"`+memo+`"}`), "400")
		}
	})

	t.Run("refuse an amount that a FIXED channel fee is too large for", func(t *testing.T) {
		t.Parallel()
		c := start(t)
		code := c.ok("GET", "/_admin/merchants/2088000000000003/qrcodes", "").text("items.0.qrcode")
		require.Contains(t, c.refuse(409, "CHANNEL_FEE", "POST", wallet+"/orders", `{"qrcode":"`+code+`","amount":"19.99"}`), "larger amount")
		c.ok("POST", wallet+"/orders", `{"qrcode":"`+code+`","amount":"20.00"}`)
	})
}

func TestPaying(t *testing.T) {
	t.Parallel()

	t.Run("an order makes it TRADE_SUCCESS", func(t *testing.T) {
		t.Parallel()
		c := start(t)
		order := openOrder(c, c.code("S1", ""))
		paid := c.ok("POST", wallet+"/orders/"+order+"/pay", `{"outcome":"success"}`)
		require.Equal(t, "TRADE_SUCCESS", paid.at("trade_status"))
		require.Equal(t, "2026-01-05T10:00:00+08:00", paid.at("paid_at"))
		require.Nil(t, paid.at("outcome"))
	})

	for _, outcome := range []string{"insufficient_funds", "risk_rejected"} {
		t.Run("with "+outcome+" leaves the trade as it was, and it can be tried again", func(t *testing.T) {
			t.Parallel()
			c := start(t)
			code := c.code("S1", newShop(t, always("success")))
			order := openOrder(c, code)
			refused := c.ok("POST", wallet+"/orders/"+order+"/pay", `{"outcome":"`+outcome+`"}`)
			require.Equal(t, outcome, refused.at("outcome"))
			require.Equal(t, "WAIT_BUYER_PAY", refused.at("trade_status"))
			require.Nil(t, refused.at("paid_at"))
			require.Empty(t, c.ok("GET", notifications, "").at("items"))
			atOnce := c.ok("POST", wallet+"/pay", `{"qrcode":"`+code+`","amount":"2.00","outcome":"`+outcome+`"}`)
			require.Equal(t, outcome, atOnce.at("outcome"))
			require.Equal(t, "WAIT_BUYER_PAY", atOnce.at("trade_status"))
			require.Equal(t, "TRADE_SUCCESS", c.ok("POST", wallet+"/orders/"+order+"/pay", "").at("trade_status"))
		})
	}

	t.Run("from a wallet that is too empty ends in insufficient_funds", func(t *testing.T) {
		t.Parallel()
		c := start(t)
		code := c.code("S1", "")
		pay := func(amount string) any {
			return c.ok("POST", wallet+"/pay", `{"qrcode":"`+code+`","amount":"`+amount+`","buyer":"`+poor+`"}`).at("outcome")
		}
		require.Nil(t, pay("30.00"))
		require.Equal(t, "insufficient_funds", pay("20.01"))
		require.Nil(t, pay("20.00"))
	})

	t.Run("in one world leaves the buyer's balance in the others as it was", func(t *testing.T) {
		t.Parallel()
		c := start(t)
		pay := func(code string) any {
			return c.ok("POST", wallet+"/pay", `{"qrcode":"`+code+`","amount":"50.00","buyer":"`+poor+`"}`).at("outcome")
		}
		mine, taxi := c.code("S1", ""), c.ok("GET", merchants+"/2088000000000002/qrcodes", "").text("items.0.qrcode")
		require.Nil(t, pay(mine))
		require.Equal(t, "insufficient_funds", pay(mine))
		require.Nil(t, pay(taxi))
	})

	t.Run("too late closes the order, of which no shop is told", func(t *testing.T) {
		t.Parallel()
		c := start(t)
		order := openOrder(c, c.code("S1", newShop(t, always("success"))))
		c.ok("POST", advance, `{"by":"2m59s"}`)
		require.Equal(t, "WAIT_BUYER_PAY", c.ok("GET", world+"/trades/"+order, "").at("trade_status"))
		c.ok("POST", advance, `{"by":"1s"}`)
		require.Equal(t, "timeout", c.ok("GET", world+"/trades/"+order, "").at("close_reason"))
		require.Empty(t, c.ok("GET", notifications, "").at("items"))
	})

	t.Run("what is paid or closed is refused by TRADE_STATUS", func(t *testing.T) {
		t.Parallel()
		c := start(t)
		code := c.code("S1", "")
		paid, closed := c.pay(code, "1.00").text("out_trade_no"), openOrder(c, code)
		c.ok("POST", advance, `{"by":"3m"}`)
		require.Contains(t, c.refuse(409, "TRADE_STATUS", "POST", wallet+"/orders/"+paid+"/pay", ""), paid)
		require.Contains(t, c.refuse(409, "TRADE_STATUS", "POST", wallet+"/orders/"+closed+"/pay", `{"outcome":"risk_rejected"}`), closed)
	})

	t.Run("an order that is unknown is refused by 404", func(t *testing.T) {
		t.Parallel()
		require.Contains(t, start(t).refuse(404, "TRADE_NOT_EXIST", "POST", wallet+"/orders/T404/pay", ""), "T404")
	})

	t.Run("with an outcome that is none is refused, and nothing is paid", func(t *testing.T) {
		t.Parallel()
		c := start(t)
		code := c.code("S1", "")
		require.Contains(t, c.refuse(400, "INVALID_ARGUMENT", "POST", wallet+"/pay", `{"qrcode":"`+code+`","amount":"1.00","outcome":"paid"}`), "insufficient_funds")
		require.Empty(t, c.ok("GET", world+"/trades", "").at("items"))
	})

	t.Run("an order of a code stopped meanwhile still works", func(t *testing.T) {
		t.Parallel()
		c := start(t)
		code := c.code("S1", "")
		order := openOrder(c, code)
		c.gateway(alipay.ServiceQRCodeModifyStatus, map[string]string{
			"timestamp": "2026-01-05 10:00:00", "biz_type": "OVERSEASHOPQRCODE", "qrcode": code, "status": "STOP",
		})
		require.Equal(t, "STOPPED", c.ok("GET", world+"/qrcodes/"+bare(code), "").at("status"))
		require.Equal(t, "TRADE_SUCCESS", c.ok("POST", wallet+"/orders/"+order+"/pay", "").at("trade_status"))
	})
}
