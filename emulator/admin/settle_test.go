package admin_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"localipay/emulator/alipay"
)

func TestSettle(t *testing.T) {
	t.Parallel()
	t.Run("waits for what a call of the gateway has set off", func(t *testing.T) {
		t.Parallel()
		c := start(t)
		url := newShop(t, always("success"))
		order := c.ok("POST", "/_admin/wallet/pay?settle=true", `{"qrcode":"`+c.code("S1", "")+`","amount":"88.00"}`).text("out_trade_no")
		_, answer := c.gateway(alipay.ServiceRefund, map[string]string{
			"partner_trans_id": order, "partner_refund_id": "R1", "refund_amount": "30.00", "currency": "HKD", "notify_url": url,
		})
		require.Contains(t, answer, "<result_code>SUCCESS")
		require.Equal(t, "settled", c.ok("POST", world+"/settle", "").at("done"))
		require.Equal(t, true, c.ok("GET", world+"/notifications", "").at("items.0.acked"))
	})
	t.Run("has nothing to wait for where nothing is due now", func(t *testing.T) {
		t.Parallel()
		c := start(t)
		openOrder(c, c.code("S1", ""))
		c.ok("POST", world+"/settle", "")
	})
}
