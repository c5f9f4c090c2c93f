package shop

import (
	"context"
	"time"

	"localipay/scenarios/example/alipay"
	"localipay/scenarios/example/bugs"
	"localipay/scenarios/example/store"
)

// Void takes a bill back: a payment of today is cancelled, an older one or
// what a partial refund left of it is refunded.
func (s *Shop) Void(ctx context.Context, billID string) error {
	now, err := s.now(ctx)
	if err != nil {
		return err
	}
	var cancel store.Payment
	var refund store.Refund
	err = s.store.Book(ctx, func(t *store.Tx) error {
		cancel, refund, err = s.planVoid(t, billID, now)
		return err
	})
	switch {
	case err != nil:
		return err
	case cancel.ID != "":
		return s.askCancel(ctx, cancel)
	case refund.ID != "":
		return s.askRefund(ctx, refund)
	}
	return nil
}

// planVoid decides under the till's lock which of the two calls to make, and
// stores that before it is made.
func (s *Shop) planVoid(t *store.Tx, billID string, now time.Time) (cancel store.Payment, refund store.Refund, err error) {
	bill, err := lockBill(t, billID)
	if err != nil {
		return cancel, refund, err
	}
	switch bill.Status {
	case store.Cancelled:
		return cancel, refund, nil
	case store.Open, store.Superseded, store.Expired: // nobody has paid: there is nothing to ask Alipay
		bill.Status, bill.Void = store.Cancelled, voidDone
		return cancel, refund, t.SaveBill(bill)
	}
	_, p, err := s.paidBill(t, billID)
	if err != nil {
		return cancel, refund, err
	}
	refunds, err := t.RefundsOf(p.OutTradeNo)
	if err != nil {
		return cancel, refund, err
	}
	if _, err := s.allowed(bill, p, refunds, Click{}); err != nil {
		return cancel, refund, err
	}
	today := s.dayOf(p.PaidAt) == s.dayOf(now) || s.bugs.Has(bugs.CancelNextDay) // bug 32
	if today && tallyOf(refunds).taken() == 0 {
		bill.Void = voidAsked
		return p, refund, t.SaveBill(bill)
	}
	refund, err = s.refundRest(t, bill, p)
	return cancel, refund, err
}

// refundRest stores a refund of all that is left.
func (s *Shop) refundRest(t *store.Tx, bill store.Bill, p store.Payment) (store.Refund, error) {
	refunds, err := t.RefundsOf(p.OutTradeNo)
	if err != nil {
		return store.Refund{}, err
	}
	row, _, err := s.clicked(t, p, Click{})
	if err != nil {
		return row, err
	}
	row.Amount = p.Amount - tallyOf(refunds).taken()
	bill.Void = voidRefunding
	if err := t.SaveBill(bill); err != nil {
		return row, err
	}
	return row, t.InsertRefund(row)
}

// askCancel asks until there is an answer. A refusal because the day is over,
// or because a part was refunded, is an answer too: refund instead.
func (s *Shop) askCancel(ctx context.Context, p store.Payment) error {
	s.busy.Store(p.Bill, true)
	defer s.busy.Delete(p.Bill)
	now, err := s.now(ctx)
	if err != nil {
		return err
	}
	var o alipay.Outcome
	for range tries {
		o = s.alipay.Cancel(ctx, p.OutTradeNo, now)
		if o.State != alipay.Unknown {
			break
		}
	}
	if s.bugs.Has(bugs.CancelNextDay) && o.State == alipay.Refused { // bug 32: no is taken for done
		o.State = alipay.Succeeded
	}
	var refund store.Refund
	err = s.store.Book(ctx, func(t *store.Tx) error {
		refund, err = s.bookCancel(t, p, o, now)
		return err
	})
	if err != nil || refund.ID == "" {
		return err
	}
	return s.askRefund(ctx, refund)
}

func (s *Shop) bookCancel(t *store.Tx, p store.Payment, o alipay.Outcome, now time.Time) (refund store.Refund, err error) {
	bill, err := lockBill(t, p.Bill)
	if err != nil {
		return refund, err
	}
	bill.Error = o.Why
	switch {
	case o.State == alipay.Succeeded:
		bill.Status, bill.Void, bill.Error = store.Cancelled, voidDone, ""
		p.Status, p.CancelledAt = store.Cancelled, now
		if err := t.SavePayment(p); err != nil {
			return refund, err
		}
	case o.State == alipay.Unknown:
		bill.Void = voidUnknown
	case o.Why == "TRADE_CANCEL_TIME_OUT", o.Why == "REASON_TRADE_REFUND_FEE_ERR":
		return s.refundRest(t, bill, p)
	default:
		bill.Void = voidFailed
		bill.Error = "the cancel was refused: " + o.Why
	}
	return refund, t.SaveBill(bill)
}
