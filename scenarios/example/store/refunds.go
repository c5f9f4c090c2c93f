package store

import (
	"time"

	"localipay/scenarios/example/money"
)

// How far a refund has come.
const (
	Asked      = "asked"   // stored, and on its way to the gateway
	Unknown    = "unknown" // no answer that can be believed: ask again, with the same id
	Processing = "processing"
	Success    = "success"
	Failed     = "failed"
)

// Refund is one click of a clerk on the refund button.
type Refund struct {
	ID         string // of the row
	RefundID   string // partner_refund_id: the same as ID, in a shop without bugs
	Bill, Till string
	OutTradeNo string
	Amount     money.Cents
	Currency   string
	Sync       bool
	Request    string  // the clerk's own id of the click, or ""
	RequestKey *string // unique; nil where there is no Request
	Status     string
	Error      string
	DoneAt     time.Time
}

// Decided tells whether nothing more can become of it.
func (r Refund) Decided() bool { return r.Status == Success || r.Status == Failed }

const refundColumns = `SELECT id, refund_id, bill, till, out_trade_no, amount, currency, sync, request, request_key, status,
	error, done_at FROM refunds `

func readRefund(s scanner) (r Refund, err error) {
	var done int64
	err = s.Scan(&r.ID, &r.RefundID, &r.Bill, &r.Till, &r.OutTradeNo, &r.Amount, &r.Currency, &r.Sync, &r.Request,
		&r.RequestKey, &r.Status, &r.Error, &done)
	r.DoneAt = fromMillis(done)
	return r, err
}

// Refunds lists all, oldest first.
func (t *Tx) Refunds() ([]Refund, error) {
	return rows(t, readRefund, refundColumns+`ORDER BY seq, id`)
}

// RefundsOf lists those of one payment.
func (t *Tx) RefundsOf(outTradeNo string) ([]Refund, error) {
	return rows(t, readRefund, refundColumns+`WHERE out_trade_no = $1 ORDER BY seq, id`, outTradeNo)
}

// Refund finds one by its row's id.
func (t *Tx) Refund(id string) (Refund, bool, error) {
	return row(t, readRefund, refundColumns+`WHERE id = $1`, id)
}

// RefundByRefundID finds one by its partner_refund_id.
func (t *Tx) RefundByRefundID(refundID string) (Refund, bool, error) {
	return row(t, readRefund, refundColumns+`WHERE refund_id = $1 ORDER BY seq, id`, refundID)
}

// RefundByRequest finds the refund of a click.
func (t *Tx) RefundByRequest(outTradeNo, request string) (Refund, bool, error) {
	return row(t, readRefund, refundColumns+`WHERE out_trade_no = $1 AND request = $2 ORDER BY seq, id`, outTradeNo, request)
}

// InsertRefund stores a refund. An id or click that is there already is an error.
func (t *Tx) InsertRefund(r Refund) error {
	_, err := t.change(`INSERT INTO refunds
		(id, seq, refund_id, bill, till, out_trade_no, amount, currency, sync, request, request_key, status, error, done_at)
		VALUES ($1, (SELECT COALESCE(MAX(seq), 0) + 1 FROM refunds), $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
		r.ID, r.RefundID, r.Bill, r.Till, r.OutTradeNo, r.Amount, r.Currency, r.Sync, r.Request, r.RequestKey, r.Status,
		r.Error, millis(r.DoneAt))
	return err
}

// SaveRefund writes what may change of a refund.
func (t *Tx) SaveRefund(r Refund) error {
	_, err := t.change(`UPDATE refunds SET refund_id = $2, status = $3, error = $4, done_at = $5 WHERE id = $1`,
		r.ID, r.RefundID, r.Status, r.Error, millis(r.DoneAt))
	return err
}
