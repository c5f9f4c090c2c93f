package store

import (
	"time"

	"localipay/scenarios/example/money"
)

// What a bill's status says.
const (
	Open       = "open"
	Superseded = "superseded" // a newer bill of its till took its place
	Expired    = "expired"
	Paid       = "paid" // partly refunded too
	Refunded   = "refunded"
	Cancelled  = "cancelled"
)

// Bill is what a customer owes at a till.
type Bill struct {
	ID, Till  string
	Amount    money.Cents
	Currency  string
	Status    string
	Shipments int    // how often the goods were handed out
	Void      string // how far taking the payment back has come
	Error     string // why the last button failed
	OpenedAt  time.Time
}

const billColumns = `SELECT id, till, amount, currency, status, shipments, void, error, opened_at FROM bills `

func readBill(s scanner) (b Bill, err error) {
	var opened int64
	err = s.Scan(&b.ID, &b.Till, &b.Amount, &b.Currency, &b.Status, &b.Shipments, &b.Void, &b.Error, &opened)
	b.OpenedAt = fromMillis(opened)
	return b, err
}

// Bills lists all, oldest first.
func (t *Tx) Bills() ([]Bill, error) { return rows(t, readBill, billColumns+`ORDER BY seq, id`) }

// Bill finds one.
func (t *Tx) Bill(id string) (Bill, bool, error) {
	return row(t, readBill, billColumns+`WHERE id = $1`, id)
}

// OpenBill finds a till's open bill: there is one at most.
func (t *Tx) OpenBill(till string) (Bill, bool, error) {
	return row(t, readBill, billColumns+`WHERE till = $1 AND status = 'open'`, till)
}

// OpenBillOfAmount finds the oldest open bill of an amount at any till. Only
// bug 29 asks for that.
func (t *Tx) OpenBillOfAmount(amount money.Cents) (Bill, bool, error) {
	return row(t, readBill, billColumns+`WHERE amount = $1 AND status = 'open' ORDER BY seq, id`, amount)
}

// LatestBill finds a till's newest bill, whatever its status.
func (t *Tx) LatestBill(till string) (Bill, bool, error) {
	return row(t, readBill, billColumns+`WHERE till = $1 ORDER BY seq DESC, id`, till)
}

// LatestExpired finds a till's newest expired bill of an amount.
func (t *Tx) LatestExpired(till string, amount money.Cents) (Bill, bool, error) {
	return row(t, readBill, billColumns+`WHERE till = $1 AND status = 'expired' AND amount = $2 ORDER BY seq DESC, id`, till, amount)
}

// Supersede sets a till's open bill aside.
func (t *Tx) Supersede(till string) error {
	_, err := t.change(`UPDATE bills SET status = 'superseded' WHERE till = $1 AND status = 'open'`, till)
	return err
}

// InsertBill opens a bill.
func (t *Tx) InsertBill(b Bill) error {
	_, err := t.change(`INSERT INTO bills (id, seq, till, amount, currency, status, shipments, void, error, opened_at)
		VALUES ($1, (SELECT COALESCE(MAX(seq), 0) + 1 FROM bills), $2, $3, $4, $5, 0, '', '', $6)`,
		b.ID, b.Till, b.Amount, b.Currency, b.Status, millis(b.OpenedAt))
	return err
}

// SaveBill writes what may change of a bill. The till must be locked.
func (t *Tx) SaveBill(b Bill) error {
	_, err := t.change(`UPDATE bills SET status = $2, shipments = $3, void = $4, error = $5 WHERE id = $1`,
		b.ID, b.Status, b.Shipments, b.Void, b.Error)
	return err
}
