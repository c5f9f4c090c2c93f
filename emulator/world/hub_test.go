package world_test

import (
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"localipay/emulator/ledger"
	"localipay/emulator/world"
)

func TestHub(t *testing.T) {
	t.Parallel()
	publish := func(h *world.Hub, from, to int) {
		for i := from; i < to; i++ {
			h.Publish(world.Event{Partner: noodles, Event: ledger.Event{Kind: "request", ID: strconv.Itoa(i)}})
		}
	}
	t.Run("tells every listener of every change, in order", func(t *testing.T) {
		t.Parallel()
		h := world.NewHub()
		one, two := h.Subscribe(), h.Subscribe()
		publish(h, 0, 100)
		for _, s := range []*world.Subscription{one, two} {
			for i := range 100 {
				require.Equal(t, strconv.Itoa(i), (<-s.C).ID)
			}
			require.Empty(t, s.C)
		}
	})
	t.Run("tells a slow listener at once that it lost something, and goes on when it has caught up", func(t *testing.T) {
		t.Parallel()
		h := world.NewHub()
		s := h.Subscribe()
		publish(h, 0, 1000)
		for i := range 256 {
			require.Equal(t, strconv.Itoa(i), (<-s.C).ID)
		}
		publish(h, 1000, 1001)
		require.Equal(t, world.EventLost, (<-s.C).Kind)
		require.Empty(t, s.C)
		publish(h, 1001, 1003)
		require.Equal(t, "1001", (<-s.C).ID)
		require.Equal(t, "1002", (<-s.C).ID)
	})
	t.Run("a listener that is exactly full lost nothing", func(t *testing.T) {
		t.Parallel()
		h := world.NewHub()
		s := h.Subscribe()
		publish(h, 0, 256)
		require.Len(t, s.C, 256)
		for range 256 {
			require.NotEqual(t, world.EventLost, (<-s.C).Kind)
		}
	})
	t.Run("does not tell who listens no more", func(t *testing.T) {
		t.Parallel()
		h := world.NewHub()
		s := h.Subscribe()
		s.Close()
		publish(h, 0, 1)
		require.Empty(t, s.C)
	})
	t.Run("names the world of a change", func(t *testing.T) {
		t.Parallel()
		o := newTown(t)
		s := o.Hub().Subscribe()
		trade := order(t, o.world(tea))
		e := <-s.C
		require.Equal(t, tea, e.Partner)
		require.Equal(t, trade.OutTradeNo, e.ID)
		require.Equal(t, ledger.EventTrade, e.Kind)
	})
}
