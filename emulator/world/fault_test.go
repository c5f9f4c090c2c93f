package world_test

import (
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"localipay/emulator/alipay"
	"localipay/emulator/fault"
	"localipay/emulator/ledger"
	"localipay/emulator/store"
	"localipay/emulator/world"
)

// rule adds fault rules as a file writes them.
func rule(t *testing.T, w *world.World, text string) (ids []string) {
	t.Helper()
	rules, err := fault.Parse("f.yaml", []byte(text))
	require.NoError(t, err)
	do(t, w, func(tx *ledger.Tx) {
		for _, r := range rules {
			ids = append(ids, tx.AddFault(r).ID)
		}
	})
	return ids
}

// paid pays as the wallet does: it waits for what that sets off now.
func paid(t *testing.T, w *world.World) (trade alipay.Trade) {
	t.Helper()
	trade = order(t, w)
	hold := w.Ledger.Hold()
	payHeld(t, w, trade, hold)
	w.Settle(t.Context(), hold)
	return trade
}

func resend(t *testing.T, w *world.World, id string) {
	t.Helper()
	hold := w.Ledger.Hold()
	require.NoError(t, w.Ledger.Update(hold, func(tx *ledger.Tx) error { return tx.Resend(id) }))
	w.Settle(t.Context(), hold)
}

// next is what is due next, of notifications alone.
func next(w *world.World) (list []string) {
	for _, d := range w.Ledger.Next(20) {
		if d.Class != store.Deed {
			list = append(list, d.At.Format("15:04:05 ")+d.Kind)
		}
	}
	return list
}

// attempts is how each attempt of a notification ended.
func attempts(n alipay.Notification) (list []string) {
	for _, a := range n.Attempts {
		how := "refused"
		switch {
		case a.Acked:
			how = "acked"
		case a.Error != "":
			how = a.Error
		}
		list = append(list, a.At.Format("15:04:05 ")+how)
	}
	return list
}

func (s *shop) refuse() { s.answers(func(ledger.Delivery) bool { return false }) }

func TestDelayedNotifications(t *testing.T) {
	t.Parallel()
	t.Run("are sent so much later by the merchant's clock, and nobody waits for them", func(t *testing.T) {
		t.Parallel()
		o := newTown(t)
		w := o.world(noodles)
		rule(t, w, "- {target: notification, do: {delay: 10m}}")
		paid(t, w)
		w.Settle(t.Context(), nil)
		require.Zero(t, o.shop.count())
		require.Equal(t, []string{"12:10:00 notification"}, next(w))
		require.Equal(t, noon.Add(10*time.Minute).Unix(), rows(w).Notifications[0].Due.Unix())
		require.Empty(t, advance(t, w, 10*time.Minute-time.Second))
		require.Equal(t, []string{"12:10:00 notification acked"}, brief(advance(t, w, time.Second)))
		require.Equal(t, []string{"F1 delay: 10m"}, rows(w).Notifications[0].Attempts[0].Faults)
	})
	t.Run("shift their later rungs too", func(t *testing.T) {
		t.Parallel()
		o := newTown(t)
		w := o.world(noodles)
		o.shop.refuse()
		rule(t, w, "- {target: notification, do: {delay: 10m}}")
		paid(t, w)
		require.Equal(t, []string{"12:10:00 notification not acked", "12:12:00 notification not acked", "12:22:00 notification not acked"},
			brief(advance(t, w, 30*time.Minute)))
	})
	t.Run("add up, to the next whole second", func(t *testing.T) {
		t.Parallel()
		w := newTown(t).world(noodles)
		rule(t, w, "- {target: notification, do: {delay: 500ms}}\n- {target: notification, do: {delay: 2s}}")
		paid(t, w)
		require.Equal(t, []string{"12:00:03 notification"}, next(w))
	})
	t.Run("leave by themselves on a clock that runs", func(t *testing.T) {
		t.Parallel()
		o := newTown(t, running)
		w := o.world(noodles)
		rule(t, w, "- {target: notification, do: {delay: 10m}}")
		listener := o.Hub().Subscribe()
		paid(t, w)
		o.time.pass(10 * time.Minute)
		require.Equal(t, noon.Add(10*time.Minute).Unix(), await(t, listener, "notification", "acked").At.Unix())
	})
	t.Run("are held against the rules once, then as they were, also where the rule is gone", func(t *testing.T) {
		t.Parallel()
		o := newTown(t)
		w := o.world(noodles)
		rule(t, w, "- {target: notification, times: 0, do: {delay: 10m}}\n- {target: notification, do: {lose: true}}")
		paid(t, w)
		do(t, w, (*ledger.Tx).ClearFaults)
		advance(t, w, time.Hour)
		require.Equal(t, "12:10:00 not sent: a fault rule lost it", attempts(rows(w).Notifications[0])[0])
		require.Equal(t, "12:12:00 acked", attempts(rows(w).Notifications[0])[1])
	})
	t.Run("are delayed each time where the rule has no end", func(t *testing.T) {
		t.Parallel()
		o := newTown(t)
		w := o.world(noodles)
		o.shop.refuse()
		rule(t, w, "- {target: notification, times: 0, do: {delay: 10m}}")
		paid(t, w)
		require.Equal(t, []string{"12:10:00 notification not acked", "12:22:00 notification not acked", "12:42:00 notification not acked"},
			brief(advance(t, w, 42*time.Minute)))
		require.Equal(t, 3, rows(w).Faults[0].Matched, "each send is held against the rules once")
	})
}

func TestLostNotifications(t *testing.T) {
	t.Parallel()
	t.Run("are not sent; the attempt counts and the ladder goes on", func(t *testing.T) {
		t.Parallel()
		o := newTown(t)
		w := o.world(noodles)
		rule(t, w, "- {target: notification, do: {lose: true}}")
		paid(t, w)
		require.Zero(t, o.shop.count())
		require.Equal(t, []string{"12:00:00 not sent: a fault rule lost it"}, attempts(rows(w).Notifications[0]))
		require.Equal(t, []string{"12:02:00 notification"}, next(w))
		require.Equal(t, []string{"12:02:00 notification acked"}, brief(advance(t, w, time.Hour)))
		require.Equal(t, 1, o.shop.count())
	})
	t.Run("seven times are acked by the eighth, a day later", func(t *testing.T) {
		t.Parallel()
		o := newTown(t)
		w := o.world(noodles)
		rule(t, w, "- {target: notification, times: 7, do: {lose: true}}")
		paid(t, w)
		require.Equal(t, []string{
			"12:02:00 notification not acked", "12:12:00 notification not acked", "12:22:00 notification not acked",
			"13:22:00 notification not acked", "15:22:00 notification not acked", "21:22:00 notification not acked",
			"09:00:00 file ", "09:00:00 file ", "12:22:00 notification acked",
		}, brief(advance(t, w, 25*time.Hour+40*time.Minute)))
		require.Equal(t, 1, o.shop.count())
		n := rows(w).Notifications[0]
		require.Len(t, n.Attempts, 8)
		require.Equal(t, noon.Add(24*time.Hour+22*time.Minute).Unix(), n.AckedAt.Unix())
	})
	t.Run("for ever end after the eighth", func(t *testing.T) {
		t.Parallel()
		o := newTown(t)
		w := o.world(noodles)
		rule(t, w, "- {target: notification, times: 0, do: {lose: true}}")
		paid(t, w)
		advance(t, w, 40*time.Hour)
		require.Zero(t, o.shop.count())
		require.Len(t, rows(w).Notifications[0].Attempts, 8)
		require.Empty(t, next(w))
	})
	t.Run("acks are the plain repeat: sent, and the answer counts as failed", func(t *testing.T) {
		t.Parallel()
		o := newTown(t)
		w := o.world(noodles)
		rule(t, w, "- {target: notification, do: {lose: ack}}")
		paid(t, w)
		require.Equal(t, 1, o.shop.count())
		first := rows(w).Notifications[0]
		require.Equal(t, []string{"12:00:00 a fault rule lost the shop's answer"}, attempts(first))
		require.Equal(t, 200, first.Attempts[0].Status, "what the shop said is there all the same")
		advance(t, w, 2*time.Minute)
		require.Equal(t, "12:02:00 acked", attempts(rows(w).Notifications[0])[1])
		require.Equal(t, o.shop.sent[0].Notification.ID, o.shop.sent[1].Notification.ID)
	})
}

func TestDuplicates(t *testing.T) {
	t.Parallel()
	t.Run("are so many attempts on one rung", func(t *testing.T) {
		t.Parallel()
		o := newTown(t)
		w := o.world(noodles)
		o.shop.refuse()
		rule(t, w, "- {target: notification, do: {duplicate: 3}}")
		paid(t, w)
		require.Equal(t, slices.Repeat([]string{"12:00:00 refused"}, 3), attempts(rows(w).Notifications[0]))
		require.Equal(t, []string{"12:02:00 notification"}, next(w))
		require.Equal(t, 1, rows(w).Notifications[0].Rung)
	})
	t.Run("are one after the other", func(t *testing.T) {
		t.Parallel()
		o := newTown(t)
		w := o.world(noodles)
		inside, most := 0, 0
		var mu sync.Mutex
		count := func(by int) {
			mu.Lock()
			defer mu.Unlock()
			inside += by
			most = max(most, inside)
		}
		o.shop.answers(func(ledger.Delivery) bool {
			count(1)
			defer count(-1)
			return true
		})
		rule(t, w, "- {target: notification, do: {duplicate: 5}}")
		paid(t, w)
		require.Equal(t, 1, most)
		require.Equal(t, 5, o.shop.count())
	})
	t.Run("together are at the same moment", func(t *testing.T) {
		t.Parallel()
		o := newTown(t)
		w := o.world(noodles)
		var all sync.WaitGroup
		all.Add(3)
		o.shop.answers(func(ledger.Delivery) bool {
			all.Done()
			all.Wait() // nobody answers before all are there
			return true
		})
		rule(t, w, "- {target: notification, do: {duplicate: {times: 3, together: true}}}")
		paid(t, w)
		require.Len(t, rows(w).Notifications[0].Attempts, 3)
	})
	for _, together := range []string{"false", "true"} {
		t.Run("are acked if one of them is, together "+together, func(t *testing.T) {
			t.Parallel()
			o := newTown(t)
			w := o.world(noodles)
			var mu sync.Mutex
			sent := 0
			o.shop.answers(func(ledger.Delivery) bool {
				mu.Lock()
				defer mu.Unlock()
				sent++
				return sent == 2
			})
			rule(t, w, "- {target: notification, do: {duplicate: {times: 3, together: "+together+"}}}")
			paid(t, w)
			n := rows(w).Notifications[0]
			require.True(t, n.Acked())
			require.Len(t, n.Attempts, 3)
			require.Empty(t, next(w))
		})
	}
}
