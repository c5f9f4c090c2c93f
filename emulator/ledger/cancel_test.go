package ledger_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"localipay/emulator/alipay"
	"localipay/emulator/ledger"
)

func TestCancel(t *testing.T) {
	t.Parallel()
	t.Run("of an order that does not exist yet succeeds without action", func(t *testing.T) {
		t.Parallel()
		b := newBook(t)
		c, err := b.cancel("nobody's")
		require.NoError(t, err)
		require.Equal(t, ledger.Cancelled{}, c)
	})
	t.Run("of an unpaid order closes it, and again says the same", func(t *testing.T) {
		t.Parallel()
		b := newBook(t)
		trade := b.order(100)
		first, err := b.cancel(trade.OutTradeNo)
		require.NoError(t, err)
		require.Equal(t, alipay.ActionClose, first.Action)
		require.Equal(t, alipay.TradeClosed, first.Trade.Status)
		require.Equal(t, alipay.ClosedByCancel, first.Trade.CloseReason)
		require.Zero(t, first.Trade.Refunded)
		b.after(400 * alipay.Day)
		again, err := b.cancel(trade.OutTradeNo)
		require.NoError(t, err)
		require.Equal(t, first, again, "on any later day too")
		require.Empty(t, b.happened("payment_timeout"), "it does not time out any more")
	})
	t.Run("of a paid one gives all of it back, and again says the same", func(t *testing.T) {
		t.Parallel()
		b := newBook(t, "balance", "0.00")
		trade := b.paid(100)
		first, err := b.cancel(trade.OutTradeNo)
		require.NoError(t, err)
		require.Equal(t, alipay.ActionRefund, first.Action)
		require.Equal(t, alipay.Money(100), first.Trade.Refunded)
		require.Equal(t, alipay.TradeClosed, first.Trade.Status)
		require.Zero(t, b.balance(), "the merchant's settled funds have no part in it")
		b.after(400 * alipay.Day)
		again, err := b.cancel(trade.OutTradeNo)
		require.NoError(t, err)
		require.Equal(t, first, again)
		require.Empty(t, b.happened("trade_finished"))
		require.Len(t, b.notifications(), 1, "of the payment; a cancel is not told of")
	})
	t.Run("finds the trade by Alipay's number, which wins", func(t *testing.T) {
		t.Parallel()
		b := newBook(t)
		one, two := b.order(100), b.order(100)
		b.do(func(tx *ledger.Tx) {
			c, err := tx.Cancel(one.OutTradeNo, two.TradeNo)
			require.NoError(t, err)
			require.Equal(t, two.OutTradeNo, c.Trade.OutTradeNo)
			c, err = tx.Cancel(one.OutTradeNo, "2026030222001000000000000000")
			require.NoError(t, err)
			require.Equal(t, ledger.Cancelled{}, c)
		})
		require.Equal(t, alipay.WaitBuyerPay, b.trade(one.OutTradeNo).Status)
	})
	t.Run("of a timed-out order succeeds without action, on any day", func(t *testing.T) {
		t.Parallel()
		b := newBook(t)
		trade := b.order(100)
		b.after(90 * alipay.Day)
		c, err := b.cancel(trade.OutTradeNo)
		require.NoError(t, err)
		require.Empty(t, c.Action)
		require.Equal(t, trade.TradeNo, c.Trade.TradeNo)
		require.Equal(t, alipay.ClosedByTimeout, c.Trade.CloseReason)
	})
}

func TestCancelAfterRefunds(t *testing.T) {
	t.Parallel()
	const tooLate, closed, partly = alipay.TradeCancelTimeOut, alipay.TradeHasClose, alipay.ReasonTradeRefundFeeErr
	for name, c := range map[string]struct {
		balance  any
		refunds  []alipay.Money
		sync     bool
		nextDay  bool
		want     error
		refunded alipay.Money
	}{
		"refuses a fully refunded trade as closed":                {nil, []alipay.Money{100}, inSync, false, closed, 100},
		"refuses one refunded in full by parts as closed":         {nil, []alipay.Money{40, 60}, inSync, false, closed, 100},
		"refuses a partly refunded one":                           {nil, []alipay.Money{1}, inSync, false, partly, 1},
		"refuses one whose refund waits for funds":                {"0", []alipay.Money{100}, later, false, partly, 0},
		"allows one whose refund failed and left nothing":         {"0", []alipay.Money{100}, inSync, false, nil, 100},
		"looks at the day before the full refund":                 {nil, []alipay.Money{100}, inSync, true, tooLate, 100},
		"looks at the day before the partial refund":              {nil, []alipay.Money{1}, inSync, true, tooLate, 1},
		"looks at the day before the refund that waits for funds": {"0", []alipay.Money{100}, later, true, tooLate, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBook(t, "balance", c.balance)
			trade := b.paid(100)
			for i, amount := range c.refunds {
				_, err := b.refund(string(rune('A'+i)), trade.OutTradeNo, amount, c.sync)
				require.NoError(t, err)
			}
			if c.nextDay {
				b.at("2026-03-03 00:00:00")
			}
			_, err := b.cancel(trade.OutTradeNo)
			require.ErrorIs(t, err, c.want)
			require.Equal(t, c.refunded, b.trade(trade.OutTradeNo).Refunded)
		})
	}
}

func TestLastMomentToCancel(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		opened string
		paid   string // "" for never
		last   string // the last second in which it works
	}{
		"a paid order: the end of the day":                         {"2026-03-02 08:00:00", "2026-03-02 08:00:02", "2026-03-02 23:59:59"},
		"paid a second before midnight: one second":                {"2026-03-02 23:58:00", "2026-03-02 23:59:59", "2026-03-02 23:59:59"},
		"paid after midnight: the day of the payment":              {"2026-03-02 23:59:00", "2026-03-03 00:00:01", "2026-03-03 23:59:59"},
		"an unpaid order of the morning: the end of the day":       {"2026-03-02 08:00:00", "", "2026-03-02 23:59:59"},
		"an unpaid order of 23:50: until 00:05":                    {"2026-03-02 23:50:00", "", "2026-03-03 00:04:59"},
		"an unpaid order of 23:45: the day's end, not a later one": {"2026-03-02 23:45:00", "", "2026-03-02 23:59:59"},
		"a paid order of 23:50 has no grace":                       {"2026-03-02 23:50:00", "2026-03-02 23:51:00", "2026-03-02 23:59:59"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBook(t, "pay_timeout", "30d")
			try := func(at time.Time) error {
				b.at(c.opened)
				trade := b.order(100)
				if c.paid != "" {
					b.at(c.paid)
					require.NoError(t, b.pay(trade.OutTradeNo))
				}
				b.clock.Set(at, "")
				_, err := b.cancel(trade.OutTradeNo)
				return err
			}
			last := stamp(t, c.last)
			require.NoError(t, try(last))
			require.ErrorIs(t, try(last.Add(time.Second)), alipay.TradeCancelTimeOut)
		})
	}
	t.Run("a finished trade: never", func(t *testing.T) {
		t.Parallel()
		b := newBook(t, "refund_period", "1h")
		trade := b.paid(100)
		b.after(time.Hour)
		_, err := b.cancel(trade.OutTradeNo)
		require.ErrorIs(t, err, alipay.TradeCancelTimeOut)
		require.Equal(t, alipay.TradeFinished, b.trade(trade.OutTradeNo).Status)
	})
}
