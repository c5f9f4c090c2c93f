package shop

import (
	"context"
	"errors"

	"localipay/scenarios/example/alipay"
	"localipay/scenarios/example/store"
)

// Retry asks again about all whose outcome is open, and returns their bills.
// Nothing stays unknown for want of asking.
func (s *Shop) Retry(ctx context.Context) ([]string, error) {
	var refunds []store.Refund
	var voids []store.Payment
	err := s.store.Note(ctx, func(t *store.Tx) (err error) {
		if refunds, err = t.Refunds(); err != nil {
			return err
		}
		voids, err = openVoids(t)
		return err
	})
	var changed []string
	for _, p := range voids {
		if _, busy := s.busy.Load(p.Bill); !busy {
			err = errors.Join(err, s.askCancel(ctx, p))
			changed = append(changed, p.Bill)
		}
	}
	for _, r := range refunds {
		if _, busy := s.busy.Load(r.ID); busy || r.Decided() {
			continue
		}
		if r.Status == store.Processing {
			err = errors.Join(err, s.followUp(ctx, r))
		} else {
			err = errors.Join(err, s.askRefund(ctx, r))
		}
		changed = append(changed, r.Bill)
	}
	return changed, err
}

func openVoids(t *store.Tx) ([]store.Payment, error) {
	bills, err := t.Bills()
	if err != nil {
		return nil, err
	}
	var payments []store.Payment
	for _, bill := range bills {
		if bill.Void != voidUnknown && bill.Void != voidAsked {
			continue
		}
		p, found, err := t.PaymentOf(bill.ID)
		if err != nil {
			return nil, err
		}
		if found {
			payments = append(payments, p)
		}
	}
	return payments, nil
}

// followUp asks what became of an accepted refund, in case its notification
// was lost. Until Alipay says SUCCESS or FAILED, nothing has happened.
func (s *Shop) followUp(ctx context.Context, r store.Refund) error {
	status, why, err := s.alipay.QueryRefund(ctx, r.OutTradeNo, r.RefundID)
	switch {
	case errors.Is(err, alipay.ErrUnknown): // the next run asks again
		return nil
	case err != nil:
		return err
	case status == "SUCCESS":
		r.Sync = true // decided, so that bookAnswer books it as done
		return s.bookAnswer(ctx, r, alipay.Outcome{State: alipay.Succeeded})
	case status == "FAILED", status == "CANCELED":
		return s.bookAnswer(ctx, r, alipay.Outcome{State: alipay.Refused, Why: why})
	case status == "PROCESSING":
		return nil
	}
	return s.alarm(ctx, "refund %s of %s was accepted, and now refund.query says %s", r.RefundID, r.Amount, status)
}
