package world_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"localipay/emulator/alipay"
	"localipay/emulator/clock"
	"localipay/emulator/ledger"
	"localipay/emulator/world"
)

func TestStateFile(t *testing.T) {
	t.Parallel()
	t.Run("brings back every world", func(t *testing.T) {
		t.Parallel()
		path := filepath.Join(t.TempDir(), "state.json")
		o := newTown(t)
		o.shop.answers(func(ledger.Delivery) bool { return false })
		trade := pay(t, o.world(noodles))
		refund(t, o.world(noodles), trade)
		o.world(noodles).Settle(t.Context(), nil)
		advance(t, o.world(noodles), time.Hour)
		_, err := o.Make(alipay.DefaultMerchant(""))
		require.NoError(t, err)
		gone, err := o.Make(alipay.DefaultMerchant(""))
		require.NoError(t, err)
		o.Delete(gone.Partner)
		o.Delete(tea)
		require.NoError(t, o.Save(path))

		other := newTown(t)
		loaded, err := other.Load(path)
		require.NoError(t, err)
		require.True(t, loaded)
		require.Equal(t, partners(o.Worlds), partners(other.Worlds), "a deleted merchant stays deleted")
		for _, w := range o.All() {
			require.Equal(t, text(t, w), text(t, other.world(w.Partner)))
			require.Equal(t, w.Clock.Now().Unix(), other.world(w.Partner).Clock.Now().Unix())
			require.Equal(t, clock.Frozen, other.world(w.Partner).Clock.Mode())
		}
		next, err := o.Make(alipay.DefaultMerchant(""))
		require.NoError(t, err)
		same, err := other.Make(alipay.DefaultMerchant(""))
		require.NoError(t, err)
		require.Equal(t, next.Partner, same.Partner)
		require.NotEqual(t, gone.Partner, same.Partner, "no id is made twice")
		require.Equal(t, order(t, o.world(noodles)).OutTradeNo, order(t, other.world(noodles)).OutTradeNo)

		require.Len(t, brief(advance(t, other.world(noodles), 30*time.Minute)), 3, "the ladders of both go on, and the order times out")
	})
	t.Run("lets a running clock have run while the emulator was down", func(t *testing.T) {
		t.Parallel()
		path := filepath.Join(t.TempDir(), "state.json")
		o := newTown(t, running)
		order(t, o.world(noodles))
		require.NoError(t, o.Save(path))
		other := newTown(t, running, func(c *world.Config) { c.Start = noon.Add(40 * alipay.Day) })
		other.time.mu.Lock()
		other.time.now = other.time.now.Add(8 * time.Hour)
		other.time.mu.Unlock()
		_, err := other.Load(path)
		require.NoError(t, err)
		w := other.world(noodles)
		require.Equal(t, noon.Add(8*time.Hour).Unix(), w.Clock.Now().Unix(), "and --clock is for new worlds")
		require.Equal(t, alipay.ClosedByTimeout, rows(w).Trades[0].CloseReason)
		require.Equal(t, noon.Add(3*time.Minute).Unix(), rows(w).Trades[0].ClosedAt.Unix())
	})
	t.Run("does not change what a global reset brings back", func(t *testing.T) {
		t.Parallel()
		path := filepath.Join(t.TempDir(), "state.json")
		o := newTown(t)
		_, err := o.Make(alipay.DefaultMerchant(""))
		require.NoError(t, err)
		require.NoError(t, o.Save(path))
		renamed := merchant(noodles, func(m *alipay.Merchant) { m.Name = "of other fixtures" })
		other := world.New(o.config, []world.Made{renamed}, buyers())
		t.Cleanup(other.Close)
		_, err = other.Load(path)
		require.NoError(t, err)
		require.Len(t, other.All(), 3)
		other.Reset()
		require.Equal(t, []string{noodles}, partners(other))
		w, _ := other.Find(noodles)
		require.Equal(t, "of other fixtures", w.Merchant().Name)
	})
	t.Run("that is not there yet is no error", func(t *testing.T) {
		t.Parallel()
		o := newTown(t)
		loaded, err := o.Load(filepath.Join(t.TempDir(), "state.json"))
		require.NoError(t, err)
		require.False(t, loaded)
	})
	for name, content := range map[string]string{
		"nothing": "", "cut off": `{"localipay_state":2,"worlds":[`, "of another version": `{"localipay_state":1}`, "something else": `[1]`,
		"followed by more":      `{"localipay_state":2,"worlds":[]} garbage`,
		"without rows":          `{"localipay_state":2,"worlds":[{"made":{"Merchant":{"Partner":"2088000000000001"}},"clock":{"mode":"frozen"},"rows":{}}]}`,
		"of a clock in no mode": `{"localipay_state":2,"worlds":[` + worldOf("2088000000000001", "x") + `]}`,
		"of a partner twice":    `{"localipay_state":2,"worlds":[` + worldOf("2088000000000001", "frozen") + "," + worldOf("2088000000000001", "frozen") + `]}`,
	} {
		t.Run("that is "+name+" is refused and changes nothing", func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "state.json")
			require.NoError(t, os.WriteFile(path, []byte(content), 0o600))
			o := newTown(t)
			_, err := o.Load(path)
			require.ErrorContains(t, err, path)
			require.Equal(t, []string{noodles, tea}, partners(o.Worlds))
		})
	}
	t.Run("that cannot be read is an error", func(t *testing.T) {
		t.Parallel()
		_, err := newTown(t).Load(filepath.Join(t.TempDir(), "file\x00name"))
		require.Error(t, err)
	})
}

func TestSaveThatFails(t *testing.T) {
	t.Parallel()
	files := func(dir string) (names []string) {
		entries, err := os.ReadDir(dir)
		require.NoError(t, err)
		for _, e := range entries {
			names = append(names, e.Name())
		}
		return names
	}
	t.Run("half way leaves the old file whole and nothing beside it", func(t *testing.T) {
		t.Parallel()
		path := filepath.Join(t.TempDir(), "state.json")
		o := newTown(t)
		require.NoError(t, o.Save(path))
		old, err := os.ReadFile(path)
		require.NoError(t, err)
		// JSON has no years of five digits, so that writing breaks off.
		require.NoError(t, o.world(tea).SetClock(time.Date(12000, 1, 1, 0, 0, 0, 0, time.UTC), clock.Frozen))
		require.Error(t, o.Save(path))
		now, err := os.ReadFile(path)
		require.NoError(t, err)
		require.Equal(t, old, now)
		require.Equal(t, []string{"state.json"}, files(filepath.Dir(path)))
	})
	t.Run("at the last step leaves nothing beside it", func(t *testing.T) {
		t.Parallel()
		path := filepath.Join(t.TempDir(), "state.json")
		require.NoError(t, os.MkdirAll(filepath.Join(path, "in the way"), 0o700))
		require.Error(t, newTown(t).Save(path))
		require.Equal(t, []string{"state.json"}, files(filepath.Dir(path)))
	})
	t.Run("for want of a folder says so", func(t *testing.T) {
		t.Parallel()
		require.ErrorContains(t, newTown(t).Save(filepath.Join(t.TempDir(), "none", "state.json")), "state:")
	})
	t.Run("replaces an older file in one step where it does not fail", func(t *testing.T) {
		t.Parallel()
		path := filepath.Join(t.TempDir(), "state.json")
		require.NoError(t, os.WriteFile(path, []byte("old"), 0o600))
		o := newTown(t)
		require.NoError(t, o.Save(path))
		loaded, err := o.Load(path)
		require.NoError(t, err)
		require.True(t, loaded)
		require.Equal(t, []string{"state.json"}, files(filepath.Dir(path)))
	})
}

// worldOf is the least that a world of a state file needs.
func worldOf(partner, mode string) string {
	m := `{"Partner":"` + partner + `","MD5Key":"k"}`
	return `{"made":{"Merchant":` + m + `},"clock":{"mode":"` + mode + `","now":"2026-03-02T12:00:00+08:00"},"rows":{"Merchant":` + m + `}}`
}
