package shop

import (
	"context"
	"net/http"
	"time"

	"localipay/scenarios/example/store"
)

// OpenBill opens a bill at a till and returns its id. A static code cannot
// tell two bills apart, so a till has one open bill at most: the older one is
// set aside.
func (s *Shop) OpenBill(ctx context.Context, till, amount string) (string, error) {
	owed, err := s.parse(amount)
	if err != nil || owed <= 0 {
		return "", refuse(http.StatusBadRequest, `amount %q is not an amount; write it as "88.00"`, amount)
	}
	now, err := s.now(ctx)
	if err != nil {
		return "", err
	}
	bill := store.Bill{
		ID: newID("B")[:9], Till: till, Amount: owed, Currency: currency, Status: store.Open, OpenedAt: now,
	}
	return bill.ID, s.store.Book(ctx, func(t *store.Tx) error {
		known, err := t.LockTill(till)
		switch {
		case err != nil:
			return err
		case !known:
			return refuse(http.StatusBadRequest, "there is no till %q; the tills are 1 and 2", till)
		}
		if err := t.Supersede(till); err != nil {
			return err
		}
		return t.InsertBill(bill)
	})
}

// Expire closes open bills that are older than an age. With a static code
// there is nothing to ask Alipay: until a payment is notified, nobody but the
// customer knows its order number. So this close is not final: a payment that
// is notified later (the eighth try comes after 25 hours) pays the bill after
// all, see match (bug 24).
func (s *Shop) Expire(ctx context.Context, age time.Duration) ([]string, error) {
	now, err := s.now(ctx)
	if err != nil {
		return nil, err
	}
	var expired []string
	err = s.store.Book(ctx, func(t *store.Tx) error {
		tills, err := t.Tills()
		if err != nil {
			return err
		}
		expired = nil
		for _, till := range tills {
			if err := lock(t, till.ID); err != nil {
				return err
			}
			bill, found, err := t.OpenBill(till.ID)
			if err != nil {
				return err
			}
			if !found || now.Sub(bill.OpenedAt) < age {
				continue
			}
			bill.Status = store.Expired
			if err := t.SaveBill(bill); err != nil {
				return err
			}
			expired = append(expired, bill.ID)
		}
		return nil
	})
	return expired, err
}

func (s *Shop) now(ctx context.Context) (time.Time, error) {
	now, err := s.config.Clock(ctx)
	if err != nil {
		return now, refuse(http.StatusServiceUnavailable, "what time is it? %v", err)
	}
	return now, nil
}
