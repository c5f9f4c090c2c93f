package shop

import (
	"localipay/scenarios/example/bugs"
	"localipay/scenarios/example/money"
	"localipay/scenarios/example/store"
)

// voids says how far taking a payment back has come.
const (
	voidAsked     = "asked"
	voidUnknown   = "unknown"
	voidRefunding = "refunding" // too late to cancel: a refund does it
	voidDone      = "done"
	voidFailed    = "failed"
)

// tally adds up a payment's refunds.
type tally struct {
	done, pending money.Cents
}

func (t tally) taken() money.Cents { return t.done + t.pending }

func tallyOf(refunds []store.Refund) tally {
	var sum tally
	for _, r := range refunds {
		switch r.Status {
		case store.Success:
			sum.done += r.Amount
		case store.Asked, store.Unknown, store.Processing: // may still become a refund: it counts
			sum.pending += r.Amount
		}
	}
	return sum
}

// bookRefund books a refund that Alipay says is done, whoever asked for it.
func (s *Shop) bookRefund(t *store.Tx, said news) error {
	r := *said.refund
	p, found, err := s.paymentOfRefund(t, said)
	if err != nil || !found {
		return err
	}
	r.Bill, r.Till = p.Bill, p.Till
	if err := s.writeRefund(t, r); err != nil {
		return err
	}
	return s.settle(t, r.OutTradeNo)
}

// paymentOfRefund: a refund's notification may come before the payment's, and
// says all that that one says. So the payment is booked first (bug 25). Goods
// that are given back in the same breath are not handed out.
func (s *Shop) paymentOfRefund(t *store.Tx, said news) (store.Payment, bool, error) {
	p, found, err := t.Payment(said.payment.OutTradeNo)
	if err != nil || found || s.bugs.Has(bugs.RefundBeforePayment) { // bug 25
		return p, found, err
	}
	if err := s.bookPayment(t, said, said.refund.Amount < said.payment.Amount); err != nil {
		return p, false, err
	}
	return t.Payment(said.payment.OutTradeNo)
}

// writeRefund decides the shop's own refund, or stores one that somebody made
// elsewhere.
func (s *Shop) writeRefund(t *store.Tx, r store.Refund) error {
	mine, isMine, err := t.RefundByRefundID(r.RefundID)
	switch {
	case err != nil:
		return err
	case !isMine && s.bugs.Has(bugs.EarlyNotifyDropped): // bug 26
		return nil
	case isMine && s.bugs.Has(bugs.RefundBookedTwice): // bug 15
		r.ID = newID("R")
		return t.InsertRefund(r)
	case isMine:
		mine.Status, mine.Error, mine.DoneAt = store.Success, "", r.DoneAt
		return t.SaveRefund(mine)
	}
	return t.InsertRefund(r)
}

// settle lets a payment and its bill follow from the refunds.
func (s *Shop) settle(t *store.Tx, outTradeNo string) error {
	p, found, err := t.Payment(outTradeNo)
	if err != nil || !found {
		return err
	}
	refunds, err := t.RefundsOf(outTradeNo)
	if err != nil {
		return err
	}
	done := tallyOf(refunds).done
	all := done >= p.Amount
	if s.bugs.Has(bugs.PartialRefundCloses) { // bug 28
		all = done > 0
	}
	if !all || p.Status == store.Cancelled {
		return nil
	}
	p.Status = store.Refunded
	if err := t.SavePayment(p); err != nil || p.Reason != "" {
		return err
	}
	return closeRefunded(t, p.Bill)
}

func closeRefunded(t *store.Tx, billID string) error {
	bill, found, err := t.Bill(billID)
	if err != nil || !found || bill.Status != store.Paid {
		return err
	}
	bill.Status = store.Refunded
	if bill.Void == voidRefunding {
		bill.Void = voidDone
	}
	return t.SaveBill(bill)
}
