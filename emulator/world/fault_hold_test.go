package world_test

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"localipay/emulator/alipay"
	"localipay/emulator/fault"
	"localipay/emulator/ledger"
	"localipay/emulator/store"
	"localipay/emulator/world"
)

func TestHeldNotifications(t *testing.T) {
	t.Parallel()
	held := func(t *testing.T, more string) (*town, *world.World, string, []string) {
		t.Helper()
		o := newTown(t)
		w := o.world(noodles)
		ids := rule(t, w, "- {target: notification, do: {hold: true}}\n"+more)
		paid(t, w) // which does not hang on it
		w.Settle(t.Context(), nil)
		require.Zero(t, o.shop.count())
		require.Empty(t, next(w), "it is due at no time")
		n := rows(w).Notifications[0]
		require.True(t, n.Due.IsZero())
		require.Empty(t, n.Attempts)
		return o, w, n.ID, ids
	}
	sent := func(o *town) (list []string) {
		for _, d := range o.shop.sent {
			list = append(list, d.Notification.ID)
		}
		return list
	}
	t.Run("wait until the next of this merchant has gone out", func(t *testing.T) {
		t.Parallel()
		o, w, id, _ := held(t, "")
		require.Equal(t, []string{"09:00:00 file ", "09:00:00 file "}, brief(advance(t, w, alipay.Day)), "nor does advance hang on it")
		paid(t, o.world(tea))
		require.Equal(t, 1, o.shop.count(), "another merchant's does not count")
		paid(t, w)
		w.Settle(t.Context(), nil)
		require.Equal(t, id, sent(o)[2], "out of order")
		n := rows(w).Notifications
		require.Equal(t, []string{"12:00:00 acked"}, attempts(n[0]))
		require.Equal(t, noon.Add(alipay.Day).Unix(), n[0].Attempts[0].At.Unix())
		require.Equal(t, []string{"F1 hold: true"}, n[0].Attempts[0].Faults)
	})
	t.Run("climb the ladder from when they went out", func(t *testing.T) {
		t.Parallel()
		o, w, _, _ := held(t, "")
		advance(t, w, time.Hour)
		o.shop.refuse()
		paid(t, w)
		w.Settle(t.Context(), nil)
		require.Equal(t, []string{"13:02:00 notification", "13:02:00 notification"}, next(w))
	})
	t.Run("are released while the clock is advanced, by what goes out on the way", func(t *testing.T) {
		t.Parallel()
		o, w, id, _ := held(t, "- {target: notification, after: 1, do: {delay: 10m}}")
		paid(t, w)
		require.Equal(t, []string{"12:10:00 notification acked", "12:10:00 notification acked"}, brief(advance(t, w, time.Hour)))
		require.Equal(t, id, sent(o)[1])
	})
	t.Run("are not released by a lost one", func(t *testing.T) {
		t.Parallel()
		o, w, _, _ := held(t, "- {target: notification, do: {lose: true}}")
		paid(t, w)
		w.Settle(t.Context(), nil)
		require.Zero(t, o.shop.count())
		require.Equal(t, []string{"12:02:00 notification acked", "12:02:00 notification acked"}, brief(advance(t, w, 2*time.Minute)))
	})
	t.Run("are released by a resend of another, not of themselves", func(t *testing.T) {
		t.Parallel()
		o, w, id, _ := held(t, "")
		o.shop.refuse()
		resend(t, w, id)
		require.Len(t, sent(o), 1, "it was sent again, and waits all the same")
		require.True(t, rows(w).Notifications[0].Due.IsZero())
		paid(t, w)
		w.Settle(t.Context(), nil)
		require.Len(t, sent(o), 3)
	})
	t.Run("need not go out any more once a resend of them is acked", func(t *testing.T) {
		t.Parallel()
		o, w, id, _ := held(t, "")
		resend(t, w, id)
		paid(t, w)
		w.Settle(t.Context(), nil)
		require.Len(t, sent(o), 2)
		require.Empty(t, next(w))
	})
	t.Run("are released when the rule is removed, and by no other's removal", func(t *testing.T) {
		t.Parallel()
		_, w, _, ids := held(t, "- {target: '*', do: {http: 503}}")
		do(t, w, func(tx *ledger.Tx) { require.NoError(t, tx.RemoveFault(ids[1])) })
		w.Settle(t.Context(), nil)
		require.Empty(t, rows(w).Notifications[0].Attempts)
		do(t, w, func(tx *ledger.Tx) { require.NoError(t, tx.RemoveFault(ids[0])) })
		w.Settle(t.Context(), nil)
		require.True(t, rows(w).Notifications[0].Acked())
		do(t, w, func(tx *ledger.Tx) { require.ErrorIs(t, tx.RemoveFault(ids[0]), ledger.ErrNoFault) })
	})
	t.Run("are released when all rules are", func(t *testing.T) {
		t.Parallel()
		_, w, _, _ := held(t, "")
		do(t, w, (*ledger.Tx).ClearFaults)
		w.Settle(t.Context(), nil)
		require.True(t, rows(w).Notifications[0].Acked())
		require.Empty(t, rows(w).Faults)
	})
	t.Run("with a delay beside the hold wait for the later of the two", func(t *testing.T) {
		t.Parallel()
		for after, at := range map[time.Duration]string{time.Minute: "12:10:00 notification", time.Hour: "13:00:00 notification"} {
			w := newTown(t).world(noodles)
			ids := rule(t, w, "- {target: notification, do: {delay: 10m}}\n- {target: notification, do: {hold: true}}")
			paid(t, w)
			require.Empty(t, advance(t, w, after))
			hold := w.Ledger.Hold()
			require.NoError(t, w.Ledger.Update(hold, func(tx *ledger.Tx) error {
				require.NoError(t, tx.RemoveFault(ids[1]))
				for d := range tx.DueNext(store.Delivery) {
					require.Equal(t, at, d.At.Format("15:04:05 ")+d.Kind)
				}
				return nil
			}))
		}
	})
	t.Run("are told of on a clock that runs", func(t *testing.T) {
		t.Parallel()
		o := newTown(t, running)
		w := o.world(noodles)
		rule(t, w, "- {target: notification, do: {hold: true}}")
		listener := o.Hub().Subscribe()
		first := paid(t, w)
		second := paid(t, w)
		require.Equal(t, second.OutTradeNo, await(t, listener, "notification", "acked").OutTradeNo)
		require.Equal(t, first.OutTradeNo, await(t, listener, "notification", "acked").OutTradeNo)
	})
	t.Run("survive a state file, with or without their rule", func(t *testing.T) {
		t.Parallel()
		path := filepath.Join(t.TempDir(), "state.json")
		withHold := func(c *world.Config) {
			c.Faults, _ = fault.Parse("f.yaml", []byte("- {target: notification, do: {hold: true}}"))
		}
		o := newTown(t, withHold)
		paid(t, o.world(noodles))
		require.NoError(t, o.Save(path))
		other := newTown(t)
		_, err := other.Load(path)
		require.NoError(t, err)
		w := other.world(noodles)
		require.Empty(t, rows(w).Faults)
		require.Empty(t, advance(t, w, time.Hour))
		do(t, w, (*ledger.Tx).ClearFaults)
		w.Settle(t.Context(), nil)
		require.True(t, rows(w).Notifications[0].Acked())
	})
}

func TestWhichNotifications(t *testing.T) {
	t.Parallel()
	t.Run("by their fields", func(t *testing.T) {
		t.Parallel()
		o := newTown(t)
		w := o.world(noodles)
		rule(t, w, "- {target: notification, times: 0, when: {notify_action_type: refund*, trade_status: TRADE_SUCCESS}, do: {lose: true}}")
		trade := paid(t, w)
		refund(t, w, trade)
		w.Settle(t.Context(), nil)
		require.Equal(t, 1, o.shop.count())
		n := rows(w).Notifications
		require.Equal(t, []string{"12:00:00 acked"}, attempts(n[0]))
		require.Equal(t, []string{"12:00:00 not sent: a fault rule lost it"}, attempts(n[1]))
	})
	t.Run("not by rules for services", func(t *testing.T) {
		t.Parallel()
		w := newTown(t).world(noodles)
		rule(t, w, "- {target: '*', times: 0, do: {http: 503}}")
		paid(t, w)
		require.True(t, rows(w).Notifications[0].Acked())
		require.Zero(t, rows(w).Faults[0].Matched)
	})
	t.Run("and a resend passes through the rules", func(t *testing.T) {
		t.Parallel()
		o := newTown(t)
		w := o.world(noodles)
		paid(t, w)
		id := rows(w).Notifications[0].ID
		rule(t, w, "- {target: notification, do: {lose: true}}\n- {target: notification, after: 1, do: {delay: 10m}}\n- {target: notification, after: 2, do: {hold: true}}")
		resend(t, w, id)
		require.Equal(t, "12:00:00 not sent: a fault rule lost it", attempts(rows(w).Notifications[0])[1])
		resend(t, w, id)
		require.Equal(t, []string{"12:10:00 resend"}, next(w))
		advance(t, w, time.Hour)
		require.Equal(t, "12:10:00 acked", attempts(rows(w).Notifications[0])[2])
		resend(t, w, id)
		require.Empty(t, next(w))
		do(t, w, (*ledger.Tx).ClearFaults)
		w.Settle(t.Context(), nil)
		require.Equal(t, "13:00:00 acked", attempts(rows(w).Notifications[0])[3])
		require.Equal(t, 3, o.shop.count())
	})
}
