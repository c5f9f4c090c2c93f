package clock

import (
	"sync"
	"time"

	"localipay/emulator/alipay"
)

// Mode tells whether a clock moves by itself.
type Mode string

// A frozen clock moves only when it is told to.
const (
	Running Mode = "running"
	Frozen  Mode = "frozen"
)

// Years that a clock may show: further from real time than 292 years no offset
// reaches.
const (
	FirstYear = 1970
	LastYear  = 2250
)

// InRange tells whether a clock may show t.
func InRange(t time.Time) bool {
	year := alipay.GMT8(t).Year()
	return year >= FirstYear && year <= LastYear
}

// Clock is a merchant's clock. It shows whole seconds in GMT+8: what a test
// reads from an answer is then exactly what limits are counted from.
type Clock struct {
	source Source

	mu       sync.Mutex
	state    State
	standing time.Time // where due work has stopped the clock, or zero
}

// State is a clock at rest, as a state file keeps it: how far a running clock
// is ahead of real time, or where a frozen one stands.
type State struct {
	Mode   Mode          `json:"mode"`
	Offset time.Duration `json:"offset,omitempty"`
	Now    time.Time     `json:"now"`
}

// New is a running clock that shows start now, or real time if start is zero.
func New(source Source, start time.Time) *Clock {
	c := &Clock{source: source, state: State{Mode: Running}}
	if !start.IsZero() {
		c.state.Offset = start.Sub(source.Now())
	}
	return c
}

// Now is the time by this clock.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now()
}

func (c *Clock) now() time.Time {
	switch {
	case !c.standing.IsZero():
		return c.standing
	case c.state.Mode == Frozen:
		return c.state.Now
	default:
		return second(c.source.Now().Add(c.state.Offset))
	}
}

// Mode tells whether the clock runs.
func (c *Clock) Mode() Mode {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.state.Mode
}

// Set moves the clock, changes its mode, or both; a zero time or an empty
// mode leaves that as it is.
func (c *Clock) Set(now time.Time, mode Mode) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if now.IsZero() {
		now = c.now()
	}
	if mode == "" {
		mode = c.state.Mode
	}
	c.put(now, mode)
}

func (c *Clock) put(now time.Time, mode Mode) {
	now = second(now)
	c.state = State{Mode: mode, Now: now}
	if mode == Running {
		c.state.Offset = now.Sub(c.source.Now())
	}
}

// Stand holds the clock at t, whatever its mode, while due work runs
// (spec decision 36). It never moves the clock back.
func (c *Clock) Stand(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if now := c.now(); t.Before(now) {
		t = now
	}
	c.standing = second(t)
}

// Leave ends Stand: the clock goes on from t in its own mode, or, if t is
// zero, as if it had never stood.
func (c *Clock) Leave(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.standing = time.Time{}
	if !t.IsZero() {
		c.put(t, c.state.Mode)
	}
}

// Until is the real time to wait until the clock shows t. A clock that does
// not move by itself never will.
func (c *Clock) Until(t time.Time) (wait time.Duration, ever bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.standing.IsZero() || c.state.Mode == Frozen {
		return 0, false
	}
	return t.Sub(c.source.Now().Add(c.state.Offset)), true
}

// State is what a state file keeps.
func (c *Clock) State() State {
	c.mu.Lock()
	defer c.mu.Unlock()
	kept := c.state
	kept.Now = c.now()
	if kept.Mode == Running && !c.standing.IsZero() { // saved while it is advanced: the rows are this far already
		kept.Offset = c.standing.Sub(c.source.Now())
	}
	return kept
}

// Load sets the clock from a state file. A running clock goes on as far from
// real time as it was: a night that the emulator slept through has passed.
func (c *Clock) Load(s State) {
	c.mu.Lock()
	defer c.mu.Unlock()
	s.Now = alipay.GMT8(s.Now)
	c.state, c.standing = s, time.Time{}
}

// Restore sets the clock from a snapshot: it goes on from the very moment.
func (c *Clock) Restore(s State) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.standing = time.Time{}
	c.put(s.Now, s.Mode)
}

func second(t time.Time) time.Time { return alipay.GMT8(t).Truncate(time.Second) }
