package console

import (
	"context"
	"errors"

	"localipay/emulator/alipay"
	"localipay/emulator/ledger"
	"localipay/emulator/store"
	"localipay/emulator/view"
	"localipay/emulator/world"
)

// tradePage is one trade.
type tradePage struct {
	here
	Base, URL string // of the list, of the trade
	Life      view.Life
	Lines     []momentLine
	Ahead     []momentLine
	Requests  []requestRow
}

// CanPay tells whether the customer may still pay.
func (p tradePage) CanPay() bool { return p.Life.Trade.Status == alipay.WaitBuyerPay }

// concerning is how many requests a trade's page shows.
const concerning = 30

func newTradePage(w *world.World, outTradeNo, home string, t say) (p tradePage, ok bool) {
	p = tradePage{Base: home + "/trades", URL: home + "/trades/" + outTradeNo}
	w.Ledger.View(func(r store.Reader) { p.Life, ok = view.LifeOf(r, outTradeNo, w.Clock.Now()) })
	if !ok {
		return p, false
	}
	p.Lines = lines(p.Life, t)
	for _, line := range p.Lines {
		if line.Class == "ahead" {
			p.Ahead = append(p.Ahead, line)
		}
	}
	p.Requests = requestRows(p.Life.Concerns(w.Journal, concerning), home+"/requests")
	return p, true
}

const paidKey = "trade.pay.done"

// payOrder lets the customer pay an open order, and waits for the shop. It gives
// the key of what to say about it.
func payOrder(ctx context.Context, w *world.World, outTradeNo string) string {
	hold := w.Ledger.Hold()
	var outcome ledger.Outcome
	err := w.Ledger.Update(hold, func(t *ledger.Tx) (err error) {
		_, outcome, err = t.Pay(outTradeNo, ledger.Paid)
		return err
	})
	w.Settle(ctx, hold)
	switch {
	case errors.Is(err, ledger.ErrNoTrade), errors.Is(err, ledger.ErrTradeStatus):
		return "trade.pay.refused"
	case outcome == ledger.InsufficientFunds:
		return "trade.pay.insufficient_funds"
	}
	return paidKey
}
