package shop

import (
	"context"
	"net/http"

	"localipay/scenarios/example/store"
)

// Return gives back in full a payment that paid no bill, and names the bill
// that it was probably meant for.
func (s *Shop) Return(ctx context.Context, outTradeNo string) (billID string, err error) {
	var row store.Refund
	var fresh bool
	err = s.store.Book(ctx, func(t *store.Tx) (err error) {
		row, fresh, err = planReturn(t, outTradeNo)
		return err
	})
	if err != nil || !fresh {
		return row.Bill, err
	}
	return row.Bill, s.askRefund(ctx, row)
}

// planReturn stores a refund whose id follows from the order, so that pressing
// twice returns the money once.
func planReturn(t *store.Tx, outTradeNo string) (row store.Refund, fresh bool, err error) {
	p, found, err := t.Payment(outTradeNo)
	switch {
	case err != nil:
		return row, false, err
	case !found:
		return row, false, refuse(http.StatusNotFound, "there is no payment %q", outTradeNo)
	}
	id := "RET" + outTradeNo
	row = store.Refund{
		ID: id, RefundID: id, Bill: p.Bill, Till: p.Till, OutTradeNo: outTradeNo, Amount: p.Amount,
		Currency: p.Currency, Sync: true, Status: store.Asked,
	}
	if err := lock(t, p.Till); err != nil {
		return row, false, err
	}
	if p.Reason == "" {
		return row, false, refuse(http.StatusConflict, "payment %s paid bill %s: refund that", outTradeNo, p.Bill)
	}
	known, found, err := t.Refund(id)
	switch {
	case err != nil:
		return row, false, err
	case !found:
		return row, true, t.InsertRefund(row)
	case known.Status == store.Failed: // a refused id may be used again
		return row, true, t.SaveRefund(row)
	}
	return row, false, nil
}
