package ledger_test

import (
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"localipay/emulator/alipay"
	"localipay/emulator/ledger"
)

// made are the ids of one payment in a world.
func made(b *book, storeID string) []string {
	b.qr = b.code(b.biz(storeID))
	trade := b.paid(100)
	all := b.notifications()
	return []string{b.qr.Code, trade.OutTradeNo, trade.TradeNo, all[len(all)-1].ID}
}

func TestIDs(t *testing.T) {
	t.Parallel()
	t.Run("have their documented forms", func(t *testing.T) {
		t.Parallel()
		b := newBook(t)
		ids := made(b, "S1")
		require.Regexp(t, `^ocx0[0-9]{4}[a-z0-9]{15}$`, ids[0])
		require.Regexp(t, `^20260302[0-9]{20}$`, ids[1])
		require.Regexp(t, `^2026030222001[0-9]{15}$`, ids[2])
		require.Regexp(t, `^[a-z0-9]{34}$`, ids[3])
		require.NotEqual(t, ids[1], ids[2])
	})
	t.Run("begin with the day in GMT+8", func(t *testing.T) {
		t.Parallel()
		b := newBook(t)
		b.at("2026-03-03 00:00:00")
		require.Regexp(t, `^20260303`, b.order(100).OutTradeNo)
	})
	t.Run("are unique across partners", func(t *testing.T) {
		t.Parallel()
		seen := map[string]bool{}
		for p := range 30 {
			b := bookOf(t, "20880000000001"+strconv.Itoa(10+p), 1)
			for s := range 3 {
				for _, id := range made(b, "S"+strconv.Itoa(s)) {
					require.False(t, seen[id], id)
					seen[id] = true
				}
			}
		}
		require.Len(t, seen, 30*3*4)
	})
	t.Run("are those of the seed, the same each time", func(t *testing.T) {
		t.Parallel()
		require.Equal(t, made(newBook(t), "S1"), made(newBook(t), "S1"))
		other := made(bookOf(t, partner, 2), "S1")
		for i, id := range made(newBook(t), "S1") {
			require.NotEqual(t, id, other[i])
		}
	})
	t.Run("never repeat after the clock went back", func(t *testing.T) {
		t.Parallel()
		b := newBook(t)
		seen := map[string]bool{}
		for i := range 10 {
			b.at("2026-03-02 12:00:00")
			for _, id := range made(b, "T"+strconv.Itoa(i)) {
				require.False(t, seen[id], id)
				seen[id] = true
			}
			b.after(alipay.Day)
		}
	})
	t.Run("are made again after a restore", func(t *testing.T) {
		t.Parallel()
		b := newBook(t)
		kept := b.Snapshot()
		first := made(b, "S2")
		b.after(3 * alipay.Day)
		b.Restore(kept)
		require.Equal(t, first, made(b, "S2"))
	})
	t.Run("of a refused change are not used up", func(t *testing.T) {
		t.Parallel()
		one, two := newBook(t), newBook(t)
		require.ErrorIs(t, two.Update(nil, func(tx *ledger.Tx) error {
			_, err := tx.OpenOrder(ledger.Order{QRCode: two.qr.Value, Amount: 100})
			require.NoError(t, err)
			return errRefused
		}), errRefused)
		require.Equal(t, made(one, "S1"), made(two, "S1"))
	})
}
