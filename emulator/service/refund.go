package service

import (
	"localipay/emulator/alipay"
	"localipay/emulator/ledger"
)

// maxID is String(64), the length of the ids of trades and refunds.
const maxID = 64

// spotRefund is alipay.acquire.overseas.spot.refund (gateway-and-trades §2).
// Hong Kong's pages spell refund_reson; both spellings are taken.
var spotRefund = Service{
	Name:     alipay.ServiceRefund,
	Required: []string{"partner_trans_id", "partner_refund_id", "refund_amount", "currency"},
	Lengths: []Length{
		{"notify_url", maxNotifyURL},
		{"partner_trans_id", maxID},
		{"alipay_trans_id", maxID},
		{"partner_refund_id", maxID},
		{"currency", 10},
		{"refund_reson", 128},
		{"refund_reason", 128},
	},
	Form: refundForm,
	Run: func(c *Call) ([]alipay.Field, error) {
		in, err := refundRequest(c)
		if err != nil {
			return nil, err
		}
		var r alipay.Refund
		err = c.update(func(t *ledger.Tx) error {
			r, err = t.Refund(in)
			return err
		})
		if err == nil && r.Status == alipay.RefundFailed {
			err = r.Error
		}
		return onSuccess(err,
			alipay.Field{Name: "alipay_trans_id", Value: r.TradeNo},
			alipay.Field{Name: "currency", Value: string(r.Currency)},
			alipay.Field{Name: "partner_refund_id", Value: r.ID},
			alipay.Field{Name: "partner_trans_id", Value: r.OutTradeNo},
			alipay.Field{Name: "refund_amount", Value: r.Amount.Format(r.Currency)},
			resultCode(alipay.Success))
	},
}

func refundRequest(c *Call) (ledger.RefundRequest, error) {
	currency := alipay.Currency(c.Get("currency"))
	amount, ok := alipay.ParseRefund(c.Get("refund_amount"), currency)
	sync := c.Get("is_sync")
	switch {
	case !ok:
		return ledger.RefundRequest{}, alipay.InvalidParameter.Because("refund_amount must be like 1.50 and more than zero")
	case sync != "" && sync != "Y" && sync != "N":
		return ledger.RefundRequest{}, alipay.InvalidParameter.Because("is_sync must be Y or N")
	case c.Get("partner_refund_id") == c.Get("partner_trans_id"):
		return ledger.RefundRequest{}, alipay.InvalidParameter.Because("partner_refund_id must differ from partner_trans_id")
	}
	if err := checkNotifyURL(c.Get("notify_url"), alipay.InvalidParameter); err != nil {
		return ledger.RefundRequest{}, err
	}
	reason := c.Get("refund_reson")
	if reason == "" {
		reason = c.Get("refund_reason")
	}
	return ledger.RefundRequest{
		OutTradeNo: c.Get("partner_trans_id"), TradeNo: c.Get("alipay_trans_id"), ID: c.Get("partner_refund_id"),
		Amount: amount, Currency: currency, Reason: reason, Sync: sync == "Y",
		NotifyURL: c.Get("notify_url"), SignType: c.SignType, Charset: c.Charset,
	}, nil
}
