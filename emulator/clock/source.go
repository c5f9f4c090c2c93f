// Package clock gives every merchant a clock of its own, which runs with real
// time, stands still, or is moved by a test.
package clock

import "time"

// Source is real time, as the one place that reads it sees it.
type Source interface {
	Now() time.Time
	// After fires once when d of real time has passed, unless stopped.
	After(d time.Duration) (fired <-chan time.Time, stop func() bool)
}

// System is the machine's clock.
type System struct{}

// Now reads the machine's clock.
func (System) Now() time.Time { return time.Now() }

// After starts a timer.
func (System) After(d time.Duration) (<-chan time.Time, func() bool) {
	t := time.NewTimer(d)
	return t.C, t.Stop
}
