package ledger

import (
	"localipay/emulator/alipay"
)

// Outcome is how an attempt to pay ended.
type Outcome string

// Only a paid order changes; the other two leave it waiting for its buyer,
// who may try again until it times out (spec decision 33).
const (
	Paid              Outcome = "success"
	InsufficientFunds Outcome = "insufficient_funds"
	RiskRejected      Outcome = "risk_rejected"
)

// Pay lets an order's buyer pay it. The wanted outcome is Paid or "", unless a
// test asks for a refusal; a buyer whose wallet is too empty is refused in
// any case.
func (t *Tx) Pay(outTradeNo string, want Outcome) (alipay.Trade, Outcome, error) {
	trade, ok := t.Trade(outTradeNo)
	if !ok {
		return trade, "", ErrNoTrade
	}
	if trade.Status != alipay.WaitBuyerPay {
		return trade, "", ErrTradeStatus
	}
	if want == InsufficientFunds || want == RiskRejected {
		return trade, want, nil
	}
	buyer, _ := t.Buyer(trade.BuyerID)
	if buyer.Limited && buyer.Balance < trade.Amount {
		return trade, InsufficientFunds, nil
	}
	m := t.Merchant()
	t.moveBuyer(trade.BuyerID, -trade.Amount)
	trade.Status, trade.PaidAt, trade.Fees.Commission = alipay.TradeSuccess, t.now, m.FeeRate
	t.putTrade(trade)
	t.postPayment(trade)
	t.never(duePayTimeout, outTradeNo)
	t.later(dueFinish, outTradeNo, t.now.Add(m.RefundPeriod))
	t.notifyPayment(trade, buyer)
	return trade, Paid, nil
}

// moveBuyer puts money into a buyer's wallet or takes it out. The buyer may
// be gone from the fixtures that a state file was loaded beside.
func (t *Tx) moveBuyer(id string, amount alipay.Money) {
	buyer, ok := t.Buyer(id)
	if !ok || !buyer.Limited {
		return
	}
	buyer.Balance += amount
	t.write.PutBuyer(buyer)
}
