package clock_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"localipay/emulator/alipay"
	"localipay/emulator/clock"
)

// manual is real time as a test moves it.
type manual struct{ now time.Time }

func (m *manual) Now() time.Time { return m.now }

func (m *manual) After(time.Duration) (<-chan time.Time, func() bool) {
	return nil, func() bool { return true }
}

var (
	real  = time.Date(2026, 1, 1, 0, 0, 0, 700_000_000, time.UTC)
	start = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
)

func running() (*manual, *clock.Clock) {
	source := &manual{now: real}
	return source, clock.New(source, start)
}

func frozen() (*manual, *clock.Clock) {
	source, c := running()
	c.Set(start, clock.Frozen)
	return source, c
}

func shows(t *testing.T, c *clock.Clock, want time.Time) {
	t.Helper()
	require.Equal(t, want.UTC(), c.Now().UTC())
}

func TestNew(t *testing.T) {
	t.Parallel()
	t.Run("is a clock that runs from its start", func(t *testing.T) {
		t.Parallel()
		source, c := running()
		require.Equal(t, clock.Running, c.Mode())
		shows(t, c, start)
		source.now = source.now.Add(90 * time.Second)
		shows(t, c, start.Add(90*time.Second))
	})
	t.Run("without a start shows real time, in whole seconds and GMT+8", func(t *testing.T) {
		t.Parallel()
		c := clock.New(&manual{now: real}, time.Time{})
		shows(t, c, real.Truncate(time.Second))
		require.Equal(t, "2026-01-01 08:00:00", alipay.Stamp(c.Now()))
		_, offset := c.Now().Zone()
		require.Equal(t, 8*60*60, offset)
	})
}

func TestSet(t *testing.T) {
	t.Parallel()
	later := start.Add(time.Hour)
	t.Run("moves a running clock, which runs on", func(t *testing.T) {
		t.Parallel()
		source, c := running()
		c.Set(later, "")
		source.now = source.now.Add(time.Second)
		shows(t, c, later.Add(time.Second))
	})
	t.Run("moves it back too", func(t *testing.T) {
		t.Parallel()
		_, c := frozen()
		c.Set(start.Add(-time.Hour), "")
		shows(t, c, start.Add(-time.Hour))
	})
	t.Run("freezes at the time that is shown", func(t *testing.T) {
		t.Parallel()
		source, c := running()
		c.Set(time.Time{}, clock.Frozen)
		source.now = source.now.Add(time.Hour)
		shows(t, c, start)
		require.Equal(t, clock.Frozen, c.Mode())
	})
	t.Run("lets a frozen clock run on from where it stood", func(t *testing.T) {
		t.Parallel()
		source, c := frozen()
		source.now = source.now.Add(time.Hour)
		c.Set(time.Time{}, clock.Running)
		shows(t, c, start)
		source.now = source.now.Add(time.Minute)
		shows(t, c, start.Add(time.Minute))
	})
	t.Run("drops fractions of a second", func(t *testing.T) {
		t.Parallel()
		_, c := frozen()
		c.Set(later.Add(999*time.Millisecond), "")
		shows(t, c, later)
	})
}

func TestStand(t *testing.T) {
	t.Parallel()
	t.Run("holds a running clock until it is left", func(t *testing.T) {
		t.Parallel()
		source, c := running()
		c.Stand(start.Add(time.Minute))
		source.now = source.now.Add(time.Hour)
		shows(t, c, start.Add(time.Minute))
		c.Leave(start.Add(2 * time.Minute))
		shows(t, c, start.Add(2*time.Minute))
		source.now = source.now.Add(time.Second)
		shows(t, c, start.Add(2*time.Minute+time.Second))
	})
	t.Run("never goes back", func(t *testing.T) {
		t.Parallel()
		_, c := frozen()
		c.Stand(start.Add(time.Minute))
		c.Stand(start)
		shows(t, c, start.Add(time.Minute))
	})
	t.Run("leaves a frozen clock frozen at the end", func(t *testing.T) {
		t.Parallel()
		source, c := frozen()
		c.Stand(start.Add(time.Minute))
		c.Leave(start.Add(time.Hour))
		source.now = source.now.Add(time.Hour)
		shows(t, c, start.Add(time.Hour))
		require.Equal(t, clock.Frozen, c.Mode())
	})
	t.Run("left for no time goes on as if it had never stood", func(t *testing.T) {
		t.Parallel()
		source, c := running()
		c.Stand(start.Add(time.Hour))
		source.now = source.now.Add(time.Second)
		c.Leave(time.Time{})
		shows(t, c, start.Add(time.Second))
	})
}

func TestUntil(t *testing.T) {
	t.Parallel()
	t.Run("is real time on a running clock, negative when it is over", func(t *testing.T) {
		t.Parallel()
		source, c := running()
		wait, ever := c.Until(start.Add(time.Minute))
		require.True(t, ever)
		require.Equal(t, time.Minute, wait)
		source.now = source.now.Add(2 * time.Minute)
		wait, ever = c.Until(start.Add(time.Minute))
		require.True(t, ever)
		require.Equal(t, -time.Minute, wait)
	})
	t.Run("is never on a clock that is frozen or stands", func(t *testing.T) {
		t.Parallel()
		_, c := frozen()
		_, ever := c.Until(start)
		require.False(t, ever)
		_, c = running()
		c.Stand(start)
		_, ever = c.Until(start.Add(time.Minute))
		require.False(t, ever)
	})
}

func TestState(t *testing.T) {
	t.Parallel()
	kept := func(t *testing.T, c *clock.Clock) (s clock.State) {
		t.Helper()
		text, err := json.Marshal(c.State())
		require.NoError(t, err)
		require.NoError(t, json.Unmarshal(text, &s))
		return s
	}
	t.Run("loaded into a running clock lets the night have passed", func(t *testing.T) {
		t.Parallel()
		source, c := running()
		s := kept(t, c)
		source.now = source.now.Add(8 * time.Hour)
		woken := clock.New(source, time.Time{})
		woken.Load(s)
		shows(t, woken, start.Add(8*time.Hour))
	})
	t.Run("restored goes on from the very moment", func(t *testing.T) {
		t.Parallel()
		source, c := running()
		s := kept(t, c)
		source.now = source.now.Add(8 * time.Hour)
		c.Restore(s)
		shows(t, c, start)
		source.now = source.now.Add(time.Second)
		shows(t, c, start.Add(time.Second))
	})
	t.Run("of a frozen clock is where it stands, either way", func(t *testing.T) {
		t.Parallel()
		source, c := frozen()
		s := kept(t, c)
		for _, set := range []func(clock.State){c.Load, c.Restore} {
			c.Set(start.Add(time.Hour), clock.Running)
			source.now = source.now.Add(time.Hour)
			set(s)
			shows(t, c, start)
			require.Equal(t, clock.Frozen, c.Mode())
		}
	})
	t.Run("of a clock that stands for due work is as far as that work", func(t *testing.T) {
		t.Parallel()
		source, c := running()
		c.Stand(start.Add(time.Hour))
		s := kept(t, c)
		woken := clock.New(source, time.Time{})
		woken.Load(s)
		shows(t, woken, start.Add(time.Hour))
		source.now = source.now.Add(time.Second)
		shows(t, woken, start.Add(time.Hour+time.Second))
	})
	t.Run("once loaded or restored does not stand any more", func(t *testing.T) {
		t.Parallel()
		source, c := running()
		for _, set := range []func(clock.State){c.Load, c.Restore} {
			s := c.State()
			c.Stand(start.Add(time.Hour))
			set(s)
			before := c.Now()
			source.now = source.now.Add(time.Second)
			shows(t, c, before.Add(time.Second))
		}
	})
}
