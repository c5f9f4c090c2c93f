package world_test

import (
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"localipay/emulator/alipay"
	"localipay/emulator/ledger"
	"localipay/emulator/world"
)

func TestSettleOfOneRequest(t *testing.T) {
	t.Parallel()
	t.Run("follows what its own request caused, not a shop that hangs elsewhere", func(t *testing.T) {
		t.Parallel()
		w := newTown(t).world(noodles)
		held := w.Ledger.Hold()
		payHeld(t, w, order(t, w), held) // never released: as good as a shop that never answers
		own := w.Ledger.Hold()
		trade := order(t, w)
		payHeld(t, w, trade, own)
		w.Settle(t.Context(), own)
		told := rows(w).Notifications
		require.Equal(t, trade.OutTradeNo, told[1].OutTradeNo)
		require.True(t, told[1].Acked())
		require.Empty(t, told[0].Attempts)
	})
	t.Run("does not wait for a clock that is being advanced", func(t *testing.T) {
		t.Parallel()
		o := newTown(t)
		w := o.world(noodles)
		entered := make(chan struct{})
		waited := make(chan struct{})
		var reached atomic.Bool
		o.shop.answers(func(d ledger.Delivery) bool {
			if d.At.After(noon) && reached.CompareAndSwap(false, true) {
				close(entered)
				<-waited
			}
			return false
		})
		pay(t, w)
		w.Settle(t.Context(), nil)
		waiting := order(t, w)
		go func() {
			<-entered
			hold := w.Ledger.Hold()
			payHeld(t, w, waiting, hold)
			w.Settle(t.Context(), hold) // from inside a notification's handler, as it were
			close(waited)
		}()
		advance(t, w, 2*time.Minute)
		require.Len(t, rows(w).Notifications, 2)
	})
}

func TestOrderOfOneInstant(t *testing.T) {
	t.Parallel()
	t.Run("a retry that was planned before an order's time-out comes before it", func(t *testing.T) {
		t.Parallel()
		o := newTown(t)
		w := o.world(noodles)
		o.shop.answers(func(ledger.Delivery) bool { return false })
		patch(t, w, map[string]any{"pay_timeout": "2m"})
		pay(t, w)
		w.Settle(t.Context(), nil)
		order(t, w)
		require.Equal(t, []string{
			"12:02:00 notification not acked", "12:02:00 payment_timeout TRADE_CLOSED",
		}, brief(advance(t, w, 2*time.Minute)))
	})
}

// payHeld pays an order whose notification a hold keeps back.
func payHeld(t *testing.T, w *world.World, trade alipay.Trade, hold *ledger.Hold) {
	t.Helper()
	err := w.Ledger.Update(hold, func(tx *ledger.Tx) error {
		_, _, err := tx.Pay(trade.OutTradeNo, ledger.Paid)
		return err
	})
	assert.NoError(t, err)
}

func patch(t *testing.T, w *world.World, switches map[string]any) {
	t.Helper()
	do(t, w, func(tx *ledger.Tx) {
		m := tx.Merchant()
		require.NoError(t, m.Apply(switches))
		tx.PutMerchant(m)
	})
}
