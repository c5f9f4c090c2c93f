package ledger_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"localipay/emulator/alipay"
	"localipay/emulator/ledger"
)

func TestRefundErrors(t *testing.T) {
	t.Parallel()
	type request = ledger.RefundRequest
	for name, c := range map[string]struct { // gateway-and-trades §2.4
		before func(b *book, trade alipay.Trade)
		change func(in *request)
		want   alipay.Code
	}{
		"an unknown trade":            {nil, func(in *request) { in.OutTradeNo = "unknown" }, alipay.TradeNotExist},
		"a trade_no of another trade": {nil, func(in *request) { in.TradeNo = "2026030222001000000000000000" }, alipay.TradeNotExist},
		"another currency":            {nil, func(in *request) { in.Currency = "USD" }, alipay.CurrencyNotSame},
		"more than was paid":          {nil, func(in *request) { in.Amount = 10_001 }, alipay.ReturnAmountExceed},
		"more than is left": {func(b *book, trade alipay.Trade) {
			_, err := b.refund("first", trade.OutTradeNo, 60_00, inSync)
			require.NoError(b.t, err)
		}, func(in *request) { in.Amount = 40_01 }, alipay.ReturnAmountExceed},
		"more than is left beside one that waits": {func(b *book, trade alipay.Trade) {
			b.patch("balance", "0")
			_, err := b.refund("first", trade.OutTradeNo, 60_00, later)
			require.NoError(b.t, err)
		}, func(in *request) { in.Amount = 40_01 }, alipay.ReturnAmountExceed},
		"a cancelled trade": {func(b *book, trade alipay.Trade) {
			_, err := b.cancel(trade.OutTradeNo)
			require.NoError(b.t, err)
		}, nil, alipay.TradeHasClose},
		"a trade refunded in full, by a new id": {func(b *book, trade alipay.Trade) {
			_, err := b.refund("first", trade.OutTradeNo, 100_00, inSync)
			require.NoError(b.t, err)
		}, nil, alipay.TradeHasClose},
		"a trade whose refund period ends this second": {func(b *book, _ alipay.Trade) { b.after(180 * alipay.Day) }, nil, alipay.TradeHasFinished},
		"one whose period is over, kept open by a refund that waits": {func(b *book, trade alipay.Trade) {
			b.patch("balance", "0")
			b.after(179 * alipay.Day)
			_, err := b.refund("first", trade.OutTradeNo, 1, later)
			require.NoError(b.t, err)
			b.after(alipay.Day)
		}, nil, alipay.TradeHasFinished},
	} {
		t.Run(name+" is "+string(c.want), func(t *testing.T) {
			t.Parallel()
			b := newBook(t)
			trade := b.paid(100_00)
			if c.before != nil {
				c.before(b, trade)
			}
			in := request{OutTradeNo: trade.OutTradeNo, ID: "R1", Amount: 1, Sync: true}
			if c.change != nil {
				c.change(&in)
			}
			_, err := b.request(in)
			require.ErrorIs(t, err, c.want)
			_, known := b.read().Refund("R1")
			require.False(t, known, "a refused refund leaves no row")
		})
	}
	t.Run("an unpaid order is TRADE_STATUS_ERROR", func(t *testing.T) {
		t.Parallel()
		b := newBook(t)
		_, err := b.refund("R1", b.order(100).OutTradeNo, 100, inSync)
		require.ErrorIs(t, err, alipay.TradeStatusError)
	})
	t.Run("a timed-out order is TRADE_HAS_CLOSE", func(t *testing.T) {
		t.Parallel()
		b := newBook(t)
		trade := b.order(100)
		b.after(time.Hour)
		_, err := b.refund("R1", trade.OutTradeNo, 100, inSync)
		require.ErrorIs(t, err, alipay.TradeHasClose)
	})
	t.Run("an amount that is too large is told before funds that are too short", func(t *testing.T) {
		t.Parallel()
		b := newBook(t, "balance", "0")
		_, err := b.refund("R1", b.paid(100).OutTradeNo, 101, inSync)
		require.ErrorIs(t, err, alipay.ReturnAmountExceed)
	})
	t.Run("the id of a refused refund may be used again", func(t *testing.T) {
		t.Parallel()
		b := newBook(t)
		trade := b.paid(100)
		_, err := b.refund("R1", trade.OutTradeNo, 101, inSync)
		require.ErrorIs(t, err, alipay.ReturnAmountExceed)
		r, err := b.refund("R1", trade.OutTradeNo, 100, inSync)
		require.NoError(t, err)
		require.Equal(t, alipay.RefundSuccess, r.Status)
	})
}

func TestRefund(t *testing.T) {
	t.Parallel()
	t.Run("in part leaves the trade successful, in full closes it", func(t *testing.T) {
		t.Parallel()
		b := newBook(t)
		trade := b.paid(100)
		_, err := b.refund("R1", trade.OutTradeNo, 40, inSync)
		require.NoError(t, err)
		require.Equal(t, alipay.TradeSuccess, b.trade(trade.OutTradeNo).Status)
		require.Equal(t, alipay.Money(60), b.trade(trade.OutTradeNo).Left())
		_, err = b.refund("R2", trade.OutTradeNo, 60, inSync)
		require.NoError(t, err)
		after := b.trade(trade.OutTradeNo)
		require.Equal(t, alipay.TradeClosed, after.Status)
		require.Equal(t, alipay.ClosedByRefund, after.CloseReason)
		require.Equal(t, alipay.Money(100), after.Refunded)
	})
	t.Run("up to the last second of the refund period", func(t *testing.T) {
		t.Parallel()
		b := newBook(t)
		trade := b.paid(100)
		b.after(180*alipay.Day - time.Second)
		_, err := b.refund("R1", trade.OutTradeNo, 40, inSync)
		require.NoError(t, err)
		b.after(time.Second)
		require.Equal(t, alipay.TradeFinished, b.trade(trade.OutTradeNo).Status)
		require.Len(t, b.notifications(), 1, "that it finished is not told")
	})
	t.Run("on the spot, whatever the day, where it is synchronous", func(t *testing.T) {
		t.Parallel()
		b := newBook(t)
		trade := b.paid(100)
		b.after(9 * alipay.Day)
		r, err := b.request(ledger.RefundRequest{OutTradeNo: trade.OutTradeNo, TradeNo: trade.TradeNo, ID: "R1", Amount: 40, Sync: true, NotifyURL: shopURL})
		require.NoError(t, err)
		require.Equal(t, alipay.RefundSuccess, r.Status)
		require.Equal(t, b.clock.Now(), r.DoneAt)
		require.Len(t, b.notifications(), 1, "of the payment; a synchronous refund is not told of, even with a notify_url")
	})
	t.Run("draws on the balance, which nothing else lowers", func(t *testing.T) {
		t.Parallel()
		b := newBook(t, "balance", "1.00")
		trade := b.paid(100)
		require.Equal(t, alipay.Money(100), b.balance(), "a payment does not raise it")
		_, err := b.refund("R1", trade.OutTradeNo, 40, inSync)
		require.NoError(t, err)
		require.Equal(t, alipay.Money(60), b.balance())
		_, err = b.refund("R1", trade.OutTradeNo, 40, inSync)
		require.NoError(t, err)
		require.Equal(t, alipay.Money(60), b.balance(), "nor does a repeat lower it")
	})
}

func TestRepeatedRefund(t *testing.T) {
	t.Parallel()
	t.Run("has the same answer and no second effect", func(t *testing.T) {
		t.Parallel()
		b := newBook(t)
		trade := b.paid(100)
		first, err := b.refund("R1", trade.OutTradeNo, 100, inSync)
		require.NoError(t, err)
		b.after(300 * alipay.Day)
		for _, sync := range []bool{inSync, later} {
			again, err := b.refund("R1", trade.OutTradeNo, 100, sync)
			require.NoError(t, err, "though the trade is closed")
			require.Equal(t, first, again, "and is_sync is ignored")
		}
		require.Equal(t, alipay.Money(100), b.trade(trade.OutTradeNo).Refunded)
	})
	t.Run("with another amount or trade is discordant", func(t *testing.T) {
		t.Parallel()
		b := newBook(t)
		trade, other := b.paid(100), b.paid(100)
		_, err := b.refund("R1", trade.OutTradeNo, 40, inSync)
		require.NoError(t, err)
		_, err = b.refund("R1", trade.OutTradeNo, 41, inSync)
		require.ErrorIs(t, err, alipay.DiscordantRepeatRequest)
		_, err = b.refund("R1", other.OutTradeNo, 40, inSync)
		require.ErrorIs(t, err, alipay.DiscordantRepeatRequest)
		_, err = b.refund("R1", trade.OutTradeNo, 500, inSync)
		require.ErrorIs(t, err, alipay.DiscordantRepeatRequest, "told before the excess")
	})
	t.Run("tells the present status of one that waits", func(t *testing.T) {
		t.Parallel()
		b := newBook(t)
		trade := b.paid(100)
		b.at("2026-03-03 10:00:00")
		r, err := b.refund("R1", trade.OutTradeNo, 40, later)
		require.NoError(t, err)
		require.Equal(t, alipay.RefundProcessing, r.Status)
		r, err = b.refund("R1", trade.OutTradeNo, 40, inSync)
		require.NoError(t, err)
		require.Equal(t, alipay.RefundProcessing, r.Status)
		b.at("2026-03-03 23:00:00")
		r, err = b.refund("R1", trade.OutTradeNo, 40, later)
		require.NoError(t, err)
		require.Equal(t, alipay.RefundSuccess, r.Status)
	})
}

func TestSyncRefundShortOfFunds(t *testing.T) {
	t.Parallel()
	b := newBook(t, "balance", "0.39")
	trade := b.paid(100)
	r, err := b.refund("R1", trade.OutTradeNo, 40, inSync)
	require.NoError(t, err)
	require.Equal(t, alipay.RefundFailed, r.Status)
	require.Equal(t, alipay.MerchantBalanceNotEnough, r.Error)
	require.Equal(t, b.clock.Now(), r.DoneAt)
	require.Equal(t, alipay.Money(100), b.trade(trade.OutTradeNo).Left(), "it reserves nothing")
	require.Equal(t, alipay.Money(39), b.balance())

	_, err = b.refund("R1", trade.OutTradeNo, 41, inSync)
	require.ErrorIs(t, err, alipay.DiscordantRepeatRequest, "its id is taken all the same")
	b.after(alipay.Day)
	r, err = b.refund("R1", trade.OutTradeNo, 40, inSync)
	require.NoError(t, err)
	require.Equal(t, alipay.RefundFailed, r.Status, "no funds, no change")
	b.patch("balance", "0.40")
	r, err = b.refund("R1", trade.OutTradeNo, 40, later)
	require.NoError(t, err)
	require.Equal(t, alipay.RefundSuccess, r.Status, "the same id and amount tries again")
	require.Empty(t, r.Error)
	require.Zero(t, b.balance())
	require.Equal(t, alipay.Money(40), b.trade(trade.OutTradeNo).Refunded)
	require.Len(t, b.notifications(), 1, "still a synchronous refund: not told of")
}
