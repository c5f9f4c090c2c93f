package ledger_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"localipay/emulator/alipay"
	"localipay/emulator/ledger"
)

// payHeld pays an order whose notification waits for the answer.
func (b *book) payHeld(hold *ledger.Hold) {
	b.t.Helper()
	trade := b.order(100)
	require.NoError(b.t, b.Update(hold, func(tx *ledger.Tx) error {
		_, _, err := tx.Pay(trade.OutTradeNo, ledger.Paid)
		return err
	}))
}

func TestHold(t *testing.T) {
	t.Parallel()
	t.Run("keeps a notification until it is released", func(t *testing.T) {
		t.Parallel()
		b := newBook(t)
		hold := b.Hold()
		require.False(t, hold.Pending())
		b.payHeld(hold)
		require.True(t, hold.Pending())
		require.Zero(t, b.deliver("success"))
		busy, changed := b.Busy()
		require.True(t, busy)
		settled, _ := b.Settled(nil)
		require.False(t, settled)

		hold.Release()
		<-changed
		require.False(t, hold.Pending())
		require.Equal(t, 1, b.deliver("success"))
		hold.Release()
		settled, _ = b.Settled(nil)
		require.True(t, settled)
	})
	t.Run("keeps only its own", func(t *testing.T) {
		t.Parallel()
		b := newBook(t)
		hold := b.Hold()
		b.payHeld(hold)
		b.paid(100)
		require.Equal(t, 1, b.deliver("success"))
		hold.Release()
		require.Equal(t, 1, b.deliver("success"))
	})
	t.Run("keeps nothing of a change that was refused", func(t *testing.T) {
		t.Parallel()
		b := newBook(t)
		hold, trade := b.Hold(), b.order(100)
		require.ErrorIs(t, b.Update(hold, func(tx *ledger.Tx) error {
			_, _, err := tx.Pay(trade.OutTradeNo, ledger.Paid)
			require.NoError(t, err)
			return errRefused
		}), errRefused)
		require.False(t, hold.Pending())
		require.Empty(t, b.notifications())
	})
	t.Run("of before a restore does not let go what another holds after it", func(t *testing.T) {
		t.Parallel()
		b := newBook(t)
		kept := b.Snapshot()
		old, young := b.Hold(), b.Hold()
		b.payHeld(old)
		b.Restore(kept)
		b.payHeld(young)
		old.Release()
		require.Zero(t, b.deliver("success"))
		young.Release()
		require.Equal(t, 1, b.deliver("success"))
	})
}

func TestInFlight(t *testing.T) {
	t.Parallel()
	t.Run("what lands after a restore is discarded", func(t *testing.T) {
		t.Parallel()
		b := newBook(t)
		b.paid(100)
		kept := b.Snapshot()
		flying := b.Take(b.clock.Now(), 1, false)
		require.Len(t, flying, 1)
		b.Restore(kept)
		b.Land(flying[0], alipay.Attempt{Status: 200, Acked: true})
		require.Empty(t, b.notifications()[0].Attempts)
		require.Equal(t, 1, b.deliver("success"), "it is sent anew")
		require.Len(t, b.notifications()[0].Attempts, 1)
	})
	t.Run("what lands late does not end a send of the restored world", func(t *testing.T) {
		t.Parallel()
		b := newBook(t)
		b.paid(100)
		kept := b.Snapshot()
		old := b.Take(b.clock.Now(), 1, false)
		b.Restore(kept)
		young := b.Take(b.clock.Now(), 1, false)
		require.Len(t, young, 1)
		b.Land(old[0], alipay.Attempt{Status: 200, Acked: true})
		busy, _ := b.Busy()
		require.True(t, busy)
		b.Land(young[0], alipay.Attempt{Status: 200, Acked: true})
		busy, _ = b.Busy()
		require.False(t, busy)
		require.Len(t, b.notifications()[0].Attempts, 1)
	})
}
