package ledger

import (
	"sync"

	"localipay/emulator/alipay"
	"localipay/emulator/chance"
	"localipay/emulator/clock"
	"localipay/emulator/store"
)

// Ledger is one merchant's book.
type Ledger struct {
	db        *store.DB
	clock     *clock.Clock
	chance    chance.Source
	mark      mark
	publicURL func() string
	publish   func([]Event)
	claims    *claims

	// restoring keeps Update and Restore apart, so that no change can be
	// committed to tables that were just replaced.
	restoring  sync.RWMutex
	generation uint64
}

// Config is what a ledger needs from outside.
type Config struct {
	DB        *store.DB
	Clock     *clock.Clock
	Chance    chance.Source
	PublicURL func() string // with a trailing slash
	Publish   func([]Event) // called after each commit; must not block
}

// New is a ledger over a world's tables.
func New(c Config) *Ledger {
	return &Ledger{
		db: c.DB, clock: c.Clock, chance: c.Chance, mark: newMark(c.Chance),
		publicURL: c.PublicURL, publish: c.Publish, claims: newClaims(),
	}
}

// Update runs fn as one change of the ledger: all of it happens, or, if fn
// returns an error, nothing. What fell due before is done first.
//
// Notifications that fn causes wait until hold is released, so that a caller
// can write its answer before the shop hears (spec decision 38); with a nil
// hold they may leave at once.
func (l *Ledger) Update(hold *Hold, fn func(*Tx) error) error {
	l.restoring.RLock()
	defer l.restoring.RUnlock()
	return l.update(hold, fn)
}

func (l *Ledger) update(hold *Hold, fn func(*Tx) error) error {
	var t *Tx
	err := l.db.Update(func(w *store.Tx) error {
		t = l.begin(w)
		t.catchUp(t.now)
		if err := fn(t); err != nil {
			return err
		}
		t.catchUp(t.now) // what is due now runs at once, on a frozen clock too
		l.claims.hold(hold, t.deliveries)
		return nil
	})
	if err != nil {
		return err
	}
	if len(t.events) > 0 {
		l.publish(t.events)
	}
	return nil
}

// alone makes one change that cannot fail, and nothing else: what is due is
// not done first. It is for who does what is due.
func (l *Ledger) alone(fn func(*Tx)) {
	var t *Tx
	_ = l.db.Update(func(w *store.Tx) error {
		t = l.begin(w)
		fn(t)
		return nil
	})
	if len(t.events) > 0 {
		l.publish(t.events)
	}
}

// View reads one consistent state, in which all that is due has been done.
func (l *Ledger) View(fn func(store.Reader)) {
	r := l.db.View()
	if l.overdue(r) {
		l.CatchUp()
		r = l.db.View()
	}
	fn(r)
}

func (l *Ledger) overdue(r store.Reader) bool {
	next, ok := first(r.DueNext(store.Deed))
	return ok && !next.At.After(l.clock.Now())
}

// Switches is the merchant without catching up first, for who wants to know
// its settings and not its balance.
func (l *Ledger) Switches() alipay.Merchant { return l.db.View().Merchant() }

// Snapshot keeps the ledger's state and the clock's.
type Snapshot struct {
	tables store.Snapshot
	clock  clock.State
}

// Snapshot takes the present state; taking it costs nothing.
func (l *Ledger) Snapshot() Snapshot {
	l.restoring.Lock()
	defer l.restoring.Unlock()
	return Snapshot{l.db.Snapshot(), l.clock.State()}
}

// Restore goes back to a snapshot. What is in flight, a notification whose
// shop has not answered yet, is discarded when it lands (spec decision 41).
func (l *Ledger) Restore(s Snapshot) { l.restore(s, s.clock, (*clock.Clock).Restore) }

// Reset goes back to a snapshot's rows with the clock as told.
func (l *Ledger) Reset(s Snapshot, at clock.State) { l.restore(s, at, (*clock.Clock).Load) }

func (l *Ledger) restore(s Snapshot, at clock.State, set func(*clock.Clock, clock.State)) {
	l.restoring.Lock()
	defer l.restoring.Unlock()
	l.db.Restore(s.tables)
	set(l.clock, at)
	l.generation++
	l.claims.clear()
	l.publish([]Event{{At: l.clock.Now(), Kind: EventWorld}})
}

// Generation counts the resets and restores of this ledger.
func (l *Ledger) Generation() uint64 {
	l.restoring.RLock()
	defer l.restoring.RUnlock()
	return l.generation
}
