package shop

import (
	"fmt"

	"localipay/scenarios/example/bugs"
	"localipay/scenarios/example/money"
	"localipay/scenarios/example/store"
)

// match is the bill that a payment pays; or, with a reason why it does not,
// the one that it was probably meant for, if any.
type match struct {
	bill   store.Bill
	reason string
	drop   bool // forget the payment: only bugs do
}

// match looks at the till that was paid, never at other tills (bug 29): first
// its open bill, then one that expired before its notification came.
func (s *Shop) match(t *store.Tx, p store.Payment) (match, error) {
	open, isOpen, err := s.candidate(t, p)
	if err != nil {
		return match{}, err
	}
	if isOpen && s.fits(open, p) {
		return match{bill: open}, nil
	}
	late, isLate, err := t.LatestExpired(p.Till, p.Amount)
	switch {
	case err != nil:
		return match{}, err
	case isLate && s.bugs.Has(bugs.AutoCancelPaid): // bug 24: a closed bill is closed
		return match{drop: true}, nil
	case isLate && p.Currency == late.Currency:
		return match{bill: late}, nil
	case isOpen:
		return match{bill: open, reason: fmt.Sprintf("it does not fit bill %s of %s %s", open.ID, open.Amount, open.Currency)}, nil
	}
	return s.unmatched(t, p)
}

// candidate is the bill that waits for this payment.
func (s *Shop) candidate(t *store.Tx, p store.Payment) (store.Bill, bool, error) {
	if s.bugs.Has(bugs.BillByAmount) { // bug 29
		return t.OpenBillOfAmount(p.Amount)
	}
	return t.OpenBill(p.Till)
}

// fits: on a static code it is the customer who types the amount (bug 2).
func (s *Shop) fits(bill store.Bill, p store.Payment) bool {
	if s.bugs.Has(bugs.NotifyAmountUnchecked) { // bug 2
		return true
	}
	return s.equal(bill.Amount, p.Amount) && bill.Currency == p.Currency
}

// unmatched is money where no bill is open.
func (s *Shop) unmatched(t *store.Tx, p store.Payment) (match, error) {
	last, found, err := t.LatestBill(p.Till)
	switch {
	case err != nil:
		return match{}, err
	case !found:
		return match{reason: "there is no bill"}, nil
	}
	paid, wasPaid, err := s.paidBefore(t, last, p.Amount)
	if err != nil || !wasPaid {
		return match{bill: last, reason: "no bill is open"}, err
	}
	if s.bugs.Has(bugs.SecondPaymentSwallowed) { // bug 9
		return match{drop: true}, nil
	}
	return match{bill: last, reason: fmt.Sprintf("bill %s was paid already by %s", last.ID, paid.OutTradeNo)}, nil
}

func (s *Shop) paidBefore(t *store.Tx, bill store.Bill, amount money.Cents) (store.Payment, bool, error) {
	p, found, err := t.PaymentOf(bill.ID)
	return p, found && p.Amount == amount, err
}
