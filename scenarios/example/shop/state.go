package shop

import (
	"context"
	"net/http"

	"localipay/scenarios/example/money"
	"localipay/scenarios/example/store"
)

// books is a copy of all rows, taken in one transaction.
type books struct {
	tills    []store.Till
	bills    []store.Bill
	payments []store.Payment
	refunds  []store.Refund
	alarms   []string
}

func (s *Shop) books(ctx context.Context) (b books, err error) {
	err = s.store.Note(ctx, func(t *store.Tx) error {
		if b.tills, err = t.Tills(); err != nil {
			return err
		}
		if b.bills, err = t.Bills(); err != nil {
			return err
		}
		if b.payments, err = t.Payments(); err != nil {
			return err
		}
		if b.refunds, err = t.Refunds(); err != nil {
			return err
		}
		b.alarms, err = t.Alarms()
		return err
	})
	return b, err
}

// State shows all of it.
func (s *Shop) State(ctx context.Context) (State, error) {
	now, err := s.now(ctx)
	if err != nil {
		return State{}, err
	}
	b, err := s.books(ctx)
	if err != nil {
		return State{}, err
	}
	v := State{
		Now: stamp(now), Partner: s.config.Partner, Bugs: s.bugs.Names(), Tills: []TillView{}, Bills: []BillView{},
		Unmatched: []PaymentView{}, Alarms: append([]string{}, b.alarms...), Days: s.days(b),
	}
	for _, bill := range b.bills {
		v.Bills = append(v.Bills, viewBill(bill, b.payments, b.refunds))
	}
	for _, till := range b.tills {
		v.Tills = append(v.Tills, viewTill(till, v.Bills))
	}
	for _, p := range b.payments {
		if p.Reason != "" {
			v.Unmatched = append(v.Unmatched, viewPayment(p, of(b.refunds, p.OutTradeNo)))
		}
	}
	return v, nil
}

// BillState shows one bill.
func (s *Shop) BillState(ctx context.Context, id string) (BillView, error) {
	b, err := s.books(ctx)
	if err != nil {
		return BillView{}, err
	}
	for _, bill := range b.bills {
		if bill.ID == id {
			return viewBill(bill, b.payments, b.refunds), nil
		}
	}
	return BillView{}, refuse(http.StatusNotFound, "there is no bill %q", id)
}

// TillState shows one till.
func (s *Shop) TillState(ctx context.Context, id string) (TillView, error) {
	b, err := s.books(ctx)
	if err != nil {
		return TillView{}, err
	}
	var bills []BillView
	for _, bill := range b.bills {
		bills = append(bills, viewBill(bill, b.payments, b.refunds))
	}
	for _, till := range b.tills {
		if till.ID == id {
			return viewTill(till, bills), nil
		}
	}
	return TillView{}, refuse(http.StatusNotFound, "there is no till %q; the tills are 1 and 2", id)
}

// days adds up each calendar day: money by when it came or went, not by the
// day of its bill.
func (s *Shop) days(b books) map[string]Day {
	type sums struct{ received, refunded, cancelled money.Cents }
	all := map[string]sums{}
	add := func(day string, change func(*sums)) {
		sum := all[day]
		change(&sum)
		all[day] = sum
	}
	for _, p := range b.payments {
		add(s.dayOf(p.PaidAt), func(d *sums) { d.received += p.Amount })
		if !p.CancelledAt.IsZero() {
			add(s.dayOf(p.CancelledAt), func(d *sums) { d.cancelled += p.Amount })
		}
	}
	for _, r := range b.refunds {
		if r.Status == store.Success {
			add(s.dayOf(r.DoneAt), func(d *sums) { d.refunded += r.Amount })
		}
	}
	days := map[string]Day{}
	for day, sum := range all {
		days[day] = Day{sum.received.String(), sum.refunded.String(), sum.cancelled.String()}
	}
	return days
}
