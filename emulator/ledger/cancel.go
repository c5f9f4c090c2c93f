package ledger

import (
	"time"

	"localipay/emulator/alipay"
)

// cancelGrace lets an order that was opened at 23:50 be cancelled until 00:05
// (gateway-and-trades §4.3).
const cancelGrace = 15 * time.Minute

// Cancelled is the answer to a successful cancel. Trade is zero where there
// was none; Action is "" where there was nothing to do.
type Cancelled struct {
	Trade  alipay.Trade
	Action alipay.CancelAction
}

// Cancel closes an unpaid order or returns a paid one in full, on its day. The
// order of the checks is spec decision 30's. An order that does not exist yet
// is cancelled with success, as the real gateway does.
func (t *Tx) Cancel(outTradeNo, tradeNo string) (Cancelled, error) {
	trade, ok := t.FindTrade(outTradeNo, tradeNo)
	switch {
	case !ok:
		return Cancelled{}, nil
	case trade.Cancelled != "":
		return Cancelled{trade, trade.Cancelled}, nil
	case trade.CloseReason == alipay.ClosedByTimeout:
		return Cancelled{Trade: trade}, nil
	case trade.Status == alipay.TradeFinished, !t.now.Before(cancelLimit(trade)):
		return Cancelled{Trade: trade}, alipay.TradeCancelTimeOut
	case trade.Status == alipay.TradeClosed:
		return Cancelled{Trade: trade}, alipay.TradeHasClose
	case trade.Refunded+trade.Reserved > 0:
		return Cancelled{Trade: trade}, alipay.ReasonTradeRefundFeeErr
	}
	return t.cancel(trade), nil
}

func (t *Tx) cancel(trade alipay.Trade) Cancelled {
	trade.Cancelled = alipay.ActionClose
	if trade.Paid() {
		trade.Cancelled, trade.Refunded = alipay.ActionRefund, trade.Amount
		t.moveBuyer(trade.BuyerID, trade.Amount)
		t.postCancel(trade)
	}
	t.close(trade, alipay.ClosedByCancel)
	trade, _ = t.Trade(trade.OutTradeNo)
	return Cancelled{trade, trade.Cancelled}
}

// cancelLimit is when it becomes too late: the end of the day of the payment,
// or, for an unpaid order, of its own day but not before its grace is over.
func cancelLimit(trade alipay.Trade) time.Time {
	if trade.Paid() {
		return alipay.StartOfDay(trade.PaidAt).Add(alipay.Day)
	}
	limit := alipay.StartOfDay(trade.CreatedAt).Add(alipay.Day)
	if grace := trade.CreatedAt.Add(cancelGrace); grace.After(limit) {
		return grace
	}
	return limit
}

// FindTrade finds a trade by either number; Alipay's wins where both are
// given (spec decision 25).
func (t *Tx) FindTrade(outTradeNo, tradeNo string) (alipay.Trade, bool) {
	if tradeNo != "" {
		return t.TradeByNo(tradeNo)
	}
	return t.Trade(outTradeNo)
}
