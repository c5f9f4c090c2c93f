package shop

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"localipay/scenarios/example/alipay"
	"localipay/scenarios/example/bugs"
	"localipay/scenarios/example/store"
)

// Notify takes a notification. Without an error it is booked, and may be
// acknowledged; with one, Alipay shall send it again.
func (s *Shop) Notify(ctx context.Context, contentType string, body []byte) error {
	n, err := s.alipay.ReadNotification(contentType, body)
	if err != nil {
		cause := alipay.ErrForm
		if errors.Is(err, alipay.ErrSignature) {
			cause = alipay.ErrSignature
		}
		return errors.Join(err, s.alarm(ctx, "a notification was refused: %v", cause)) // once, however often it comes
	}
	if err := s.checkSeller(ctx, n); err != nil {
		return err
	}
	if err := s.askNotifyVerify(ctx, n); err != nil {
		return err
	}
	news, err := s.read(n)
	if err != nil {
		return errors.Join(err, s.alarm(ctx, "notification %s cannot be read: %v", n.Get("notify_id"), err))
	}
	return s.bookOnce(ctx, news)
}

// checkSeller: Alipay's RSA key signs for every merchant, so a signature says
// that it is Alipay's, and not that it is ours.
func (s *Shop) checkSeller(ctx context.Context, n alipay.Notification) error {
	seller := n.Get("seller_id")
	if seller == s.config.Partner || s.bugs.Has(bugs.NotifyForeignMerchant) { // bug 3
		return nil
	}
	err := fmt.Errorf("payment %s is for merchant %q, who is not this shop", n.Get("trade_no"), seller)
	return errors.Join(err, s.alarm(ctx, "%v", err))
}

// askNotifyVerify comes beside the signature, never in its place. No answer
// is no yes: Alipay sends again.
func (s *Shop) askNotifyVerify(ctx context.Context, n alipay.Notification) error {
	open := s.bugs.Has(bugs.NotifyVerifyOpen) // bug 6
	if !s.config.NotifyVerify && !open {
		return nil
	}
	notifyID := n.Get("notify_id")
	known, err := s.alipay.NotifyVerify(ctx, notifyID)
	if open && (err != nil || notifyID == "") {
		return nil
	}
	if err == nil && !known {
		err = fmt.Errorf("notify_verify knows no notify_id %q", notifyID)
	}
	return err
}

// news is what a notification says: a payment, and maybe a refund of it.
type news struct {
	notifyID  string
	payment   store.Payment
	refund    *store.Refund // nil where it tells of no refund
	tradePaid bool          // trade_status says that there is money
}

func (s *Shop) read(n alipay.Notification) (news, error) {
	amount, err := s.parse(or(n.Get("total_fee"), n.Get("price"))) // a capture lacks total_fee (merchant-qr §7)
	if err != nil {
		return news{}, fmt.Errorf("total_fee: %w", err)
	}
	paidAt, err := alipay.ParseStamp(or(n.Get("gmt_payment"), n.Get("notify_time")))
	if err != nil {
		return news{}, fmt.Errorf("gmt_payment: %w", err)
	}
	said := news{
		notifyID: n.Get("notify_id"),
		payment: store.Payment{
			ID: n.Get("trade_no"), OutTradeNo: n.Get("out_trade_no"), TradeNo: n.Get("trade_no"), Till: tillOf(n),
			Amount: amount, Currency: or(n.Get("currency"), currency), Subject: n.Get("subject"), PaidAt: paidAt,
			Status: store.Paid,
		},
		tradePaid: n.Get("trade_status") == "TRADE_SUCCESS" || n.Get("trade_status") == "TRADE_FINISHED",
	}
	if said.notifyID == "" || said.payment.TradeNo == "" || said.payment.OutTradeNo == "" {
		return news{}, errors.New("notify_id, trade_no or out_trade_no is missing")
	}
	if n.Get("refund_fee") == "" {
		return said, nil
	}
	if s.bugs.Has(bugs.RefundNotifyIsPayment) { // bug 23: a partial refund says TRADE_SUCCESS
		said.payment.ID = said.notifyID // or the trade would be known
		return said, nil
	}
	said.refund, err = s.readRefund(n, said.payment)
	return said, err
}

func (s *Shop) readRefund(n alipay.Notification, p store.Payment) (*store.Refund, error) {
	amount, err := s.parse(n.Get("refund_fee"))
	if err != nil {
		return nil, fmt.Errorf("refund_fee: %w", err)
	}
	doneAt, err := alipay.ParseStamp(or(n.Get("gmt_refund"), n.Get("notify_time")))
	if err != nil {
		return nil, fmt.Errorf("gmt_refund: %w", err)
	}
	id := n.Get("out_biz_no")
	if id == "" {
		return nil, errors.New("refund_fee without out_biz_no")
	}
	return &store.Refund{
		ID: id, RefundID: id, Till: p.Till, OutTradeNo: p.OutTradeNo, Amount: amount, Currency: p.Currency,
		Status: store.Success, DoneAt: doneAt,
	}, nil
}

// tillOf reads what the code was created with as passback_parameters. The
// signature covers it, and seller_id says that the code is ours.
func tillOf(n alipay.Notification) string {
	var passback struct {
		Till string `json:"till"`
	}
	if json.Unmarshal([]byte(n.Get("extra_common_param")), &passback) != nil {
		return ""
	}
	return passback.Till
}
