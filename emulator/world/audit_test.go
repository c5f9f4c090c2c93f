package world_test

import (
	"slices"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"localipay/emulator/alipay"
	"localipay/emulator/store"
)

// audited is all rows of a world at one moment.
type audited struct {
	rows store.Dump
	text string
}

func (on *stage) books(r *rapid.T) (list []audited) {
	for _, w := range on.cast {
		list = append(list, audited{rows(w), text(r, w)})
	}
	return list
}

// addUp checks what holds at any moment.
func (a audited) addUp(r *rapid.T) {
	spent := alipay.Money(0)
	for _, trade := range a.rows.Trades {
		a.tradeAddsUp(r, trade)
		if trade.BuyerID == limited && trade.Paid() {
			spent += trade.Amount - trade.Refunded
		}
	}
	for _, b := range a.rows.Buyers {
		require.GreaterOrEqual(r, b.Balance, alipay.Money(0))
		if b.ID == limited {
			require.Equal(r, 100_00-spent, b.Balance, "a buyer has what he had, less what he spent")
		}
	}
	require.GreaterOrEqual(r, a.rows.Merchant.Balance, alipay.Money(0))
	filled := map[string]bool{}
	for _, q := range a.rows.QRCodes {
		if q.Status != alipay.CodeDeleted {
			require.False(r, filled[q.Slot], "two codes in a slot")
			filled[q.Slot] = true
		}
	}
	for _, n := range a.rows.Notifications {
		require.LessOrEqual(r, n.Rung, 8)
		require.True(r, n.Due.IsZero() || !n.Acked(), "nothing is sent after an ack")
	}
}

func (a audited) tradeAddsUp(r *rapid.T, trade alipay.Trade) {
	done, waiting, told := alipay.Money(0), alipay.Money(0), 0
	for _, refund := range a.rows.Refunds {
		if refund.OutTradeNo != trade.OutTradeNo {
			continue
		}
		switch refund.Status {
		case alipay.RefundSuccess:
			done += refund.Amount
		case alipay.RefundProcessing:
			waiting += refund.Amount
			require.False(r, refund.Sync, "a synchronous refund never waits")
		case alipay.RefundFailed:
			require.Equal(r, alipay.MerchantBalanceNotEnough, refund.Error)
		}
	}
	for _, n := range a.rows.Notifications {
		if n.OutTradeNo == trade.OutTradeNo && n.Kind == alipay.NotifyPayment {
			told++
		}
	}
	if trade.Cancelled == alipay.ActionRefund {
		require.Zero(r, done+waiting)
		done = trade.Amount
	}
	require.Equal(r, done, trade.Refunded, "refunded is what the refunds say")
	require.Equal(r, waiting, trade.Reserved, "reserved is what waits")
	require.LessOrEqual(r, trade.Refunded+trade.Reserved, trade.Amount)
	require.Equal(r, map[bool]int{true: 1, false: 0}[trade.Paid()], told, "a payment is told of once")
	if trade.Status == alipay.TradeFinished {
		require.Zero(r, trade.Reserved)
	}
	require.Equal(r, trade.Paid() && trade.Refunded == trade.Amount || trade.CloseReason == alipay.ClosedByTimeout ||
		trade.Cancelled == alipay.ActionClose, trade.Status == alipay.TradeClosed)
}

// follows checks what holds from one moment to the next.
func (a audited) follows(r *rapid.T, before audited) {
	now := map[string]alipay.Trade{}
	for _, trade := range a.rows.Trades {
		now[trade.OutTradeNo] = trade
	}
	for _, was := range before.rows.Trades {
		trade, ok := now[was.OutTradeNo]
		require.True(r, ok, "a trade is never lost")
		require.Contains(r, ways(was.Status), trade.Status, "from %s", was.Status)
		require.GreaterOrEqual(r, trade.Refunded, was.Refunded)
		require.Equal(r, was.Amount, trade.Amount)
	}
	require.GreaterOrEqual(r, a.rows.Counters.Seq, before.rows.Counters.Seq)
	require.GreaterOrEqual(r, a.rows.Counters.Trade, before.rows.Counters.Trade)
	for _, q := range before.rows.QRCodes {
		i := slices.IndexFunc(a.rows.QRCodes, func(n alipay.QRCode) bool { return n.Code == q.Code })
		require.GreaterOrEqual(r, i, 0, "a code is never lost")
		require.Equal(r, q.Value, a.rows.QRCodes[i].Value)
		if q.Status == alipay.CodeDeleted {
			require.Equal(r, q, a.rows.QRCodes[i], "a deleted code stays so")
		}
	}
}

// ways is where a status leads by one step of a story, which may be several
// of the ledger (gateway-and-trades §6).
func ways(from alipay.TradeStatus) []alipay.TradeStatus {
	switch from {
	case alipay.WaitBuyerPay:
		return []alipay.TradeStatus{alipay.WaitBuyerPay, alipay.TradeSuccess, alipay.TradeClosed}
	case alipay.TradeSuccess:
		return []alipay.TradeStatus{alipay.TradeSuccess, alipay.TradeClosed, alipay.TradeFinished}
	case alipay.TradeClosed, alipay.TradeFinished:
	}
	return []alipay.TradeStatus{from}
}
