package shop

import (
	"context"
	"fmt"

	"localipay/scenarios/example/bugs"
	"localipay/scenarios/example/store"
)

// bookOnce books what a notification says, in one transaction with its
// notify_id. So a booking that fails leaves no trace, and the next delivery
// does the work (bug 13); and of deliveries at the same moment one wins (bug 11).
func (s *Shop) bookOnce(ctx context.Context, said news) error {
	switch {
	case s.bugs.Has(bugs.DedupeBeforeWork): // bug 13
		fresh := false
		err := s.store.Note(ctx, func(t *store.Tx) (err error) {
			fresh, err = t.Remember(said.notifyID)
			return err
		})
		if err != nil || !fresh {
			return err
		}
		return s.store.Book(ctx, func(t *store.Tx) error { return s.bookFirst(t, said) })
	case s.bugs.Has(bugs.NotifyRace): // bug 11
		seen := false
		err := s.store.Note(ctx, func(t *store.Tx) (err error) {
			seen, err = t.Seen(said.notifyID)
			return err
		})
		if err != nil || seen {
			return err
		}
		s.alipay.Query(ctx, said.payment.OutTradeNo) // anything that takes time between looking and writing
	}
	return s.store.Book(ctx, func(t *store.Tx) error {
		fresh, err := t.Remember(said.notifyID)
		if err != nil {
			return err
		}
		if !fresh {
			return s.bookAgain(t, said)
		}
		return s.bookFirst(t, said)
	})
}

// bookFirst books a notification that is new.
func (s *Shop) bookFirst(t *store.Tx, said news) error {
	if said.payment.Till != "" {
		known, err := t.LockTill(said.payment.Till)
		if err != nil {
			return err
		}
		if !known {
			said.payment.Till = ""
		}
	}
	switch {
	case said.refund != nil:
		return s.bookRefund(t, said)
	case said.tradePaid:
		return s.bookPayment(t, said, true)
	}
	return nil // a trade that was closed unpaid owes us nothing
}

// bookAgain is a repeat of what is booked already: nothing to do. Whatever a
// payment's notification says now, refunds since then still hold.
func (s *Shop) bookAgain(t *store.Tx, said news) error {
	p, found, err := t.Payment(said.payment.OutTradeNo)
	if err != nil || !found || said.refund != nil {
		return err
	}
	bill, found, err := t.Bill(p.Bill)
	if err != nil || !found {
		return err
	}
	switch {
	case s.bugs.Has(bugs.NotifyNotIdempotent), s.bugs.Has(bugs.NotifyRace): // bugs 10 and 11
		bill.Shipments++
	case s.bugs.Has(bugs.LateNotifyReopens) && bill.Status != store.Paid: // bug 22
		bill.Status = store.Paid
		bill.Shipments++
	}
	return t.SaveBill(bill)
}

// bookPayment books money that came, and pays the bill that it fits.
func (s *Shop) bookPayment(t *store.Tx, said news, release bool) error {
	p := said.payment
	if s.bugs.Has(bugs.EmojiBreaksSave) && hasFourByteCharacter(p.Subject) { // bug 37: MySQL's utf8 has three bytes
		return fmt.Errorf("incorrect string value %q for column subject", p.Subject)
	}
	m, err := s.match(t, p)
	if err != nil || m.drop {
		return err
	}
	p.Bill, p.Reason = m.bill.ID, m.reason
	if m.reason != "" {
		p.Status = store.Unfit
	}
	fresh, err := t.InsertPayment(p)
	switch {
	case err != nil:
		return err
	case !fresh: // another notification of this trade was first
		return s.bookAgain(t, said)
	case m.reason != "": // the money is here all the same, and somebody must give it back (bug 9)
		return t.Alarm(fmt.Sprintf("payment %s of %s %s at till %s: %s: give it back",
			p.OutTradeNo, p.Amount, p.Currency, or(p.Till, "unknown"), m.reason))
	}
	bill := m.bill
	bill.Status, bill.Error = store.Paid, ""
	if release {
		bill.Shipments++
	}
	return t.SaveBill(bill)
}

func hasFourByteCharacter(text string) bool {
	for _, r := range text {
		if r > 0xFFFF {
			return true
		}
	}
	return false
}
