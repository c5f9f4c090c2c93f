package world_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"localipay/emulator/alipay"
	"localipay/emulator/journal"
	"localipay/emulator/ledger"
	"localipay/emulator/store"
	"localipay/emulator/world"
	"localipay/keys"
)

func partners(all *world.Worlds) (list []string) {
	for _, w := range all.All() {
		list = append(list, w.Partner)
	}
	return list
}

func TestMake(t *testing.T) {
	t.Parallel()
	t.Run("fills in what was not given, from the seed", func(t *testing.T) {
		t.Parallel()
		one, err := newTown(t).Make(alipay.DefaultMerchant(""))
		require.NoError(t, err)
		m := one.Merchant()
		require.Regexp(t, `^2088[0-9]{12}$`, m.Partner)
		require.Equal(t, one.Partner, m.Partner)
		require.Regexp(t, `^[a-z0-9]{32}$`, m.MD5Key)
		require.Regexp(t, `^[a-z0-9]{16}$`, m.SFTPPassword)
		require.NotEmpty(t, m.Name)
		same, err := newTown(t).Make(alipay.DefaultMerchant(""))
		require.NoError(t, err)
		require.Equal(t, m, same.Merchant())
		other, err := newTown(t, func(c *world.Config) { c.Seed = 2 }).Make(alipay.DefaultMerchant(""))
		require.NoError(t, err)
		require.NotEqual(t, m.Partner, other.Partner)
		require.NotEqual(t, m.MD5Key, other.Merchant().MD5Key)
	})
	t.Run("keeps what was given", func(t *testing.T) {
		t.Parallel()
		m := alipay.DefaultMerchant("2088000000000077")
		m.Name, m.MD5Key, m.SFTPPassword = "n", "k", "p"
		w, err := newTown(t).Make(m)
		require.NoError(t, err)
		require.Equal(t, m, w.Merchant())
	})
	t.Run("refuses a partner id that is taken", func(t *testing.T) {
		t.Parallel()
		o := newTown(t)
		_, err := o.Make(alipay.DefaultMerchant(noodles))
		require.ErrorIs(t, err, world.ErrTaken)
		require.True(t, o.Delete(noodles))
		_, err = o.Make(alipay.DefaultMerchant(noodles))
		require.NoError(t, err)
	})
	t.Run("makes another each time", func(t *testing.T) {
		t.Parallel()
		o := newTown(t)
		for range 5 {
			_, err := o.Make(alipay.DefaultMerchant(""))
			require.NoError(t, err)
		}
		require.Len(t, o.All(), 7)
		require.IsIncreasing(t, partners(o.Worlds))
	})
}

func TestWorldsAreApart(t *testing.T) {
	t.Parallel()
	o := newTown(t)
	before := text(t, o.world(tea))
	w := o.world(noodles)
	do(t, w, func(tx *ledger.Tx) {
		_, err := tx.PatchMerchant(map[string]any{"strict": true})
		require.NoError(t, err)
		for q := range tx.QRCodes(^uint64(0)) {
			trade, err := tx.OpenOrder(ledger.Order{QRCode: q.Value, Amount: 60_00, Buyer: limited})
			require.NoError(t, err)
			_, outcome, err := tx.Pay(trade.OutTradeNo, ledger.Paid)
			require.NoError(t, err)
			require.Equal(t, ledger.Paid, outcome)
		}
	})
	w.Settle(t.Context(), nil)
	require.NoError(t, w.SetClock(noon.Add(alipay.Day), ""))
	require.Equal(t, before, text(t, o.world(tea)), "each world has its own copy of a buyer's money")
	require.Equal(t, noon.Unix(), o.world(tea).Clock.Now().Unix())

	code := rows(w).QRCodes[0].Code
	found, ok := o.Holding(func(r store.Reader) bool { _, has := r.QRCode(code); return has })
	require.True(t, ok)
	require.Same(t, w, found)
	_, ok = o.Holding(func(store.Reader) bool { return false })
	require.False(t, ok)
}

func TestDelete(t *testing.T) {
	t.Parallel()
	o := newTown(t)
	w := o.world(noodles)
	g := newGate(o.shop)
	pay(t, w)
	<-g.reached
	require.True(t, o.Delete(noodles))
	require.False(t, o.Delete(noodles))
	_, ok := o.Find(noodles)
	require.False(t, ok)
	require.Equal(t, []string{tea}, partners(o.Worlds))
	again, err := o.Make(alipay.DefaultMerchant(noodles))
	require.NoError(t, err)
	close(g.open)
	again.Settle(t.Context(), nil)
	require.Empty(t, rows(again).Notifications, "what was on its way does not land in the new world")
	require.Empty(t, rows(again).QRCodes)
}

func TestPublicKey(t *testing.T) {
	t.Parallel()
	w := newTown(t).world(noodles)
	m := alipay.DefaultMerchant(noodles)
	require.Nil(t, w.PublicKey(m))
	m.RSAPublicKey = keys.AlipayPublicPEM()
	first := w.PublicKey(m)
	require.True(t, first.Equal(&keys.AlipayPrivate().PublicKey))
	require.Same(t, first, w.PublicKey(m), "it is read once")
	m.RSAPublicKey = "no key"
	require.Nil(t, w.PublicKey(m))
}

func TestReset(t *testing.T) {
	t.Parallel()
	t.Run("of a world brings it back as made, with clock and journal, and keeps its snapshots", func(t *testing.T) {
		t.Parallel()
		for name, change := range map[string]func(*world.Config){"frozen": func(*world.Config) {}, "running": running} {
			o := newTown(t, change)
			w := o.world(noodles)
			before, other := text(t, w), text(t, o.world(tea))
			pay(t, w)
			w.Settle(t.Context(), nil)
			w.Snapshot("paid")
			seq, id := w.Journal.NextID()
			w.Journal.Add(journal.Request{Seq: seq, ID: id})
			advance(t, w, alipay.Day)
			w.Reset()
			require.Equal(t, before, text(t, w), name)
			require.Equal(t, noon.Unix(), w.Clock.Now().Unix())
			require.Equal(t, []string{"paid"}, w.Snapshots())
			_, again := w.Journal.NextID()
			require.Equal(t, id, again)
			require.Equal(t, other, text(t, o.world(tea)))
		}
	})
	t.Run("of everything brings back the fixtures and nothing else", func(t *testing.T) {
		t.Parallel()
		o := newTown(t)
		before := text(t, o.world(noodles))
		made, err := o.Make(alipay.DefaultMerchant(""))
		require.NoError(t, err)
		pay(t, o.world(noodles))
		o.Snapshot("all")
		o.Delete(tea)
		seq, id := o.Lost.NextID()
		o.Lost.Add(journal.Request{Seq: seq, ID: id})
		o.Reset()
		require.Equal(t, []string{noodles, tea}, partners(o.Worlds))
		require.Equal(t, before, text(t, o.world(noodles)))
		require.Empty(t, o.Snapshots())
		_, found := o.Lost.Find(id)
		require.False(t, found)
		again, err := o.Make(alipay.DefaultMerchant(""))
		require.NoError(t, err)
		require.Equal(t, made.Partner, again.Partner, "the same ids are made again")
		pay(t, o.world(tea))
		o.world(tea).Settle(t.Context(), nil)
		require.True(t, rows(o.world(tea)).Notifications[0].Acked(), "a world that came back works")
	})
	t.Run("discards what is on its way", func(t *testing.T) {
		t.Parallel()
		o := newTown(t)
		w := o.world(noodles)
		g := newGate(o.shop)
		before := text(t, w)
		pay(t, w)
		<-g.reached
		w.Reset()
		require.Equal(t, before, text(t, w))
		pay(t, w)
		<-g.reached
		close(g.open)
		w.Settle(t.Context(), nil)
		require.Len(t, rows(w).Notifications, 1)
		require.Len(t, rows(w).Notifications[0].Attempts, 1, "of two sends one belongs to the world that was")
	})
}
