package ledger_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"localipay/emulator/alipay"
	"localipay/emulator/ledger"
)

// posted is what the books have, an entry a line: kind, id, amount and fee in
// cents, and when.
func (b *book) posted() (list []string) {
	far := stamp(b.t, "2200-01-01 00:00:00")
	for e := range b.read().Entries(time.Time{}, far) {
		id := e.RefundID
		if id == "" {
			id = e.OutTradeNo[len(e.OutTradeNo)-1:]
		}
		list = append(list, fmt.Sprintf("%s %s %d %d %s", e.Kind, id, e.Amount, e.Fee, e.At.Format("02 15:04:05")))
	}
	return list
}

func TestBooks(t *testing.T) {
	t.Parallel()
	t.Run("have a payment with its fee, and nothing of an order that was not paid", func(t *testing.T) {
		t.Parallel()
		b := newBook(t, "fee_rate", "0.012")
		b.order(5_00)
		b.paid(88_00)
		closed := b.order(3_00)
		_, err := b.cancel(closed.OutTradeNo)
		require.NoError(t, err)
		b.after(time.Hour)
		b.CatchUp()
		require.Equal(t, []string{"PAYMENT 2 8800 106 02 12:00:00"}, b.posted())
	})
	t.Run("have refunds when they are done, without a fee", func(t *testing.T) {
		t.Parallel()
		b := newBook(t, "fee_rate", "0.012")
		trade := b.paid(88_00)
		b.at("2026-03-03 10:00:00")
		_, err := b.refund("NOW", trade.OutTradeNo, 30_00, inSync)
		require.NoError(t, err)
		_, err = b.refund("LATE", trade.OutTradeNo, 20_00, later)
		require.NoError(t, err)
		_, err = b.refund("NOW", trade.OutTradeNo, 30_00, inSync)
		require.NoError(t, err, "a repeat")
		_, err = b.refund("MUCH", trade.OutTradeNo, 80_00, inSync)
		require.ErrorIs(t, err, alipay.ReturnAmountExceed)
		b.at("2026-03-04 01:00:00")
		require.Equal(t, []string{"PAYMENT 1 8800 106 02 12:00:00", "REFUND NOW 3000 0 03 10:00:00", "REFUND LATE 2000 0 03 23:00:00"}, b.posted())
	})
	t.Run("have no refund that is short of funds until the night on which it is done", func(t *testing.T) {
		t.Parallel()
		b := newBook(t, "balance", "0")
		trade := b.paid(88_00)
		b.at("2026-03-03 10:00:00")
		_, err := b.refund("SHORT", trade.OutTradeNo, 10_00, inSync)
		require.NoError(t, err)
		_, err = b.refund("LATE", trade.OutTradeNo, 20_00, later)
		require.NoError(t, err)
		b.at("2026-03-04 10:00:00")
		require.Equal(t, []string{"PAYMENT 1 8800 0 02 12:00:00"}, b.posted())
		b.patch("balance", "100")
		b.at("2026-03-05 10:00:00")
		require.Equal(t, []string{"PAYMENT 1 8800 0 02 12:00:00", "REFUND LATE 2000 0 04 23:00:00"}, b.posted())
	})
	t.Run("give the fee back with a cancel, with a refund only if the switch says so", func(t *testing.T) {
		t.Parallel()
		b := newBook(t, "fee_rate", "0.0125")
		cancelled := b.paid(100_00)
		_, err := b.cancel(cancelled.OutTradeNo)
		require.NoError(t, err)
		_, err = b.cancel(cancelled.OutTradeNo)
		require.NoError(t, err, "a repeat")
		thirds := b.paid(100_00)
		b.patch("refund_returns_fee", true)
		for i, part := range []alipay.Money{33_33, 33_33, 33_34} {
			_, err := b.refund(fmt.Sprint("R", i), thirds.OutTradeNo, part, inSync)
			require.NoError(t, err)
		}
		require.Equal(t, []string{
			"PAYMENT 1 10000 125 02 12:00:00", "CANCEL 1 10000 125 02 12:00:00", "PAYMENT 2 10000 125 02 12:00:00",
			"REFUND R0 3333 42 02 12:00:00", "REFUND R1 3333 41 02 12:00:00", "REFUND R2 3334 42 02 12:00:00",
		}, b.posted(), "the thirds of a fee are the fee")
	})
	t.Run("count the channel fee as it was when the order opened, and the rate as it was when it was paid", func(t *testing.T) {
		t.Parallel()
		b := newBook(t, "fee_rate", "0.01")
		biz := b.biz("S2")
		biz.FeeType, biz.FeeValue = alipay.FeeFixed, "2.00"
		b.qr = b.code(biz)
		trade := b.order(100_00)
		biz.FeeValue = "5.00"
		b.do(func(tx *ledger.Tx) {
			_, err := tx.ModifyCode(b.qr.Value, ledger.CodeRequest{Biz: biz})
			require.NoError(t, err)
		})
		b.patch("fee_rate", "0.02")
		require.NoError(t, b.pay(trade.OutTradeNo))
		b.patch("fee_rate", "0.03")
		_, err := b.cancel(trade.OutTradeNo)
		require.NoError(t, err)
		require.Equal(t, []string{"PAYMENT 1 10000 400 02 12:00:00", "CANCEL 1 10000 400 02 12:00:00"}, b.posted())
		require.Equal(t, alipay.Money(4_00), b.trade(trade.OutTradeNo).Fee())
	})
	t.Run("keep the store's name as it was then, and the wallet that paid", func(t *testing.T) {
		t.Parallel()
		b := newBook(t)
		b.paid(1_00)
		biz := b.biz("S1")
		biz.MerchantName, biz.Industry = "Dumplings", "5311"
		b.do(func(tx *ledger.Tx) {
			_, err := tx.ModifyCode(b.qr.Value, ledger.CodeRequest{Biz: biz})
			require.NoError(t, err)
			trade, err := tx.OpenOrder(ledger.Order{QRCode: b.qr.Value, Amount: 2_00, Buyer: limited})
			require.NoError(t, err)
			_, _, err = tx.Pay(trade.OutTradeNo, "")
			require.NoError(t, err)
		})
		all := slices.Collect(b.read().Entries(time.Time{}, b.clock.Now().Add(1)))
		require.Equal(t, "Noodles 5812 M1 ALIPAYHK", fmt.Sprint(all[0].MerchantName, " ", all[0].Industry, " ", all[0].MerchantID, " ", all[0].Issue))
		require.Equal(t, "Dumplings 5311 M1 ALIPAYCN", fmt.Sprint(all[1].MerchantName, " ", all[1].Industry, " ", all[1].MerchantID, " ", all[1].Issue))
	})
	t.Run("tell of a file when it comes and when it goes, once for all of its day", func(t *testing.T) {
		t.Parallel()
		b := newBook(t)
		b.at("2026-03-06 12:00:00") // a Friday
		b.paid(1_00)
		b.paid(2_00)
		b.at("2026-03-07 12:00:00")
		b.paid(3_00)
		b.at("2026-03-20 12:00:00")
		b.CatchUp()
		told := func(kind string) (list []string) {
			for _, e := range b.happened(kind) {
				list = append(list, e.ID[17:]+" "+alipay.Stamp(e.At))
			}
			return list
		}
		require.Equal(t, []string{
			"transaction_20260306.txt 2026-03-07 09:00:00", "transaction_20260307.txt 2026-03-08 09:00:00", "settlement_20260309.txt 2026-03-10 09:00:00",
		}, told("file"))
		require.Equal(t, []string{
			"transaction_20260306.txt 2026-03-14 09:00:00", "transaction_20260307.txt 2026-03-15 09:00:00", "settlement_20260309.txt 2026-03-17 09:00:00",
		}, told("file_removed"))
	})
}
