package service

import (
	"localipay/emulator/alipay"
	"localipay/emulator/store"
)

// refundQuery is alipay.acquire.refund.query (gateway-and-trades §5), the only
// service with response_code instead of result_code.
var refundQuery = Service{
	Name: alipay.ServiceRefundQuery, Charset: true,
	Required: []string{"out_trade_no", "out_return_no"},
	Lengths:  []Length{{"out_trade_no", maxID}, {"out_return_no", 128}},
	Form:     refundQueryForm,
	Run: func(c *Call) ([]alipay.Field, error) {
		var r alipay.Refund
		var tradeKnown, known bool
		c.Ledger.View(func(rows store.Reader) {
			_, tradeKnown = rows.Trade(c.Get("out_trade_no"))
			r, known = rows.Refund(c.Get("out_return_no"))
		})
		switch {
		case !tradeKnown:
			return nil, alipay.TradeNotExist
		case !known, r.OutTradeNo != c.Get("out_trade_no"):
			return nil, alipay.RefundNotFound
		}
		return []alipay.Field{
			{Name: "gmt_create", Value: alipay.Stamp(r.RequestedAt)},
			{Name: "out_return_no", Value: r.ID},
			{Name: "out_trade_no", Value: r.OutTradeNo},
			{Name: "refund_error_code", Value: string(r.Error)},
			{Name: "refund_result_code", Value: string(r.Status)},
			{Name: "response_code", Value: alipay.Success},
			{Name: "trade_no", Value: r.TradeNo},
		}, nil
	},
}
