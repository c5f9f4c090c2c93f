package service

import (
	"localipay/emulator/alipay"
	"localipay/emulator/store"
)

// overseasQuery is alipay.acquire.overseas.query (gateway-and-trades §3).
var overseasQuery = Service{
	Name:    alipay.ServiceQuery,
	OneOf:   []string{"partner_trans_id", "alipay_trans_id"},
	Lengths: []Length{{"partner_trans_id", maxID}, {"alipay_trans_id", maxID}},
	Form:    queryForm,
	Run: func(c *Call) ([]alipay.Field, error) {
		var trade alipay.Trade
		var buyer alipay.Buyer
		var found bool
		c.Ledger.View(func(r store.Reader) {
			if no := c.Get("alipay_trans_id"); no != "" {
				trade, found = r.TradeByNo(no)
			} else {
				trade, found = r.Trade(c.Get("partner_trans_id"))
			}
			buyer, _ = r.Buyer(trade.BuyerID)
		})
		if !found {
			return nil, alipay.TradeNotExist
		}
		return tradeLeaves(trade, buyer), nil
	},
}

func tradeLeaves(trade alipay.Trade, buyer alipay.Buyer) []alipay.Field {
	paidAt := ""
	if trade.Paid() {
		paidAt = alipay.Compact(trade.PaidAt)
	}
	return []alipay.Field{
		{Name: "alipay_buyer_login_id", Value: alipay.MaskLogin(buyer.Login)},
		{Name: "alipay_buyer_user_id", Value: trade.BuyerID},
		{Name: "alipay_pay_time", Value: paidAt},
		{Name: "alipay_trans_id", Value: trade.TradeNo},
		{Name: "alipay_trans_status", Value: string(trade.Status)},
		{Name: "currency", Value: string(trade.Currency)},
		{Name: "out_trade_no", Value: trade.OutTradeNo},
		{Name: "partner_trans_id", Value: trade.OutTradeNo},
		{Name: "payment_inst", Value: string(trade.PaymentInst)},
		resultCode(alipay.Success),
		{Name: "trans_amount", Value: trade.Amount.Format(trade.Currency)},
	}
}
