package ledger_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"localipay/emulator/alipay"
	"localipay/emulator/ledger"
)

func (b *book) open(in ledger.Order) (trade alipay.Trade, err error) {
	if in.QRCode == "" {
		in.QRCode = b.qr.Value
	}
	_ = b.Update(nil, func(tx *ledger.Tx) error {
		trade, err = tx.OpenOrder(in)
		return err
	})
	return trade, err
}

func TestOpenOrder(t *testing.T) {
	t.Parallel()
	t.Run("opens a trade that waits for its buyer and tells nobody", func(t *testing.T) {
		t.Parallel()
		b := newBook(t)
		trade, err := b.open(ledger.Order{Amount: 8800, Memo: "two bowls"})
		require.NoError(t, err)
		require.Equal(t, alipay.Trade{
			Seq: trade.Seq, OutTradeNo: trade.OutTradeNo, TradeNo: trade.TradeNo, Status: alipay.WaitBuyerPay, Amount: 8800,
			Currency: "HKD", Code: b.qr.Code, BuyerID: rich, PaymentInst: alipay.AlipayHK, Memo: "two bowls", CreatedAt: b.clock.Now(),
		}, trade)
		require.Equal(t, trade, b.trade(trade.OutTradeNo))
		require.Empty(t, b.notifications())
	})
	t.Run("is paid by the buyer named, with that buyer's wallet", func(t *testing.T) {
		t.Parallel()
		b := newBook(t, "payment_inst", "ALIPAYCN")
		for buyer, wallet := range map[string]alipay.PaymentInst{"": alipay.AlipayHK, limited: alipay.AlipayCN, homeless: alipay.AlipayCN} {
			trade, err := b.open(ledger.Order{Amount: 1, Buyer: buyer})
			require.NoError(t, err)
			require.Equal(t, wallet, trade.PaymentInst, buyer)
			b.do(func(tx *ledger.Tx) {
				payer, err := tx.PayingBuyer(buyer)
				require.NoError(t, err)
				require.Equal(t, wallet, tx.WalletOf(payer))
			})
		}
		_, err := b.open(ledger.Order{Amount: 1, Buyer: "2088000000000000"})
		require.ErrorIs(t, err, ledger.ErrNoBuyer)
	})
	t.Run("takes the 23 characters for the code too", func(t *testing.T) {
		t.Parallel()
		b := newBook(t)
		_, err := b.open(ledger.Order{QRCode: b.qr.Code, Amount: 1})
		require.NoError(t, err)
	})
	t.Run("fails on a stopped, deleted or unknown code, but an open order can still be paid", func(t *testing.T) {
		t.Parallel()
		for _, status := range []string{ledger.StatusStop, ledger.StatusDelete} {
			b := newBook(t)
			trade := b.order(100)
			require.NoError(t, b.status(status))
			_, err := b.open(ledger.Order{Amount: 100})
			require.ErrorIs(t, err, ledger.ErrInvalidQRCode)
			require.NoError(t, b.pay(trade.OutTradeNo))
			require.Len(t, b.notifications(), 1, "and is told of")
		}
		_, err := newBook(t).open(ledger.Order{QRCode: "ocx01234abcdefghijkmnpq", Amount: 1})
		require.ErrorIs(t, err, ledger.ErrInvalidQRCode)
	})
	t.Run("refuses a FIXED fee over 5 %, when the order opens", func(t *testing.T) {
		t.Parallel()
		b := newBook(t)
		biz := b.biz("S2")
		biz.FeeType, biz.FeeValue = alipay.FeeFixed, "1.00"
		b.qr = b.code(biz)
		_, err := b.open(ledger.Order{Amount: 20_00})
		require.NoError(t, err, "5 % exactly")
		_, err = b.open(ledger.Order{Amount: 19_99})
		require.ErrorIs(t, err, ledger.ErrChannelFee)
		biz.StoreID, biz.FeeType, biz.FeeValue = "S3", alipay.FeeRate, "0.50"
		b.qr = b.code(biz)
		_, err = b.open(ledger.Order{Amount: 1})
		require.NoError(t, err, "a rate is no fixed fee")
	})
}

func TestPayTimeout(t *testing.T) {
	t.Parallel()
	t.Run("an order lives up to three minutes, exclusive", func(t *testing.T) {
		t.Parallel()
		b := newBook(t)
		trade := b.order(100)
		b.after(3*time.Minute - time.Second)
		require.NoError(t, b.pay(trade.OutTradeNo))

		late := b.order(100)
		b.after(3 * time.Minute)
		require.ErrorIs(t, b.pay(late.OutTradeNo), ledger.ErrTradeStatus)
		late = b.trade(late.OutTradeNo)
		require.Equal(t, alipay.TradeClosed, late.Status)
		require.Equal(t, alipay.ClosedByTimeout, late.CloseReason)
		require.Equal(t, late.CreatedAt.Add(3*time.Minute), late.ClosedAt)
	})
	t.Run("closes at its own time however late anybody looks", func(t *testing.T) {
		t.Parallel()
		b := newBook(t)
		trade := b.order(100)
		b.after(5 * alipay.Day)
		closed := b.trade(trade.OutTradeNo)
		require.Equal(t, trade.CreatedAt.Add(3*time.Minute), closed.ClosedAt)
		happened := b.happened("payment_timeout")
		require.Len(t, happened, 1)
		require.Equal(t, closed.ClosedAt, happened[0].At)
		require.Empty(t, b.notifications(), "nobody is told")
	})
	t.Run("is a switch, counted from the order's opening", func(t *testing.T) {
		t.Parallel()
		b := newBook(t, "pay_timeout", "1h")
		trade := b.order(100)
		b.patch("pay_timeout", "1s")
		b.after(time.Hour - time.Second)
		require.NoError(t, b.pay(trade.OutTradeNo))
	})
	t.Run("of less than a second ends with the next second", func(t *testing.T) {
		t.Parallel()
		b := newBook(t, "pay_timeout", "500ms")
		trade := b.order(100)
		require.Equal(t, alipay.WaitBuyerPay, b.trade(trade.OutTradeNo).Status)
		at, ok := b.NextAfter(b.clock.Now())
		require.True(t, ok, "a running clock would be woken")
		require.Equal(t, b.clock.Now().Add(time.Second), at)
		b.after(time.Second)
		require.Equal(t, alipay.TradeClosed, b.trade(trade.OutTradeNo).Status)
	})
	t.Run("of zero closes at once", func(t *testing.T) {
		t.Parallel()
		b := newBook(t, "pay_timeout", "0s")
		require.Equal(t, alipay.TradeClosed, b.trade(b.order(100).OutTradeNo).Status)
	})
	t.Run("has nothing to do with a paid trade", func(t *testing.T) {
		t.Parallel()
		b := newBook(t)
		trade := b.paid(100)
		b.after(time.Hour)
		require.Equal(t, alipay.TradeSuccess, b.trade(trade.OutTradeNo).Status)
		require.Empty(t, b.happened("payment_timeout"))
	})
}
