package ledger

import (
	"localipay/emulator/alipay"
)

// refundNights is how often a refund that the merchant's funds do not cover
// is tried again (gateway-and-trades §2.3).
const refundNights = 180

// waitForNight leaves a refund to the next window (switch refund_window).
func (t *Tx) waitForNight(r alipay.Refund) alipay.Refund {
	t.putRefund(r)
	t.later(dueRefund, r.ID, nextWindow(t.now, t.Merchant().RefundWindow))
	return r
}

// refundTonight tries a waiting refund in its window.
func (t *Tx) refundTonight(id string) {
	r, ok := t.Reader.Refund(id)
	if !ok || r.Status != alipay.RefundProcessing {
		return
	}
	r.Nights++
	r = t.tryPending(r)
	t.did(dueRefund, r.ID, r.OutTradeNo, string(r.Status))
}

// tryPending does an accepted refund if the funds suffice, and else keeps it
// for another night, or gives up after the last one and frees its amount.
func (t *Tx) tryPending(r alipay.Refund) alipay.Refund {
	trade, _ := t.Trade(r.OutTradeNo)
	if t.draw(r.Amount) {
		trade.Reserved -= r.Amount
		r = t.refundDone(trade, r)
		t.notifyRefund(r)
		return r
	}
	r.Error = alipay.MerchantBalanceNotEnough
	if r.Nights < refundNights {
		t.putRefund(r)
		night := t.now
		if r.Nights > 0 {
			night = night.Add(1) // strictly later than the window that just failed
		}
		t.later(dueRefund, r.ID, nextWindow(night, t.Merchant().RefundWindow))
		return r
	}
	r.Status, r.DoneAt = alipay.RefundFailed, t.now
	t.putRefund(r)
	trade.Reserved -= r.Amount
	t.settlePeriod(trade)
	return r
}
