package ledger_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"localipay/emulator/alipay"
	"localipay/emulator/ledger"
)

func (b *book) resend(id string) (err error) {
	_ = b.Update(nil, func(tx *ledger.Tx) error {
		err = tx.Resend(id)
		return err
	})
	return err
}

func TestLadder(t *testing.T) {
	t.Parallel()
	t.Run("sends eight times, counted from when each was due", func(t *testing.T) {
		t.Parallel()
		b := newBook(t)
		began := b.clock.Now()
		b.paid(100)
		var sent []time.Duration
		for {
			at := b.notifications()[0].Due
			if at.IsZero() {
				break
			}
			sent = append(sent, at.Sub(began))
			b.clock.Set(at.Add(-time.Second), "")
			require.Zero(t, b.deliver("fail"), "not before it is due")
			b.clock.Set(at.Add(50*time.Second), "") // late: the shop was slow, or the clock was set
			require.Equal(t, 1, b.deliver("fail"))
		}
		const m, h = time.Minute, time.Hour
		require.Equal(t, []time.Duration{
			0, 2 * m, 12 * m, 22 * m, 82 * m, 3*h + 22*m, 9*h + 22*m, 24*h + 22*m,
		}, sent)
		require.Len(t, b.notifications()[0].Attempts, 8)
		b.after(100 * alipay.Day)
		require.Zero(t, b.deliver("fail"))
		require.Len(t, b.happened("notification"), 8)
	})
	t.Run("ends with the ack", func(t *testing.T) {
		t.Parallel()
		b := newBook(t)
		b.paid(100)
		require.Equal(t, 1, b.deliver("fail"))
		b.after(2 * time.Minute)
		require.Equal(t, 1, b.deliver("success"))
		n := b.notifications()[0]
		require.True(t, n.Acked())
		require.True(t, n.Due.IsZero())
		require.Equal(t, b.clock.Now(), n.AckedAt)
		b.after(30 * alipay.Day)
		require.Zero(t, b.deliver("success"))
	})
	t.Run("of one notification does not hold up another's", func(t *testing.T) {
		t.Parallel()
		b := newBook(t)
		b.paid(100)
		require.Equal(t, 1, b.deliver("fail"))
		b.after(time.Minute)
		b.paid(100)
		require.Equal(t, 1, b.deliver("fail"))
		b.after(2 * time.Minute)
		require.Equal(t, 2, b.deliver("success"))
	})
}

func TestResend(t *testing.T) {
	t.Parallel()
	t.Run("sends at once, beside the ladder", func(t *testing.T) {
		t.Parallel()
		b := newBook(t)
		b.paid(100)
		require.Equal(t, 1, b.deliver("fail"))
		n := b.notifications()[0]
		b.after(time.Minute)
		require.NoError(t, b.resend(n.ID))
		require.Equal(t, 1, b.deliver("fail"))
		after := b.notifications()[0]
		require.Equal(t, n.Due, after.Due)
		require.Len(t, after.Attempts, 2)
		b.after(time.Minute)
		require.Equal(t, 1, b.deliver("fail"))
	})
	t.Run("that is acked ends the ladder", func(t *testing.T) {
		t.Parallel()
		b := newBook(t)
		b.paid(100)
		require.Equal(t, 1, b.deliver("fail"))
		require.NoError(t, b.resend(b.notifications()[0].ID))
		require.Equal(t, 1, b.deliver("success"))
		b.after(30 * alipay.Day)
		require.Zero(t, b.deliver("fail"))
	})
	t.Run("works when the ladder is over and when it was acked, and takes no ack back", func(t *testing.T) {
		t.Parallel()
		b := newBook(t)
		b.paid(100)
		require.Equal(t, 1, b.deliver("success"))
		n := b.notifications()[0]
		b.after(time.Hour)
		require.NoError(t, b.resend(n.ID))
		require.Equal(t, 1, b.deliver("fail"))
		after := b.notifications()[0]
		require.Equal(t, n.AckedAt, after.AckedAt)
		require.True(t, after.Due.IsZero())
	})
	t.Run("asked for while one is on its way is a send of its own", func(t *testing.T) {
		t.Parallel()
		b := newBook(t)
		b.paid(100)
		require.Equal(t, 1, b.deliver("fail"))
		id := b.notifications()[0].ID
		require.NoError(t, b.resend(id))
		flying := b.Take(b.clock.Now(), 1, false)
		require.Len(t, flying, 1)
		require.NoError(t, b.resend(id))
		b.Land(flying[0], alipay.Attempt{Status: 500})
		require.Equal(t, 1, b.deliver("fail"), "the second is not lost when the first lands")
		require.Len(t, b.notifications()[0].Attempts, 3)
	})
	t.Run("of an unknown notification fails", func(t *testing.T) {
		t.Parallel()
		require.ErrorIs(t, newBook(t).resend("0123456789abcdefghij0123456789abcd"), ledger.ErrNotification)
	})
}

func TestTake(t *testing.T) {
	t.Parallel()
	t.Run("gives each delivery to one taker, in order, at most so many", func(t *testing.T) {
		t.Parallel()
		b := newBook(t)
		for range 5 {
			b.paid(100)
		}
		all := b.notifications()
		first := b.Take(b.clock.Now(), 2, false)
		require.Len(t, first, 2)
		require.Equal(t, all[0].ID, first[0].Notification.ID)
		require.Equal(t, all[1].ID, first[1].Notification.ID)
		require.Len(t, b.Take(b.clock.Now(), 100, false), 3)
		require.Empty(t, b.Take(b.clock.Now(), 100, false))
	})
	t.Run("together gives only what is due at the same instant", func(t *testing.T) {
		t.Parallel()
		b := newBook(t)
		b.paid(100)
		b.paid(100)
		b.after(time.Second)
		b.paid(100)
		require.Len(t, b.Take(b.clock.Now(), 100, true), 2)
		require.Len(t, b.Take(b.clock.Now(), 100, true), 1)
	})
	t.Run("carries the merchant as it is and the due time", func(t *testing.T) {
		t.Parallel()
		b := newBook(t, "md5_key", "old")
		b.paid(100)
		due := b.clock.Now()
		b.patch("md5_key", "new")
		b.after(time.Hour)
		taken := b.Take(b.clock.Now(), 1, false)
		require.Equal(t, "new", taken[0].Merchant.MD5Key)
		require.Equal(t, due, taken[0].At)
	})
}

func TestAttemptsOfOldViewsNeverChange(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.paid(100)
	send := func(answer string) {
		b.clock.Set(b.notifications()[0].Due, "")
		require.Equal(t, 1, b.deliver(answer))
	}
	for range 3 { // a list that has grown to three has room for a fourth
		send("fail")
	}
	kept := b.Snapshot()
	send("one")
	one := b.notifications()[0]
	b.Restore(kept)
	require.Len(t, b.notifications()[0].Attempts, 3)
	send("two")
	require.Equal(t, "one", one.Attempts[3].Answer)
	require.Equal(t, "two", b.notifications()[0].Attempts[3].Answer)
}
