package world_test

import (
	"context"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"localipay/emulator/alipay"
	"localipay/emulator/clock"
	"localipay/emulator/ledger"
	"localipay/emulator/world"
)

// await reads the hub until something happened in a world.
func await(t *testing.T, s *world.Subscription, kind, status string) world.Event {
	t.Helper()
	for e := range s.C {
		if string(e.Kind) == kind && e.Status == status && e.Due {
			return e
		}
	}
	return world.Event{}
}

func TestRunningClock(t *testing.T) {
	t.Parallel()
	t.Run("brings about by itself what falls due", func(t *testing.T) {
		t.Parallel()
		o := newTown(t, running)
		w := o.world(noodles)
		listener := o.Hub().Subscribe()
		order(t, w)
		o.time.pass(3 * time.Minute)
		e := await(t, listener, "payment_timeout", "TRADE_CLOSED")
		require.Equal(t, noon.Add(3*time.Minute).Unix(), e.At.Unix())
		require.Equal(t, noodles, e.Partner)
	})
	t.Run("climbs the ladder until the shop says success", func(t *testing.T) {
		t.Parallel()
		o := newTown(t, running)
		w := o.world(noodles)
		o.shop.answers(func(d ledger.Delivery) bool { return len(d.Notification.Attempts) == 3 })
		listener := o.Hub().Subscribe()
		pay(t, w)
		await(t, listener, "notification", "not acked")
		for _, wait := range alipay.Ladder()[:2] {
			o.time.pass(wait)
			await(t, listener, "notification", "not acked")
		}
		o.time.pass(10 * time.Minute)
		require.Equal(t, noon.Add(22*time.Minute).Unix(), await(t, listener, "notification", "acked").At.Unix())
	})
	t.Run("is woken for what falls due earlier than what it waits for", func(t *testing.T) {
		t.Parallel()
		o := newTown(t, running)
		w := o.world(noodles)
		listener := o.Hub().Subscribe()
		pay(t, w) // its refund period ends in 180 days
		await(t, listener, "notification", "acked")
		order(t, w)
		o.time.pass(3 * time.Minute)
		await(t, listener, "payment_timeout", "TRADE_CLOSED")
	})
	t.Run("is woken earlier where it was advanced", func(t *testing.T) {
		t.Parallel()
		o := newTown(t, running)
		w := o.world(noodles)
		listener := o.Hub().Subscribe()
		order(t, w)
		o.time.armed(3 * time.Minute)
		require.Empty(t, advance(t, w, 2*time.Minute))
		o.time.pass(time.Minute)
		await(t, listener, "payment_timeout", "TRADE_CLOSED")
	})
	t.Run("that is frozen is not woken", func(t *testing.T) {
		t.Parallel()
		o := newTown(t, running)
		w := o.world(noodles)
		order(t, w)
		require.NoError(t, w.SetClock(time.Time{}, clock.Frozen))
		order(t, o.world(tea))
		o.time.pass(3 * time.Minute) // by the other world's timer
		require.Equal(t, alipay.WaitBuyerPay, rows(w).Trades[0].Status)
	})
	t.Run("that is set does what is then due, each at its own time", func(t *testing.T) {
		t.Parallel()
		o := newTown(t, running)
		w := o.world(noodles)
		o.shop.answers(func(ledger.Delivery) bool { return false })
		listener := o.Hub().Subscribe()
		pay(t, w)
		await(t, listener, "notification", "not acked")
		require.NoError(t, w.SetClock(noon.Add(30*time.Minute), ""))
		for _, after := range []time.Duration{2, 12, 22} {
			require.Equal(t, noon.Add(after*time.Minute).Unix(), await(t, listener, "notification", "not acked").At.Unix())
		}
	})
}

// ticking is real time that moves whenever anybody looks.
type ticking struct {
	mu   sync.Mutex
	now  time.Time
	tick time.Duration
}

func (s *ticking) Now() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.now = s.now.Add(s.tick)
	return s.now
}

func (s *ticking) After(d time.Duration) (<-chan time.Time, func() bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if d > 0 {
		s.now = s.now.Add(d)
	}
	c := make(chan time.Time, 1)
	c <- s.now
	return c, func() bool { return true }
}

func TestNothingIsMissedHoweverTheSecondsFall(t *testing.T) {
	t.Parallel()
	for tick := 100 * time.Millisecond; tick <= 2*time.Second; tick += 100 * time.Millisecond {
		t.Run("with "+tick.String()+" between two looks", func(t *testing.T) {
			t.Parallel()
			o := newTown(t, running, func(c *world.Config) { c.Source = &ticking{now: noon, tick: tick} })
			w := o.world(noodles)
			listener := o.Hub().Subscribe()
			for span := 1; span <= 12; span++ {
				do(t, w, func(tx *ledger.Tx) {
					_, err := tx.PatchMerchant(map[string]any{"pay_timeout": strconv.Itoa(span) + "s"})
					require.NoError(t, err)
				})
				order(t, w)
				await(t, listener, "payment_timeout", "TRADE_CLOSED")
			}
		})
	}
}

func TestFrozenClock(t *testing.T) {
	t.Parallel()
	t.Run("does at once what is due now", func(t *testing.T) {
		t.Parallel()
		o := newTown(t)
		listener := o.Hub().Subscribe()
		pay(t, o.world(noodles))
		await(t, listener, "notification", "acked")
	})
	t.Run("sends sixteen at a time", func(t *testing.T) {
		t.Parallel()
		o := newTown(t)
		w := o.world(noodles)
		g := newGate(o.shop)
		hold := w.Ledger.Hold()
		for range 20 {
			trade := order(t, w)
			require.NoError(t, w.Ledger.Update(hold, func(tx *ledger.Tx) error {
				_, _, err := tx.Pay(trade.OutTradeNo, ledger.Paid)
				return err
			}))
		}
		hold.Release()
		for range 16 {
			<-g.reached
		}
		left := w.Ledger.Take(w.Clock.Now(), 100, false)
		require.Len(t, left, 4, "nobody has taken them")
		for _, d := range left {
			w.Ledger.Land(d, alipay.Attempt{Acked: true})
		}
		close(g.open)
		w.Settle(t.Context(), nil)
		require.Equal(t, 16, o.shop.count())
	})
	t.Run("does not hold up another world", func(t *testing.T) {
		t.Parallel()
		o := newTown(t)
		g := newGate(o.shop)
		defer close(g.open)
		pay(t, o.world(noodles))
		<-g.reached
		o.shop.answers(nil)
		pay(t, o.world(tea))
		o.world(tea).Settle(t.Context(), nil)
		require.True(t, rows(o.world(tea)).Notifications[0].Acked())
	})
}

func TestSettle(t *testing.T) {
	t.Parallel()
	t.Run("waits for what is held back and sent now, not for retries", func(t *testing.T) {
		t.Parallel()
		o := newTown(t)
		w := o.world(noodles)
		o.shop.answers(func(ledger.Delivery) bool { return false })
		trade, hold := order(t, w), w.Ledger.Hold()
		require.NoError(t, w.Ledger.Update(hold, func(tx *ledger.Tx) error {
			_, _, err := tx.Pay(trade.OutTradeNo, ledger.Paid)
			return err
		}))
		done := make(chan struct{})
		go func() {
			w.Settle(t.Context(), nil)
			close(done)
		}()
		require.Zero(t, o.shop.count(), "the answer is not written yet")
		hold.Release()
		<-done
		require.Len(t, rows(w).Notifications[0].Attempts, 1)
	})
	t.Run("ends with the caller", func(t *testing.T) {
		t.Parallel()
		o := newTown(t)
		g := newGate(o.shop)
		defer close(g.open)
		pay(t, o.world(noodles))
		ctx, cancel := context.WithCancel(t.Context())
		<-g.reached
		cancel()
		o.world(noodles).Settle(ctx, nil)
	})
	t.Run("ends with the world", func(t *testing.T) {
		t.Parallel()
		o := newTown(t)
		w := o.world(noodles)
		g := newGate(o.shop)
		defer close(g.open)
		pay(t, w)
		<-g.reached
		o.Delete(noodles)
		w.Settle(context.Background(), nil)
	})
}
