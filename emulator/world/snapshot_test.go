package world_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"localipay/emulator/alipay"
	"localipay/emulator/journal"
	"localipay/emulator/ledger"
)

func TestSnapshotOfAWorld(t *testing.T) {
	t.Parallel()
	t.Run("brings back rows and clock but not the journal", func(t *testing.T) {
		t.Parallel()
		o := newTown(t)
		w := o.world(noodles)
		pay(t, w)
		w.Settle(t.Context(), nil)
		before := text(t, w)
		w.Snapshot("paid")
		other := text(t, o.world(tea))
		seq, id := w.Journal.NextID()
		w.Journal.Add(journal.Request{Seq: seq, ID: id})
		for range 2 {
			pay(t, w)
			advance(t, w, alipay.Day)
			require.True(t, w.Restore("paid"))
			require.Equal(t, before, text(t, w))
			require.Equal(t, noon.Unix(), w.Clock.Now().Unix())
			_, found := w.Journal.Find(id)
			require.True(t, found)
			require.Equal(t, other, text(t, o.world(tea)))
		}
	})
	t.Run("has a name, which may be used again or dropped", func(t *testing.T) {
		t.Parallel()
		w := newTown(t).world(noodles)
		require.False(t, w.Restore("none"))
		w.Snapshot("b")
		w.Snapshot("a")
		require.Equal(t, []string{"a", "b"}, w.Snapshots())
		order(t, w)
		w.Snapshot("a")
		require.True(t, w.Restore("a"))
		require.Len(t, rows(w).Trades, 1, "the later one")
		require.True(t, w.DropSnapshot("a"))
		require.False(t, w.DropSnapshot("a"))
		require.Equal(t, []string{"b"}, w.Snapshots())
	})
	t.Run("taken while a notification is on its way has it sent anew", func(t *testing.T) {
		t.Parallel()
		o := newTown(t)
		w := o.world(noodles)
		g := newGate(o.shop)
		pay(t, w)
		<-g.reached
		w.Snapshot("flying")
		require.True(t, w.Restore("flying"))
		<-g.reached
		close(g.open)
		w.Settle(t.Context(), nil)
		require.Len(t, rows(w).Notifications[0].Attempts, 1)
		require.Equal(t, 2, o.shop.count())
	})
}

func TestSnapshotOfEverything(t *testing.T) {
	t.Parallel()
	t.Run("brings back all worlds, deleted ones too, and drops those made since", func(t *testing.T) {
		t.Parallel()
		o := newTown(t)
		early, err := o.Make(alipay.DefaultMerchant(""))
		require.NoError(t, err)
		trade := pay(t, o.world(tea))
		o.world(tea).Settle(t.Context(), nil)
		before := map[string]string{}
		for _, w := range o.All() {
			before[w.Partner] = text(t, w)
		}
		o.Snapshot("all")
		late, err := o.Make(alipay.DefaultMerchant(""))
		require.NoError(t, err)
		pay(t, o.world(noodles))
		refund(t, o.world(tea), trade)
		o.Delete(tea)
		o.Delete(early.Partner)
		require.True(t, o.Restore("all"))
		require.Len(t, o.All(), 3)
		for _, w := range o.All() {
			require.Equal(t, before[w.Partner], text(t, w))
		}
		again, err := o.Make(alipay.DefaultMerchant(""))
		require.NoError(t, err)
		require.Equal(t, late.Partner, again.Partner, "the same ids are made again")
		pay(t, o.world(tea))
		o.world(tea).Settle(t.Context(), nil)
		require.True(t, rows(o.world(tea)).Notifications[0].Acked(), "a world that came back works")
	})
	t.Run("has a name", func(t *testing.T) {
		t.Parallel()
		o := newTown(t)
		require.False(t, o.Restore("none"))
		o.Snapshot("b")
		o.Snapshot("a")
		require.Equal(t, []string{"a", "b"}, o.Snapshots())
		require.True(t, o.DropSnapshot("a"))
		require.False(t, o.DropSnapshot("a"))
	})
	t.Run("makes a merchant that was deleted and made otherwise what it was, for a reset too", func(t *testing.T) {
		t.Parallel()
		o := newTown(t)
		before := text(t, o.world(noodles))
		o.Snapshot("all")
		o.Delete(noodles)
		_, err := o.Make(alipay.DefaultMerchant(noodles))
		require.NoError(t, err)
		require.NotEqual(t, before, text(t, o.world(noodles)))
		require.True(t, o.Restore("all"))
		require.Equal(t, before, text(t, o.world(noodles)))
		pay(t, o.world(noodles))
		o.world(noodles).Reset()
		require.Equal(t, before, text(t, o.world(noodles)))
	})
	t.Run("discards what is on its way", func(t *testing.T) {
		t.Parallel()
		o := newTown(t)
		w := o.world(noodles)
		before := text(t, w)
		o.Snapshot("all")
		g := newGate(o.shop)
		pay(t, w)
		<-g.reached
		require.True(t, o.Restore("all"))
		close(g.open)
		w.Settle(t.Context(), nil)
		require.Equal(t, before, text(t, w))
	})
}

func TestSnapshotHoldsTheSwitches(t *testing.T) {
	t.Parallel()
	w := newTown(t).world(noodles)
	w.Snapshot("lenient")
	do(t, w, func(tx *ledger.Tx) {
		_, err := tx.PatchMerchant(map[string]any{"strict": true})
		require.NoError(t, err)
	})
	require.True(t, w.Restore("lenient"))
	require.False(t, w.Merchant().Strict)
}
