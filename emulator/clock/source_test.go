package clock_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"localipay/emulator/clock"
)

func TestSystem(t *testing.T) {
	t.Parallel()
	t.Run("fires once the time has passed", func(t *testing.T) {
		t.Parallel()
		before := clock.System{}.Now()
		fired, _ := clock.System{}.After(1)
		require.False(t, (<-fired).Before(before))
	})
	t.Run("does not fire once it is stopped", func(t *testing.T) {
		t.Parallel()
		fired, stop := clock.System{}.After(1 << 60)
		require.True(t, stop())
		require.Empty(t, fired)
	})
}
