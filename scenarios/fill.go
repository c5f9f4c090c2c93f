package scenarios

import (
	"context"
	"net/http"
	"net/url"
	"path"

	"localipay/emulator/alipay"
)

// What a service requires and a step leaves out is filled in: with what the
// scenario did last, or with a plain store in Hong Kong.

const bizType = "OVERSEASHOPQRCODE"

func fillCreate(f frame, c *draft) {
	c.put("biz_type", bizType)
	c.put("notify_url", f.current.notifyURL)
	fillBiz(f, c)
}

func fillBiz(f frame, c *draft) {
	c.putBiz("secondary_merchant_industry", "5812")
	c.putBiz("secondary_merchant_id", "M0001")
	c.putBiz("secondary_merchant_name", "Harbour Noodle")
	if c.biz["secondary_merchant_industry"] == alipay.MCCTaxi {
		c.putBiz("taxi_operation_id", "T0001")
		c.putBiz("taxi_number", "HK1234")
		c.putBiz("taxi_driver_name", "Chan Tai Man")
		c.putBiz("taxi_driver_mobile", "85290000001")
	} else {
		c.putBiz("store_id", "S01")
		c.putBiz("store_name", "Harbour Noodle Central")
	}
	c.putBiz("trans_currency", f.current.currency)
	c.putBiz("currency", f.current.currency)
}

func learnCreate(f frame, c *draft, answer map[string]any) {
	f.learnCode(str(answer, "qrcode"), c.biz)
}

// fillModify sends the full schema again, as the service wants it (merchant-qr
// §3): what the code has, changed by what the step says.
func fillModify(f frame, c *draft) {
	c.put("biz_type", bizType)
	fillCode(f, c)
	for name, value := range f.bizOf(c.ctx, c.params["qrcode"]) {
		c.putBiz(name, value)
	}
	fillBiz(f, c)
}

func learnModify(f frame, c *draft, answer map[string]any) {
	f.learnCode(str(answer, "qrcode"), c.biz)
}

// bizOf is what a code was made with, or as much of it as the emulator shows.
func (p *player) bizOf(ctx context.Context, code string) map[string]any {
	p.mu.Lock()
	biz, ok := p.memory.biz[code]
	p.mu.Unlock()
	if ok || code == "" {
		return biz
	}
	shape, err := p.admin.call(ctx, http.MethodGet, p.current.path("/qrcodes/"+url.PathEscape(path.Base(code))), nil)
	if err != nil {
		return nil // an unknown code is the gateway's to refuse
	}
	biz = map[string]any{}
	for _, name := range []string{"store_id", "store_name", "secondary_merchant_id", "secondary_merchant_name", "currency", "channel_fee"} {
		if shape[name] != nil && shape[name] != "" {
			biz[name] = shape[name]
		}
	}
	return biz
}

func fillCode(f frame, c *draft) {
	if _, ok := c.params["qr_code"]; !ok {
		c.put("qrcode", f.recall(func(m *memory) string { return m.code }))
	}
}

func fillStatus(status string) func(frame, *draft) {
	return func(f frame, c *draft) {
		c.put("biz_type", bizType)
		fillCode(f, c)
		c.put("status", status)
	}
}

func lastOrder(m *memory) string { return m.order }

func fillQuery(f frame, c *draft) {
	if _, ok := c.params["alipay_trans_id"]; !ok {
		c.put("partner_trans_id", f.recall(lastOrder))
	}
}

func fillCancel(f frame, c *draft) {
	if _, ok := c.params["trade_no"]; !ok {
		c.put("out_trade_no", f.recall(lastOrder))
	}
}

func fillRefund(f frame, c *draft) {
	c.put("partner_trans_id", f.recall(lastOrder))
	order := c.params["partner_trans_id"]
	if c.lacks("partner_refund_id") {
		c.put("partner_refund_id", f.newRefundID(order))
	}
	c.put("refund_amount", f.recall(func(m *memory) string { return m.amounts[order] }))
	c.put("currency", f.current.currency)
}

func learnRefund(f frame, c *draft, _ map[string]any) {
	f.recall(func(m *memory) string {
		m.refund = c.params["partner_refund_id"]
		return ""
	})
}

func fillRefundQuery(f frame, c *draft) {
	c.put("out_trade_no", f.recall(lastOrder))
	c.put("out_return_no", f.recall(func(m *memory) string { return m.refund }))
}

func fillRegister(_ frame, c *draft) {
	c.put("secondary_merchant_name", "Harbour Noodle")
	c.put("secondary_merchant_id", "M0001")
	c.put("store_id", "S01")
	c.put("store_name", "Harbour Noodle Central")
	c.put("store_country", "HK")
	c.put("store_address", "1 Wellington Street, Central")
	c.put("store_industry", "5812")
	if c.params["store_industry"] == alipay.MCCTaxi {
		c.put("extend_params", `[{"operation_id":"T0001","contact_way":"+852 9000 0001","contact_person":"Chan Tai Man"}]`)
	}
}

func learnRegister(f frame, c *draft, _ map[string]any) {
	f.recall(func(m *memory) string {
		m.storeMerchant, m.store = c.params["secondary_merchant_id"], c.params["store_id"]
		return ""
	})
}

func fillStoreQuery(f frame, c *draft) {
	or := func(value, standard string) string {
		if value == "" {
			return standard
		}
		return value
	}
	c.put("secondary_merchant_id", f.recall(func(m *memory) string { return or(m.storeMerchant, "M0001") }))
	c.put("store_id", f.recall(func(m *memory) string { return or(m.store, "S01") }))
	c.put("payment_method", "INSTORE_PAYMENT")
}
