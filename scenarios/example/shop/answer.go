package shop

import (
	"context"
	"time"

	"localipay/scenarios/example/alipay"
	"localipay/scenarios/example/bugs"
	"localipay/scenarios/example/store"
)

// bookAnswer books what the gateway said to a refund. A notification may have
// been here meanwhile: what it decided stands (bug 27).
func (s *Shop) bookAnswer(ctx context.Context, asked store.Refund, o alipay.Outcome) error {
	now, err := s.now(ctx)
	if err != nil {
		return err
	}
	asked.Status, asked.Error = s.statusOf(asked, o), o.Why
	if asked.Status == store.Success {
		asked.DoneAt = now
	}
	return s.store.Book(ctx, func(t *store.Tx) error {
		if err := lock(t, asked.Till); err != nil {
			return err
		}
		kept, found, err := t.Refund(asked.ID)
		switch {
		case err != nil:
			return err
		case !found: // bug 26
			err = t.InsertRefund(asked)
		case kept.Decided() && !s.bugs.Has(bugs.StaleSaveOverwrites): // bug 27
			return nil
		default:
			err = t.SaveRefund(asked)
		}
		if err != nil {
			return err
		}
		return s.followRefund(t, asked)
	})
}

// statusOf: an accepted asynchronous refund is no refund yet (bug 20), and an
// unknown outcome no failure.
func (s *Shop) statusOf(r store.Refund, o alipay.Outcome) string {
	bookedAtOnce := r.Sync || s.bugs.Has(bugs.AsyncRefundIsDone) || s.bugs.Has(bugs.RefundBookedTwice) // bugs 20 and 15
	periodIsOver := o.Why == "TRADE_HAS_FINISHED" && s.bugs.Has(bugs.RefundAfterPeriod)                // bug 34
	switch {
	case o.State == alipay.Succeeded && bookedAtOnce, periodIsOver:
		return store.Success
	case o.State == alipay.Succeeded:
		return store.Processing
	case o.State == alipay.Refused:
		return store.Failed
	}
	return store.Unknown
}

// followRefund lets the bill follow, and say why a refund failed.
func (s *Shop) followRefund(t *store.Tx, r store.Refund) error {
	if err := s.settle(t, r.OutTradeNo); err != nil {
		return err
	}
	bill, found, err := t.Bill(r.Bill)
	if err != nil || !found {
		return err
	}
	bill.Error = ""
	if r.Status == store.Failed {
		bill.Error = "the refund of " + r.Amount.String() + " was refused: " + r.Error
		if bill.Void == voidRefunding {
			bill.Void = voidFailed
		}
	}
	return t.SaveBill(bill)
}

// dayOf is the calendar day of a time, in Hong Kong: that is where Alipay's
// days end, wherever the server stands.
func (s *Shop) dayOf(t time.Time) string {
	zone := alipay.HongKong()
	if s.bugs.Has(bugs.LocalMidnight) { // bug 33
		zone = s.config.Zone
	}
	return t.In(zone).Format(time.DateOnly)
}
