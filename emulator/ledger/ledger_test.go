package ledger_test

import (
	"encoding/json"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"localipay/emulator/alipay"
	"localipay/emulator/clock"
	"localipay/emulator/ledger"
	"localipay/emulator/store"
)

func (b *book) dump() string {
	b.t.Helper()
	text, err := json.Marshal(b.Dump())
	require.NoError(b.t, err)
	return string(text)
}

func TestUpdate(t *testing.T) {
	t.Parallel()
	t.Run("happens in whole or not at all", func(t *testing.T) {
		t.Parallel()
		b := newBook(t)
		trade := b.paid(100)
		before, events := b.dump(), len(b.events)
		require.ErrorIs(t, b.Update(nil, func(tx *ledger.Tx) error {
			_, err := tx.Cancel(trade.OutTradeNo, "")
			require.NoError(t, err)
			return errRefused
		}), errRefused)
		require.JSONEq(t, before, b.dump())
		require.Len(t, b.events, events, "and nobody hears of what did not happen")
	})
	t.Run("leaves the book usable after a panic", func(t *testing.T) {
		t.Parallel()
		b := newBook(t)
		require.Panics(t, func() { _ = b.Update(nil, func(*ledger.Tx) error { panic("bug") }) })
		b.paid(100)
	})
	t.Run("does first what fell due before", func(t *testing.T) {
		t.Parallel()
		b := newBook(t)
		trade := b.order(100)
		b.after(time.Hour)
		b.do(func(tx *ledger.Tx) {
			closed, _ := tx.Trade(trade.OutTradeNo)
			require.Equal(t, alipay.TradeClosed, closed.Status)
			require.Equal(t, b.clock.Now(), tx.Now(), "and is itself at the present moment")
		})
	})
}

func TestRefundsAtTheSameTime(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	trade := b.paid(100)
	var all sync.WaitGroup
	for i := range 20 {
		all.Go(func() { _, _ = b.refund(string(rune('A'+i)), trade.OutTradeNo, 30, i%2 == 0) })
	}
	all.Wait()
	require.Equal(t, alipay.Money(90), b.trade(trade.OutTradeNo).Refunded, "three fit, whatever runs at once")
}

func TestNext(t *testing.T) {
	t.Parallel()
	b := newBook(t, "pay_timeout", "1m")
	b.paid(100)
	late := b.order(100)
	next := b.Next(10)
	require.Len(t, next, 5)
	require.Equal(t, "notification", next[0].Kind)
	require.Equal(t, "payment_timeout", next[1].Kind)
	require.Equal(t, late.OutTradeNo, next[1].Ref)
	require.Equal(t, "file 2088000000000001_transaction_20260302.txt", next[2].Kind+" "+next[2].Ref)
	require.Equal(t, "file 2088000000000001_settlement_20260302.txt", next[3].Kind+" "+next[3].Ref)
	require.Equal(t, "trade_finished", next[4].Kind)
	require.Len(t, b.Next(2), 2)
	at, ok := b.NextAfter(b.clock.Now())
	require.True(t, ok)
	require.Equal(t, b.clock.Now().Add(time.Minute), at, "what is due now is not after now")
	_, ok = b.NextAfter(b.clock.Now().Add(180 * alipay.Day))
	require.False(t, ok)
}

func TestStep(t *testing.T) {
	t.Parallel()
	t.Run("stands the clock at what is due next and does it", func(t *testing.T) {
		t.Parallel()
		b := newBook(t)
		trade := b.order(100)
		target := b.clock.Now().Add(time.Hour)
		_, more := b.Step(b.Generation(), target, 16)
		require.True(t, more)
		require.Equal(t, trade.CreatedAt.Add(3*time.Minute), b.clock.Now())
		_, more = b.Step(b.Generation(), target, 16)
		require.False(t, more)
		b.Arrive(b.Generation(), target)
		require.Equal(t, target, b.clock.Now())
	})
	t.Run("goes no further when the world was put back, and leaves its clock alone", func(t *testing.T) {
		t.Parallel()
		b := newBook(t)
		kept, generation := b.Snapshot(), b.Generation()
		b.order(100)
		b.clock.Stand(b.clock.Now())
		b.Restore(kept)
		trade := b.order(100)
		_, more := b.Step(generation, b.clock.Now().Add(time.Hour), 16)
		require.False(t, more)
		b.Arrive(generation, b.clock.Now().Add(time.Hour))
		require.Equal(t, trade.CreatedAt, b.clock.Now())
		require.Equal(t, alipay.WaitBuyerPay, b.trade(trade.OutTradeNo).Status)
	})
}

func TestSnapshot(t *testing.T) {
	t.Parallel()
	b := newBook(t, "balance", "5.00")
	trade := b.paid(100)
	kept, before, at := b.Snapshot(), b.dump(), b.clock.Now()
	for range 2 {
		_, err := b.refund("R1", trade.OutTradeNo, 100, inSync)
		require.NoError(t, err)
		b.patch("strict", true)
		b.after(alipay.Day)
		b.paid(100)
		generation := b.Generation()
		b.Restore(kept)
		require.JSONEq(t, before, b.dump())
		require.Equal(t, at, b.clock.Now())
		require.Equal(t, generation+1, b.Generation())
		require.Equal(t, ledger.EventWorld, b.events[len(b.events)-1].Kind)
	}
}

func TestLoad(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	trade := b.paid(100)
	b.order(200)
	text := b.dump()
	var rows store.Dump
	require.NoError(t, json.Unmarshal([]byte(text), &rows))
	other := bookOf(t, partner, 1)
	require.NoError(t, other.Load(rows, b.clock.State()))
	require.JSONEq(t, text, other.dump())
	require.Equal(t, trade.Status, other.trade(trade.OutTradeNo).Status)
	require.Equal(t, 1, other.deliver("success"), "what was to be sent still is")
	require.Equal(t, b.order(5).OutTradeNo, other.order(5).OutTradeNo, "and the counters go on")

	late := b.clock.State()
	late.Now = late.Now.Add(time.Hour)
	require.Equal(t, clock.Frozen, late.Mode)
	require.NoError(t, other.Load(rows, late))
	require.Len(t, other.happened("payment_timeout"), 0)
	require.NotEqual(t, text, other.dump(), "what fell due since is done like anything else")
	require.Len(t, other.happened("payment_timeout"), 1)
}

func TestPatchMerchant(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	before := b.dump()
	require.Error(t, b.Update(nil, func(tx *ledger.Tx) error {
		_, err := tx.PatchMerchant(map[string]any{"strict": true, "fee_rate": "2"})
		return err
	}))
	require.JSONEq(t, before, b.dump())
	b.patch("strict", true)
	require.True(t, b.read().Merchant().Strict)
}
