package ledger_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"localipay/emulator/alipay"
	"localipay/emulator/ledger"
)

func (b *book) attempt(outTradeNo string, want ledger.Outcome) (trade alipay.Trade, got ledger.Outcome, err error) {
	_ = b.Update(nil, func(tx *ledger.Tx) error {
		trade, got, err = tx.Pay(outTradeNo, want)
		return err
	})
	return trade, got, err
}

func TestPay(t *testing.T) {
	t.Parallel()
	t.Run("makes a trade successful and tells the shop once", func(t *testing.T) {
		t.Parallel()
		b := newBook(t)
		trade, outcome, err := b.attempt(b.order(100).OutTradeNo, "")
		require.NoError(t, err)
		require.Equal(t, ledger.Paid, outcome)
		require.Equal(t, alipay.TradeSuccess, trade.Status)
		require.Equal(t, b.clock.Now(), trade.PaidAt)
		require.Len(t, b.notifications(), 1)
	})
	t.Run("refused by funds or risk leaves the order open", func(t *testing.T) {
		t.Parallel()
		for _, want := range []ledger.Outcome{ledger.InsufficientFunds, ledger.RiskRejected} {
			b := newBook(t)
			before := b.order(100)
			trade, outcome, err := b.attempt(before.OutTradeNo, want)
			require.NoError(t, err)
			require.Equal(t, want, outcome)
			require.Equal(t, before.OutTradeNo, trade.OutTradeNo)
			require.Equal(t, before, b.trade(trade.OutTradeNo))
			require.Empty(t, b.notifications())
			require.NoError(t, b.pay(before.OutTradeNo), "the buyer may try again")
		}
	})
	t.Run("happens once only", func(t *testing.T) {
		t.Parallel()
		b := newBook(t)
		trade := b.paid(100)
		for _, want := range []ledger.Outcome{ledger.Paid, ledger.RiskRejected} {
			_, _, err := b.attempt(trade.OutTradeNo, want)
			require.ErrorIs(t, err, ledger.ErrTradeStatus)
		}
		require.Len(t, b.notifications(), 1)
	})
	t.Run("needs an order", func(t *testing.T) {
		t.Parallel()
		require.ErrorIs(t, newBook(t).pay("2026030200000000"), ledger.ErrNoTrade)
	})
	t.Run("of a closed order fails", func(t *testing.T) {
		t.Parallel()
		b := newBook(t)
		trade := b.order(100)
		_, err := b.cancel(trade.OutTradeNo)
		require.NoError(t, err)
		require.ErrorIs(t, b.pay(trade.OutTradeNo), ledger.ErrTradeStatus)
	})
	t.Run("without a notify_url tells nobody", func(t *testing.T) {
		t.Parallel()
		b := newBook(t)
		b.do(func(tx *ledger.Tx) { b.qr = tx.CreateCode(ledger.CodeRequest{Biz: b.biz("S7")}) })
		b.paid(100)
		require.Empty(t, b.notifications())
	})
}

func TestPurse(t *testing.T) {
	t.Parallel()
	open := func(t *testing.T, b *book, amount alipay.Money) alipay.Trade {
		t.Helper()
		trade, err := b.open(ledger.Order{Amount: amount, Buyer: limited})
		require.NoError(t, err)
		return trade
	}
	t.Run("pays what is in it, to the last cent, and no more", func(t *testing.T) {
		t.Parallel()
		b := newBook(t)
		require.NoError(t, b.pay(open(t, b, 40_00).OutTradeNo))
		require.Equal(t, alipay.Money(60_00), b.purse(limited))
		trade, outcome, err := b.attempt(open(t, b, 60_01).OutTradeNo, ledger.Paid)
		require.NoError(t, err)
		require.Equal(t, ledger.InsufficientFunds, outcome)
		require.Equal(t, alipay.WaitBuyerPay, trade.Status)
		require.NoError(t, b.pay(open(t, b, 60_00).OutTradeNo))
		require.Zero(t, b.purse(limited))
	})
	t.Run("gets back what is refunded or cancelled", func(t *testing.T) {
		t.Parallel()
		b := newBook(t)
		first, second := open(t, b, 30_00), open(t, b, 20_00)
		require.NoError(t, b.pay(first.OutTradeNo))
		require.NoError(t, b.pay(second.OutTradeNo))
		_, err := b.refund("R1", first.OutTradeNo, 10_00, inSync)
		require.NoError(t, err)
		require.Equal(t, alipay.Money(60_00), b.purse(limited))
		_, err = b.cancel(second.OutTradeNo)
		require.NoError(t, err)
		require.Equal(t, alipay.Money(80_00), b.purse(limited))
		_, err = b.cancel(second.OutTradeNo)
		require.NoError(t, err)
		require.Equal(t, alipay.Money(80_00), b.purse(limited), "a repeated cancel gives nothing again")
	})
	t.Run("without limit never changes", func(t *testing.T) {
		t.Parallel()
		b := newBook(t)
		b.paid(100)
		require.Zero(t, b.purse(rich))
	})
	t.Run("gets nothing back for an order that was never paid", func(t *testing.T) {
		t.Parallel()
		b := newBook(t)
		_, err := b.cancel(open(t, b, 30_00).OutTradeNo)
		require.NoError(t, err)
		require.Equal(t, alipay.Money(100_00), b.purse(limited))
	})
}
