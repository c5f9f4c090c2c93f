package ledger

import (
	"time"

	"localipay/emulator/store"
)

// Step is how a clock is moved: it stands the clock at what is due next and
// does it, or, if that is a delivery, claims those due at that same instant, at
// most limit, which must come back through Land. There is no more when nothing
// is due until the target, or when the world was put back since the generation
// that the caller knows: what is due then is none of its business.
func (l *Ledger) Step(generation uint64, target time.Time, limit int) (taken []Delivery, more bool) {
	l.restoring.RLock()
	defer l.restoring.RUnlock()
	next := l.Next(1)
	if l.generation != generation || len(next) == 0 || next[0].At.After(target) {
		return nil, false
	}
	at := next[0].At
	l.clock.Stand(at)
	if next[0].Class == store.Deed {
		l.doNext(at)
		return nil, true
	}
	return l.takeDue(at, limit, true), true
}

// Arrive lets the clock go on from the target, unless the world, and its clock
// with it, was put back meanwhile.
func (l *Ledger) Arrive(generation uint64, target time.Time) {
	l.restoring.RLock()
	defer l.restoring.RUnlock()
	if l.generation != generation {
		target = time.Time{}
	}
	l.clock.Leave(target)
}

// doNext does the one deed that is due next, if it is due until a moment.
func (l *Ledger) doNext(until time.Time) {
	l.alone(func(t *Tx) {
		if d, ok := first(t.DueNext(store.Deed)); ok && !d.At.After(until) {
			t.run(d)
		}
	})
}
