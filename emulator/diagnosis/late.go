package diagnosis

import (
	"sync"
	"sync/atomic"
)

// Late is a diagnosis that is made when somebody first asks for it: a flood of
// bad signatures costs nothing until then. Nil is none.
type Late struct {
	once sync.Once
	make func() Diagnosis
	made Diagnosis
	done atomic.Bool
}

// Later will ask make, once.
func Later(make func() Diagnosis) *Late { return &Late{make: make} }

// Get gives the diagnosis.
func (l *Late) Get() Diagnosis {
	l.once.Do(func() { l.made, l.make = l.make(), nil; l.done.Store(true) })
	return l.made
}

// IsMade tells whether Get costs nothing.
func (l *Late) IsMade() bool { return l.done.Load() }

// NotLookedAt stands where too many would have to be made at once.
const NotLookedAt Cause = "not_looked_at"

// Unmade says so.
func Unmade(how string) Diagnosis {
	return Diagnosis{Cause: NotLookedAt, Verdict: "Not looked at yet, because there are many; " + how + "."}
}
