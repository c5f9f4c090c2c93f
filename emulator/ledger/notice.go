package ledger

import (
	"localipay/emulator/alipay"
)

// notifyPayment writes the notification of a payment beside the payment
// itself, so that neither is without the other. Its fields are those of
// merchant-qr §7; notify_time, sign_type and sign come with each send.
func (t *Tx) notifyPayment(trade alipay.Trade, buyer alipay.Buyer) {
	q, _ := t.QRCode(trade.Code)
	if q.NotifyURL == "" {
		return
	}
	fields := append(t.tradeFields(trade, q, buyer),
		alipay.Field{Name: "notify_action_type", Value: "payByAccountAction"})
	t.notify(alipay.Notification{
		Kind: alipay.NotifyPayment, OutTradeNo: trade.OutTradeNo, Code: trade.Code, TradeStatus: trade.Status,
		URL: q.NotifyURL, SignType: q.NotifySignType(), Charset: q.NotifyCharset(), Fields: fields,
	})
}

// notifyRefund tells of an asynchronous refund that is done, at the refund's
// own notify_url; none given, none sent (spec decisions 22 and 39).
func (t *Tx) notifyRefund(r alipay.Refund) {
	if r.NotifyURL == "" {
		return
	}
	trade, _ := t.Trade(r.OutTradeNo)
	q, _ := t.QRCode(trade.Code)
	buyer, _ := t.Buyer(trade.BuyerID)
	fields := append(t.tradeFields(trade, q, buyer),
		alipay.Field{Name: "notify_action_type", Value: "refundFPAction"},
		alipay.Field{Name: "gmt_refund", Value: alipay.Stamp(r.DoneAt)},
		alipay.Field{Name: "out_biz_no", Value: r.ID},
		alipay.Field{Name: "refund_fee", Value: r.Amount.Format(r.Currency)})
	t.notify(alipay.Notification{
		Kind: alipay.NotifyRefund, OutTradeNo: trade.OutTradeNo, Code: trade.Code, TradeStatus: trade.Status,
		URL: r.NotifyURL, SignType: r.SignType, Charset: r.Charset, Fields: fields,
	})
}

func (t *Tx) tradeFields(trade alipay.Trade, q alipay.QRCode, buyer alipay.Buyer) []alipay.Field {
	amount := trade.Amount.Format(trade.Currency)
	partner := t.Merchant().Partner
	fields := make([]alipay.Field, 0, 18) // what most come to: they are kept as long as the trade
	fields = append(fields,
		alipay.Field{Name: "notify_type", Value: "trade_status_sync"},
		alipay.Field{Name: "out_trade_no", Value: trade.OutTradeNo},
		alipay.Field{Name: "trade_no", Value: trade.TradeNo},
		alipay.Field{Name: "trade_status", Value: string(trade.Status)},
		alipay.Field{Name: "subject", Value: q.Biz.Title()},
		alipay.Field{Name: "total_fee", Value: amount},
		alipay.Field{Name: "price", Value: amount},
		alipay.Field{Name: "quantity", Value: "1"},
		alipay.Field{Name: "gmt_create", Value: alipay.Stamp(trade.CreatedAt)},
		alipay.Field{Name: "gmt_payment", Value: alipay.Stamp(trade.PaidAt)},
		alipay.Field{Name: "seller_id", Value: partner},
		alipay.Field{Name: "seller_email", Value: sellerEmail(partner)},
		alipay.Field{Name: "buyer_id", Value: trade.BuyerID},
		alipay.Field{Name: "buyer_email", Value: alipay.MaskLogin(buyer.Login)},
		alipay.Field{Name: "paytools_pay_amount", Value: `[{"ALIPAYACCOUNT":"` + amount + `"}]`})
	if q.Biz.Passback != "" {
		fields = append(fields, alipay.Field{Name: "extra_common_param", Value: q.Biz.Passback})
	}
	return fields
}

// sellerEmail stands in for the login of the merchant's account, which has no
// switch; example.com can never be anybody's.
func sellerEmail(partner string) string { return "seller" + partner + "@example.com" }

func (t *Tx) notify(n alipay.Notification) {
	n.ID, n.Seq, n.Due = t.newNotifyID(), t.seq(), t.now
	n.Fields = append(n.Fields, alipay.Field{Name: "notify_id", Value: n.ID})
	t.putNotification(n)
	t.deliveries = append(t.deliveries, t.later(dueSend, n.ID, n.Due))
}

// Resend puts a notification on its way again, now, beside its ladder.
func (t *Tx) Resend(notifyID string) error {
	if _, ok := t.Notification(notifyID); !ok {
		return ErrNotification
	}
	t.deliveries = append(t.deliveries, t.later(dueResend, notifyID, t.now))
	return nil
}

// VerifyNotifyID answers notify_verify: true from the first send, while it is
// still on its way too, until the switch notify_verify_ttl after the ack. A
// ttl of zero means until the ack itself (merchant-qr §9).
func (t *Tx) VerifyNotifyID(id string) bool {
	n, ok := t.Notification(id)
	switch {
	case !ok:
		return false
	case n.Acked():
		return t.now.Before(n.AckedAt.Add(t.Merchant().NotifyVerifyTTL))
	default:
		return len(n.Attempts) > 0 || t.ledger.claims.isSending(id)
	}
}

func (t *Tx) putNotification(n alipay.Notification) {
	t.write.PutNotification(n)
	status := "waiting"
	if n.Acked() {
		status = "acked"
	} else if len(n.Attempts) > 0 {
		status = "not acked"
	}
	t.tell(Event{Kind: EventNotification, ID: n.ID, OutTradeNo: n.OutTradeNo, Status: status})
}
