package shop

import (
	"context"
	"net/http"

	"localipay/scenarios/example/alipay"
	"localipay/scenarios/example/bugs"
	"localipay/scenarios/example/money"
	"localipay/scenarios/example/store"
)

// Click is a press on the refund button.
type Click struct {
	Amount  string `json:"amount"`  // "" for all that is left
	Sync    *bool  `json:"sync"`    // is_sync; nil is Y
	Request string `json:"request"` // the clerk's own id of this click, or ""
}

// tries is how often the gateway is asked before a clerk gets "unknown".
const tries = 2

// Refund stores the click, asks the gateway, and books the answer. There are
// two transactions and no lock between them: the gateway may take its time.
func (s *Shop) Refund(ctx context.Context, billID string, click Click) error {
	row, fresh, err := s.reserve(ctx, billID, click)
	if err != nil || !fresh {
		return err
	}
	return s.askRefund(ctx, row)
}

// reserve stores one partner_refund_id for one click, before anybody is
// asked: whatever becomes of the call, it can be repeated. From here on the
// amount counts as taken. False: this click is stored already.
func (s *Shop) reserve(ctx context.Context, billID string, click Click) (row store.Refund, fresh bool, err error) {
	if s.bugs.Has(bugs.RefundDoubleClick) && click.Request != "" { // bug 8
		if found, err := s.lookBeforeRefund(ctx, billID, click.Request); err != nil || found {
			return row, false, err
		}
	}
	err = s.store.Book(ctx, func(t *store.Tx) (err error) {
		row, fresh, err = s.reserveIn(t, billID, click)
		return err
	})
	return row, fresh, err
}

// reserveIn looks and writes under the till's lock (bug 8).
func (s *Shop) reserveIn(t *store.Tx, billID string, click Click) (row store.Refund, fresh bool, err error) {
	bill, p, err := s.paidBill(t, billID)
	if err != nil {
		return row, false, err
	}
	if row, fresh, err = s.clicked(t, p, click); err != nil || !fresh {
		return row, false, err
	}
	refunds, err := t.RefundsOf(p.OutTradeNo)
	if err != nil {
		return row, false, err
	}
	if row.Amount, err = s.allowed(bill, p, refunds, click); err != nil {
		return row, false, err
	}
	if s.bugs.Has(bugs.EarlyNotifyDropped) { // bug 26: bookAnswer stores it
		return row, true, nil
	}
	return row, true, t.InsertRefund(row)
}

// paidBill locks a bill's till and finds what paid it.
func (s *Shop) paidBill(t *store.Tx, billID string) (store.Bill, store.Payment, error) {
	bill, err := lockBill(t, billID)
	if err != nil {
		return bill, store.Payment{}, err
	}
	p, found, err := t.PaymentOf(billID)
	if err == nil && !found {
		err = refuse(http.StatusConflict, "bill %s is %s: there is nothing to give back", billID, bill.Status)
	}
	return bill, p, err
}

func lockBill(t *store.Tx, billID string) (store.Bill, error) {
	bill, found, err := t.Bill(billID)
	if err == nil && !found {
		err = refuse(http.StatusNotFound, "there is no bill %q", billID)
	}
	if err == nil {
		err = lock(t, bill.Till)
	}
	if err != nil {
		return bill, err
	}
	bill, _, err = t.Bill(billID) // again, as it is now that nobody else changes it
	return bill, err
}

// clicked makes the row of a click, or finds it.
func (s *Shop) clicked(t *store.Tx, p store.Payment, click Click) (row store.Refund, fresh bool, err error) {
	id := newID("R")
	row = store.Refund{
		ID: id, RefundID: id, Bill: p.Bill, Till: p.Till, OutTradeNo: p.OutTradeNo, Currency: p.Currency,
		Sync: click.Sync == nil || *click.Sync, Request: click.Request, Status: store.Asked,
	}
	if s.bugs.Has(bugs.RefundIDReused) { // bug 14
		row.RefundID = "R" + p.OutTradeNo
	}
	if click.Request == "" || s.bugs.Has(bugs.RefundDoubleClick) { // bug 8: no unique key
		return row, true, nil
	}
	key := p.OutTradeNo + "/" + click.Request
	row.RequestKey = &key
	known, found, err := t.RefundByRequest(p.OutTradeNo, click.Request)
	if err != nil || !found {
		return row, true, err
	}
	if amount, err := s.parse(click.Amount); click.Amount != "" && (err != nil || amount != known.Amount) {
		return known, false, refuse(http.StatusConflict, "request %q was a refund of %s", click.Request, known.Amount)
	}
	return known, false, nil
}

// allowed tells what a click may take. A refund that nobody knows the outcome
// of counts as taken.
func (s *Shop) allowed(bill store.Bill, p store.Payment, refunds []store.Refund, click Click) (money.Cents, error) {
	taken := tallyOf(refunds).taken()
	amount := p.Amount - taken
	if click.Amount != "" {
		var err error
		if amount, err = s.parse(click.Amount); err != nil || amount <= 0 {
			return 0, refuse(http.StatusBadRequest, `amount %q is not an amount; write it as "30.00"`, click.Amount)
		}
	}
	switch {
	case bill.Status != store.Paid:
		return 0, refuse(http.StatusConflict, "bill %s is %s: nothing can be refunded", bill.ID, bill.Status)
	case bill.Void == voidAsked, bill.Void == voidUnknown:
		return 0, refuse(http.StatusConflict, "bill %s is being taken back: wait for that", bill.ID)
	case amount <= 0 || s.exceeds(amount, taken, p.Amount):
		return 0, refuse(http.StatusConflict, "%s is more than the %s that are left of bill %s", amount, p.Amount-taken, bill.ID)
	case click.Request == "" && underWay(refunds):
		return 0, refuse(http.StatusConflict, "a refund of bill %s is on its way; if this is another one, press again", bill.ID)
	}
	return amount, nil
}

// underWay protects a clerk without request ids from a double click.
func underWay(refunds []store.Refund) bool {
	for _, r := range refunds {
		if r.Status == store.Asked {
			return true
		}
	}
	return false
}

// lookBeforeRefund is bug 8's check: by itself, before the transaction.
func (s *Shop) lookBeforeRefund(ctx context.Context, billID, request string) (found bool, err error) {
	var p store.Payment
	err = s.store.Note(ctx, func(t *store.Tx) error {
		var paid bool
		if p, paid, err = t.PaymentOf(billID); err != nil || !paid {
			return err
		}
		_, found, err = t.RefundByRequest(p.OutTradeNo, request)
		return err
	})
	if err == nil && !found && p.OutTradeNo != "" {
		s.alipay.Query(ctx, p.OutTradeNo) // anything that takes time between looking and writing
	}
	return found, err
}

// askRefund asks until there is an answer, each time with the same id: the
// call that was lost may have been done (bug 7).
func (s *Shop) askRefund(ctx context.Context, row store.Refund) error {
	s.busy.Store(row.ID, true)
	defer s.busy.Delete(row.ID)
	var o alipay.Outcome
	for try := range tries {
		if try > 0 && s.bugs.Has(bugs.RefundRetryNewID) { // bug 7
			row.RefundID = newID("R")
		}
		o = s.alipay.Refund(ctx, alipay.RefundCall{
			OutTradeNo: row.OutTradeNo, RefundID: row.RefundID, Amount: s.wire(row.Amount), Currency: row.Currency,
			Sync: row.Sync, NotifyURL: s.notifyURL(),
		})
		if s.bugs.Has(bugs.TimeoutIsFailure) && o.State == alipay.Unknown { // bug 16
			o.State = alipay.Refused
		}
		if o.State != alipay.Unknown {
			break
		}
	}
	return s.bookAnswer(ctx, row, o)
}
