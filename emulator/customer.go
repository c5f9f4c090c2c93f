package emulator

import (
	"context"
	"fmt"
	"time"

	"localipay/emulator/alipay"
	"localipay/emulator/ledger"
)

// Pay lets the first buyer of the fixtures scan a code and pay an amount, such
// as "88.00", and waits until the shop has answered the notification. A buyer
// whose wallet is too empty is an error; the order then still waits.
func (e *Emulator) Pay(qrcode, amount string) (alipay.Trade, error) {
	w, ok := e.worlds.OfCode(qrcode)
	if !ok {
		return alipay.Trade{}, fmt.Errorf("code %q: %w", qrcode, ledger.ErrInvalidQRCode)
	}
	money, ok := alipay.ParsePayment(amount, w.Merchant().Currency)
	if !ok {
		return alipay.Trade{}, fmt.Errorf(`%q is not an amount; write it as "88.00"`, amount)
	}
	var trade alipay.Trade
	var outcome ledger.Outcome
	hold := w.Ledger.Hold()
	err := w.Ledger.Update(hold, func(t *ledger.Tx) (err error) {
		if trade, err = t.OpenOrder(ledger.Order{QRCode: qrcode, Amount: money}); err != nil {
			return err
		}
		trade, outcome, err = t.Pay(trade.OutTradeNo, ledger.Paid)
		return err
	})
	switch {
	case err != nil:
		return trade, fmt.Errorf("code %q: %w", qrcode, err)
	case outcome != ledger.Paid:
		return trade, fmt.Errorf("order %s of %s: %s: buyer %s could not pay", trade.OutTradeNo, amount, outcome, trade.BuyerID)
	}
	w.Settle(context.Background(), hold)
	return trade, nil
}

// Advance moves a merchant's clock and does all that falls due on the way.
func (e *Emulator) Advance(partner string, by time.Duration) error {
	w, ok := e.worlds.Find(partner)
	if !ok {
		return fmt.Errorf("there is no merchant %s", partner)
	}
	_, err := w.Advance(func(now time.Time) time.Time { return now.Add(by) })
	return err
}
