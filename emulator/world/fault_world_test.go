package world_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"localipay/emulator/alipay"
	"localipay/emulator/fault"
	"localipay/emulator/ledger"
	"localipay/emulator/store"
	"localipay/emulator/world"
)

func TestFaultEvents(t *testing.T) {
	t.Parallel()
	o := newTown(t)
	w := o.world(noodles)
	listener := o.Hub().Subscribe()
	rule(t, w, "- {target: notification, do: {lose: true}}")
	paid(t, w)
	do(t, w, (*ledger.Tx).ClearFaults)
	told := []string{}
	for len(told) < 3 {
		if e := <-listener.C; e.Kind == ledger.EventFault {
			require.Equal(t, noodles, e.Partner)
			told = append(told, e.ID+" "+e.Status)
		}
	}
	require.Equal(t, []string{"F1 acted 0", "F1 acted 1", "F1 removed"}, told)
}

// TestRulesAreOfTheWorld: decision 41.
func TestRulesAreOfTheWorld(t *testing.T) {
	t.Parallel()
	const coin = "- {target: notification, times: 0, probability: 0.5, do: {lose: ack}}"
	toss := func(t *testing.T, w *world.World) (sides string) {
		t.Helper()
		for range 12 {
			paid(t, w)
		}
		for _, n := range rows(w).Notifications[len(rows(w).Notifications)-12:] {
			sides += map[bool]string{true: "1", false: "0"}[n.Acked()]
		}
		return sides
	}
	t.Run("a snapshot holds rules and counters: the same is drawn after a restore", func(t *testing.T) {
		t.Parallel()
		o := newTown(t)
		w := o.world(noodles)
		rule(t, w, coin)
		paid(t, w)
		w.Snapshot("before")
		o.Snapshot("before")
		first := toss(t, w)
		require.Contains(t, first, "0")
		require.Contains(t, first, "1")
		do(t, w, (*ledger.Tx).ClearFaults)
		require.True(t, w.Restore("before"))
		require.Equal(t, 1, rows(w).Faults[0].Matched)
		require.Equal(t, first, toss(t, w))
		require.True(t, o.Restore("before"))
		require.Equal(t, first, toss(t, w))
		require.NotEqual(t, first, toss(t, w), "not the same for ever")
	})
	t.Run("another world draws otherwise, another seed too", func(t *testing.T) {
		t.Parallel()
		drawn := map[string]bool{}
		for _, seed := range []int64{1, 2} {
			o := newTown(t, func(c *world.Config) { c.Seed = seed })
			for _, partner := range []string{noodles, tea} {
				rule(t, o.world(partner), coin)
				drawn[toss(t, o.world(partner))] = true
			}
		}
		require.Len(t, drawn, 4)
	})
	t.Run("a reset takes them away and brings those of --faults back, fresh", func(t *testing.T) {
		t.Parallel()
		o := newTown(t, atStart)
		w := o.world(noodles)
		rule(t, w, coin)
		paid(t, w)
		for _, reset := range []func(){w.Reset, o.Reset} {
			require.Len(t, faults(w), 2)
			reset()
			require.Equal(t, []string{"F1 lose: true"}, faults(w))
			require.Zero(t, matched(w))
			rule(t, w, coin)
			paid(t, w)
		}
	})
}

func atStart(c *world.Config) {
	c.Faults, _ = fault.Parse("f.yaml", []byte("- {target: notification, do: {lose: true}}"))
}

func faults(w *world.World) (labels []string) {
	w.Ledger.View(func(r store.Reader) {
		for f := range r.Faults() {
			labels = append(labels, f.Label())
		}
	})
	return labels
}

func matched(w *world.World) (n int) {
	w.Ledger.View(func(r store.Reader) {
		for f := range r.Faults() {
			n += f.Matched
		}
	})
	return n
}

func TestRulesFromTheStart(t *testing.T) {
	t.Parallel()
	t.Run("are every merchant's, those made later too, but not a scenario's own", func(t *testing.T) {
		t.Parallel()
		o := newTown(t, atStart)
		for _, partner := range []string{noodles, tea} {
			require.Equal(t, []string{"F1 lose: true"}, faults(o.world(partner)))
		}
		made, err := o.Make(alipay.DefaultMerchant(""))
		require.NoError(t, err)
		require.Len(t, faults(made), 1)
		plain, err := o.MakePlain(alipay.DefaultMerchant(""))
		require.NoError(t, err)
		require.Empty(t, faults(plain))
		plain.Reset()
		require.Empty(t, faults(plain))
		paid(t, o.world(noodles))
		require.Zero(t, matched(o.world(tea)), "each counts for itself")
	})
	t.Run("a plain world stays plain in a snapshot of everything and in a state file", func(t *testing.T) {
		t.Parallel()
		path := filepath.Join(t.TempDir(), "state.json")
		o := newTown(t, atStart)
		plain, err := o.MakePlain(alipay.DefaultMerchant(""))
		require.NoError(t, err)
		o.Snapshot("all")
		require.NoError(t, o.Save(path))
		o.Delete(plain.Partner)
		require.True(t, o.Restore("all"))
		require.Empty(t, faults(o.world(plain.Partner)))
		o.world(plain.Partner).Reset()
		require.Empty(t, faults(o.world(plain.Partner)))
		other := newTown(t, atStart)
		_, err = other.Load(path)
		require.NoError(t, err)
		require.Empty(t, faults(other.world(plain.Partner)))
	})
	t.Run("a state file keeps a merchant's own, and those of --faults are those of this start", func(t *testing.T) {
		t.Parallel()
		path := filepath.Join(t.TempDir(), "state.json")
		o := newTown(t, atStart)
		w := o.world(noodles)
		rule(t, w, "- {name: own, target: '*', when: {a: 'b*'}, after: 1, times: 3, probability: 0.5, do: {error: {code: SYSTEM_ERROR, after: commit}}}")
		paid(t, w)
		own := rows(w).Faults
		require.Len(t, own, 1, "what a file keeps")
		require.NoError(t, o.Save(path))
		for range 2 { // and again, so that none is there twice
			other := newTown(t, func(c *world.Config) {
				c.Faults, _ = fault.Parse("f.yaml", []byte("- {target: notification, do: {hold: true}}"))
			})
			_, err := other.Load(path)
			require.NoError(t, err)
			loaded := other.world(noodles)
			require.Equal(t, own, rows(loaded).Faults)
			labels := faults(loaded)
			require.Len(t, labels, 2)
			require.Contains(t, labels[1], "hold: true")
			require.Equal(t, labels[0][:2], "F2")
			require.False(t, strings.HasPrefix(labels[1], "F1 ") || strings.HasPrefix(labels[1], "F2 "), "no id is made twice: %s", labels[1])
			require.NoError(t, other.Save(path))
		}
	})
	t.Run("a state file with a broken rule is refused, by its partner and id", func(t *testing.T) {
		t.Parallel()
		path := filepath.Join(t.TempDir(), "state.json")
		o := newTown(t)
		do(t, o.world(tea), func(tx *ledger.Tx) {
			tx.AddFault(fault.Rule{Target: "*", Times: 1, Probability: 1, Do: fault.Do{Kind: "corrupt", Word: "everything"}})
		})
		require.NoError(t, o.Save(path))
		_, err := newTown(t).Load(path)
		require.ErrorContains(t, err, tea)
		require.ErrorContains(t, err, "F1")
		require.ErrorContains(t, err, `"everything" is none of its words`)
	})
}

// TestShopIsDown: a rule that loses the answer does not hide that there was none.
func TestShopIsDown(t *testing.T) {
	t.Parallel()
	o := newTown(t, func(c *world.Config) { c.Sender = down{} })
	w := o.world(noodles)
	rule(t, w, "- {target: notification, do: {lose: ack}}")
	paid(t, w)
	require.Equal(t, []string{"12:00:00 connection refused"}, attempts(rows(w).Notifications[0]))
}
