package ledger_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"localipay/emulator/alipay"
	"localipay/emulator/ledger"
)

func (b *book) refundLater(t *testing.T, id, outTradeNo string, amount alipay.Money) alipay.Refund {
	t.Helper()
	r, err := b.request(ledger.RefundRequest{OutTradeNo: outTradeNo, ID: id, Amount: amount, NotifyURL: "http://shop.test/refunded"})
	require.NoError(t, err)
	return r
}

func TestAsyncRefund(t *testing.T) {
	t.Parallel()
	t.Run("on the payment day is done at once", func(t *testing.T) {
		t.Parallel()
		b := newBook(t)
		trade := b.paid(100)
		b.at("2026-03-02 23:59:59")
		require.Equal(t, alipay.RefundSuccess, b.refundLater(t, "R1", trade.OutTradeNo, 40).Status)
		require.Equal(t, alipay.Money(40), b.trade(trade.OutTradeNo).Refunded)
	})
	t.Run("on a later day reserves its amount and waits for 23:00", func(t *testing.T) {
		t.Parallel()
		b := newBook(t)
		trade := b.paid(100)
		b.at("2026-03-03 00:00:00")
		r := b.refundLater(t, "R1", trade.OutTradeNo, 40)
		require.Equal(t, alipay.RefundProcessing, r.Status)
		require.Empty(t, r.Error)
		waiting := b.trade(trade.OutTradeNo)
		require.Equal(t, alipay.Money(40), waiting.Reserved)
		require.Zero(t, waiting.Refunded, "it counts when it is done")
		b.at("2026-03-03 22:59:59")
		require.Equal(t, alipay.RefundProcessing, b.refunded("R1").Status)
		b.at("2026-03-03 23:00:00")
		require.Equal(t, alipay.RefundSuccess, b.refunded("R1").Status)
		done := b.trade(trade.OutTradeNo)
		require.Equal(t, alipay.Money(40), done.Refunded)
		require.Zero(t, done.Reserved)
	})
	t.Run("is done at its own time however late anybody looks", func(t *testing.T) {
		t.Parallel()
		b := newBook(t)
		trade := b.paid(100)
		b.at("2026-03-03 10:00:00")
		b.refundLater(t, "R1", trade.OutTradeNo, 100)
		b.at("2026-03-20 10:00:00")
		require.Equal(t, stamp(t, "2026-03-03 23:00:00"), b.refunded("R1").DoneAt)
		require.Equal(t, stamp(t, "2026-03-03 23:00:00"), b.trade(trade.OutTradeNo).ClosedAt)
	})
	for asked, done := range map[string]string{
		"2026-03-03 22:59:59": "2026-03-03 23:00:00",
		"2026-03-03 23:00:00": "2026-03-03 23:00:00",
		"2026-03-03 23:00:01": "2026-03-04 23:00:00",
	} {
		t.Run("asked for at "+asked+" is done at "+done, func(t *testing.T) {
			t.Parallel()
			b := newBook(t)
			trade := b.paid(100)
			b.at(asked)
			b.refundLater(t, "R1", trade.OutTradeNo, 40)
			b.at("2026-03-10 00:00:00")
			require.Equal(t, stamp(t, done), b.refunded("R1").DoneAt)
		})
	}
	t.Run("keeps to the switch refund_window", func(t *testing.T) {
		t.Parallel()
		b := newBook(t, "refund_window", "02:30")
		trade := b.paid(100)
		b.at("2026-03-03 10:00:00")
		b.refundLater(t, "R1", trade.OutTradeNo, 40)
		b.at("2026-03-04 02:29:59")
		require.Equal(t, alipay.RefundProcessing, b.refunded("R1").Status)
		b.at("2026-03-04 02:30:00")
		require.Equal(t, alipay.RefundSuccess, b.refunded("R1").Status)
	})
}

func TestRefundThatWaitsForFunds(t *testing.T) {
	t.Parallel()
	t.Run("says so, is tried each night and done when there are some", func(t *testing.T) {
		t.Parallel()
		b := newBook(t, "balance", "0.39")
		trade := b.paid(100)
		r := b.refundLater(t, "R1", trade.OutTradeNo, 40)
		require.Equal(t, alipay.RefundProcessing, r.Status, "the payment day too")
		require.Equal(t, alipay.MerchantBalanceNotEnough, r.Error)
		b.at("2026-03-02 23:00:00")
		require.Equal(t, 1, b.refunded("R1").Nights)
		b.at("2026-03-05 22:00:00")
		require.Equal(t, 3, b.refunded("R1").Nights)
		require.Equal(t, alipay.MerchantBalanceNotEnough, b.refunded("R1").Error)
		require.Len(t, b.happened("refund"), 3)
		require.Len(t, b.notifications(), 1, "only a refund that succeeds is told of")
		b.patch("balance", "0.40")
		require.Equal(t, alipay.RefundProcessing, b.refunded("R1").Status, "it waits for its night")
		b.at("2026-03-05 23:00:00")
		done := b.refunded("R1")
		require.Equal(t, alipay.RefundSuccess, done.Status)
		require.Empty(t, done.Error)
		require.Zero(t, b.balance())
		require.Len(t, b.notifications(), 2)
	})
	t.Run("fails in its 180th night and frees its amount", func(t *testing.T) {
		t.Parallel()
		b := newBook(t, "balance", "0", "refund_period", "300d")
		trade := b.paid(100)
		b.at("2026-03-03 10:00:00")
		b.refundLater(t, "R1", trade.OutTradeNo, 100)
		last := stamp(t, "2026-03-03 23:00:00").Add(179 * alipay.Day)
		b.clock.Set(last.Add(-time.Second), "")
		require.Equal(t, alipay.RefundProcessing, b.refunded("R1").Status)
		require.Zero(t, b.trade(trade.OutTradeNo).Left())
		b.clock.Set(last, "")
		failed := b.refunded("R1")
		require.Equal(t, alipay.RefundFailed, failed.Status)
		require.Equal(t, 180, failed.Nights)
		require.Equal(t, last, failed.DoneAt)
		require.Equal(t, alipay.MerchantBalanceNotEnough, failed.Error)
		require.Equal(t, alipay.Money(100), b.trade(trade.OutTradeNo).Left())
		require.Len(t, b.notifications(), 1)
		b.patch("balance", nil)
		again := b.refundLater(t, "R1", trade.OutTradeNo, 100)
		require.Equal(t, failed, again, "a repeat tells what became of it")
		r, err := b.refund("R2", trade.OutTradeNo, 100, inSync)
		require.NoError(t, err)
		require.Equal(t, alipay.RefundSuccess, r.Status)
	})
	t.Run("lets the first come first", func(t *testing.T) {
		t.Parallel()
		b := newBook(t)
		one, two := b.paid(100), b.paid(100)
		b.at("2026-03-03 10:00:00")
		b.refundLater(t, "R1", one.OutTradeNo, 60)
		b.refundLater(t, "R2", two.OutTradeNo, 60)
		b.patch("balance", "1.00")
		b.at("2026-03-03 23:00:00")
		require.Equal(t, alipay.RefundSuccess, b.refunded("R1").Status)
		require.Equal(t, alipay.RefundProcessing, b.refunded("R2").Status)
		require.Equal(t, alipay.Money(40), b.balance())
	})
}

func TestTradeFinishes(t *testing.T) {
	t.Parallel()
	open := func(t *testing.T) (*book, string) {
		t.Helper()
		b := newBook(t, "balance", "0", "refund_period", "10d")
		trade := b.paid(100)
		b.at("2026-03-11 10:00:00")
		b.refundLater(t, "R1", trade.OutTradeNo, 40)
		b.at("2026-03-12 12:00:00")
		waiting := b.trade(trade.OutTradeNo)
		require.Equal(t, alipay.TradeSuccess, waiting.Status, "not while a refund is pending")
		require.True(t, waiting.PeriodOver)
		return b, trade.OutTradeNo
	}
	t.Run("when its pending refund is done", func(t *testing.T) {
		t.Parallel()
		b, no := open(t)
		b.patch("balance", "5.00")
		b.at("2026-03-12 23:00:00")
		require.Equal(t, alipay.TradeFinished, b.trade(no).Status)
		require.Equal(t, "TRADE_FINISHED", field(b.notifications()[1], "trade_status"))
	})
	t.Run("when its pending refund fails for good", func(t *testing.T) {
		t.Parallel()
		b, no := open(t)
		b.after(180 * alipay.Day)
		require.Equal(t, alipay.RefundFailed, b.refunded("R1").Status)
		require.Equal(t, alipay.TradeFinished, b.trade(no).Status)
	})
	t.Run("not once it is closed", func(t *testing.T) {
		t.Parallel()
		b := newBook(t, "refund_period", "10d")
		trade := b.paid(100)
		_, err := b.refund("R1", trade.OutTradeNo, 100, inSync)
		require.NoError(t, err)
		b.after(20 * alipay.Day)
		require.Equal(t, alipay.TradeClosed, b.trade(trade.OutTradeNo).Status)
		require.Empty(t, b.happened("trade_finished"))
	})
	t.Run("closed, not finished, where the pending refund was the whole", func(t *testing.T) {
		t.Parallel()
		b := newBook(t, "balance", "0", "refund_period", "10d")
		trade := b.paid(100)
		b.refundLater(t, "R1", trade.OutTradeNo, 100)
		b.at("2026-03-13 12:00:00")
		b.patch("balance", "1.00")
		b.at("2026-03-13 23:00:00")
		require.Equal(t, alipay.TradeClosed, b.trade(trade.OutTradeNo).Status)
	})
}
