package store

import (
	"time"

	"localipay/scenarios/example/money"
)

// Unfit is the status of a payment that did not pay its bill. The others are
// Paid, Refunded and Cancelled.
const Unfit = "unfit"

// Payment is money received.
type Payment struct {
	ID                  string // trade_no
	OutTradeNo, TradeNo string
	Till                string
	Bill                string // that it paid, or was probably meant for; "" for none
	Amount              money.Cents
	Currency, Subject   string
	PaidAt              time.Time
	Status              string
	Reason              string // why somebody must give it back; "" for nobody must
	CancelledAt         time.Time
}

const paymentColumns = `SELECT id, out_trade_no, trade_no, till, bill, amount, currency, subject, paid_at, status, reason,
	cancelled_at FROM payments `

func readPayment(s scanner) (p Payment, err error) {
	var paid, cancelled int64
	err = s.Scan(&p.ID, &p.OutTradeNo, &p.TradeNo, &p.Till, &p.Bill, &p.Amount, &p.Currency, &p.Subject, &paid, &p.Status,
		&p.Reason, &cancelled)
	p.PaidAt, p.CancelledAt = fromMillis(paid), fromMillis(cancelled)
	return p, err
}

// Payments lists all, oldest first.
func (t *Tx) Payments() ([]Payment, error) {
	return rows(t, readPayment, paymentColumns+`ORDER BY seq, id`)
}

// Payment finds the payment of an order.
func (t *Tx) Payment(outTradeNo string) (Payment, bool, error) {
	return row(t, readPayment, paymentColumns+`WHERE out_trade_no = $1 ORDER BY seq, id`, outTradeNo)
}

// PaymentOf finds the payment that paid a bill.
func (t *Tx) PaymentOf(bill string) (Payment, bool, error) {
	return row(t, readPayment, paymentColumns+`WHERE bill = $1 AND status <> 'unfit' AND reason = '' ORDER BY seq, id`, bill)
}

// InsertPayment books a payment. False means that it is there already.
func (t *Tx) InsertPayment(p Payment) (bool, error) {
	touched, err := t.change(`INSERT INTO payments
		(id, seq, out_trade_no, trade_no, till, bill, amount, currency, subject, paid_at, status, reason, cancelled_at)
		VALUES ($1, (SELECT COALESCE(MAX(seq), 0) + 1 FROM payments), $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 0)
		ON CONFLICT DO NOTHING`,
		p.ID, p.OutTradeNo, p.TradeNo, p.Till, p.Bill, p.Amount, p.Currency, p.Subject, millis(p.PaidAt), p.Status, p.Reason)
	return touched == 1, err
}

// SavePayment writes what may change of a payment.
func (t *Tx) SavePayment(p Payment) error {
	_, err := t.change(`UPDATE payments SET bill = $2, status = $3, reason = $4, cancelled_at = $5 WHERE id = $1`,
		p.ID, p.Bill, p.Status, p.Reason, millis(p.CancelledAt))
	return err
}
