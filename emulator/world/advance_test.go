package world_test

import (
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"localipay/emulator/alipay"
	"localipay/emulator/clock"
	"localipay/emulator/ledger"
	"localipay/emulator/world"
)

func never(ledger.Delivery) bool { return false }

func TestAdvance(t *testing.T) {
	t.Parallel()
	t.Run("does everything on the way in due order, each at its own time, the target included", func(t *testing.T) {
		t.Parallel()
		o := newTown(t)
		w := o.world(noodles)
		var shown []time.Time
		o.shop.answers(func(d ledger.Delivery) bool {
			require.Equal(t, d.At, w.Clock.Now(), "the clock stands at the due time while the shop is called")
			shown = append(shown, w.Clock.Now())
			return false
		})
		pay(t, w)
		w.Settle(t.Context(), nil)
		order(t, w)
		require.Equal(t, []string{
			"12:02:00 notification not acked", "12:03:00 payment_timeout TRADE_CLOSED", "12:12:00 notification not acked",
		}, brief(advance(t, w, 12*time.Minute)))
		require.Len(t, shown, 3)
		require.Equal(t, noon.Add(12*time.Minute).Unix(), w.Clock.Now().Unix())
		require.Equal(t, clock.Frozen, w.Clock.Mode())
		require.Empty(t, advance(t, w, 10*time.Minute-time.Second))
		require.Len(t, advance(t, w, time.Second), 1)
	})
	t.Run("by nothing does what is due now", func(t *testing.T) {
		t.Parallel()
		w := newTown(t).world(noodles)
		pay(t, w)
		advance(t, w, 0)
		require.True(t, rows(w).Notifications[0].Acked())
	})
	t.Run("delivers what a refund at 23:00 tells", func(t *testing.T) {
		t.Parallel()
		o := newTown(t)
		w := o.world(noodles)
		trade := pay(t, w)
		advance(t, w, alipay.Day)
		refund(t, w, trade)
		require.Equal(t, []string{"23:00:00 refund SUCCESS", "23:00:00 notification acked"}, brief(advance(t, w, 11*time.Hour)))
		require.Equal(t, 2, o.shop.count())
	})
	t.Run("does what a shop causes meanwhile too", func(t *testing.T) {
		t.Parallel()
		o := newTown(t)
		w := o.world(noodles)
		var once sync.Once
		moved := make(chan struct{})
		o.shop.answers(func(d ledger.Delivery) bool {
			<-moved
			once.Do(func() { // from inside its handler: no call waits for an advance
				refund(t, w, tradeOf(w, d.Notification.OutTradeNo))
				order(t, w)
			})
			return true
		})
		trade := pay(t, w)
		require.NoError(t, w.SetClock(noon.Add(alipay.Day), ""))
		close(moved)
		w.Settle(t.Context(), nil)
		events := brief(advance(t, w, 12*time.Hour))
		require.Equal(t, []string{"12:03:00 payment_timeout TRADE_CLOSED", "23:00:00 refund SUCCESS", "23:00:00 notification acked"}, events)
		require.Equal(t, alipay.Money(10), tradeOf(w, trade.OutTradeNo).Refunded)
	})
	t.Run("moves a running clock, which runs on from there", func(t *testing.T) {
		t.Parallel()
		o := newTown(t, running)
		w := o.world(noodles)
		order(t, w)
		require.Len(t, advance(t, w, time.Hour), 1)
		require.Equal(t, clock.Running, w.Clock.Mode())
		require.Equal(t, noon.Add(time.Hour).Unix(), w.Clock.Now().Unix())
	})
	t.Run("does not go back", func(t *testing.T) {
		t.Parallel()
		w := newTown(t).world(noodles)
		_, err := w.Advance(func(now time.Time) time.Time { return now.Add(-time.Second) })
		require.ErrorIs(t, err, world.ErrBackwards)
		require.NoError(t, w.SetClock(time.Time{}, clock.Frozen), "and is over")
		advance(t, w, time.Second)
	})
	t.Run("is not undone by setting the clock back at once", func(t *testing.T) {
		t.Parallel()
		w := newTown(t).world(noodles)
		trade := order(t, w)
		require.NoError(t, w.SetClock(noon.Add(time.Hour), ""))
		require.NoError(t, w.SetClock(noon, ""))
		require.Equal(t, alipay.TradeClosed, tradeOf(w, trade.OutTradeNo).Status, "it was due an hour later, and the clock had come there")
	})
	t.Run("leaves other worlds where they are", func(t *testing.T) {
		t.Parallel()
		o := newTown(t)
		order(t, o.world(tea))
		before := text(t, o.world(tea))
		advance(t, o.world(noodles), 300*alipay.Day)
		require.Equal(t, before, text(t, o.world(tea)))
		require.Equal(t, noon.Unix(), o.world(tea).Clock.Now().Unix())
	})
}

func tradeOf(w *world.World, outTradeNo string) (found alipay.Trade) {
	for _, trade := range rows(w).Trades {
		if trade.OutTradeNo == outTradeNo {
			found = trade
		}
	}
	return found
}

func TestDeliveriesOfOneInstant(t *testing.T) {
	t.Parallel()
	payAll := func(t *testing.T, n int) (*town, *world.World) {
		t.Helper()
		o := newTown(t)
		w := o.world(noodles)
		o.shop.answers(never)
		for range n {
			pay(t, w)
		}
		w.Settle(t.Context(), nil)
		return o, w
	}
	t.Run("go out together, sixteen at most", func(t *testing.T) {
		t.Parallel()
		o, w := payAll(t, 20)
		var flying, most, sends atomic.Int32
		full := make(chan struct{})
		o.shop.answers(func(ledger.Delivery) bool {
			now := flying.Add(1)
			defer flying.Add(-1)
			for was := most.Load(); now > was && !most.CompareAndSwap(was, now); {
				was = most.Load()
			}
			if sends.Add(1) == 16 {
				close(full)
			}
			<-full // nobody answers before sixteen are on their way
			return true
		})
		require.Len(t, advance(t, w, 2*time.Minute), 20)
		require.Equal(t, int32(16), most.Load())
	})
	t.Run("are booked in their order, whichever shop answers first", func(t *testing.T) {
		t.Parallel()
		o, w := payAll(t, 2)
		first, second := rows(w).Notifications[0].ID, rows(w).Notifications[1].ID
		answered := make(chan struct{})
		o.shop.answers(func(d ledger.Delivery) bool {
			if d.Notification.ID == first {
				<-answered
			} else {
				close(answered)
			}
			return true
		})
		events := advance(t, w, 2*time.Minute)
		require.Equal(t, []string{first, second}, []string{events[0].ID, events[1].ID})
	})
}

func TestSecondAdvance(t *testing.T) {
	t.Parallel()
	o := newTown(t)
	w := o.world(noodles)
	o.shop.answers(never)
	pay(t, w)
	w.Settle(t.Context(), nil)
	g := newGate(o.shop)
	done := make(chan error)
	go func() {
		_, err := w.Advance(by(time.Hour))
		done <- err
	}()
	<-g.reached
	_, err := w.Advance(by(time.Minute))
	require.ErrorIs(t, err, world.ErrClockBusy)
	require.ErrorIs(t, w.SetClock(noon, ""), world.ErrClockBusy)
	advance(t, o.world(tea), time.Hour)
	order(t, w)
	require.Len(t, rows(w).Trades, 2, "no other call waits")
	close(g.open)
	require.NoError(t, <-done)
	require.Equal(t, noon.Add(time.Hour).Unix(), w.Clock.Now().Unix())
	advance(t, w, time.Minute)
}

func TestWorldThatIsPutBackWhileItAdvances(t *testing.T) {
	t.Parallel()
	begin := func(t *testing.T) (o *town, w *world.World, g gate, done chan error) {
		t.Helper()
		o = newTown(t)
		w = o.world(noodles)
		o.shop.answers(never)
		pay(t, w)
		w.Settle(t.Context(), nil)
		w.Snapshot("paid")
		g, done = newGate(o.shop), make(chan error)
		go func() {
			_, err := w.Advance(by(30 * alipay.Day))
			done <- err
		}()
		<-g.reached
		return o, w, g, done
	}
	t.Run("by a reset is as made, its clock too", func(t *testing.T) {
		t.Parallel()
		_, w, g, done := begin(t)
		w.Reset()
		order(t, w)
		close(g.open)
		require.NoError(t, <-done)
		require.Equal(t, noon.Unix(), w.Clock.Now().Unix())
		require.Equal(t, alipay.WaitBuyerPay, rows(w).Trades[0].Status)
	})
	t.Run("by a restore has only what was in the snapshot", func(t *testing.T) {
		t.Parallel()
		_, w, g, done := begin(t)
		require.True(t, w.Restore("paid"))
		close(g.open)
		require.NoError(t, <-done)
		require.Equal(t, noon.Unix(), w.Clock.Now().Unix())
		require.Len(t, rows(w).Notifications[0].Attempts, 1)
	})
	t.Run("by its deletion lets the advance end", func(t *testing.T) {
		t.Parallel()
		o, _, g, done := begin(t)
		require.True(t, o.Delete(noodles))
		close(g.open)
		require.NoError(t, <-done)
	})
}
