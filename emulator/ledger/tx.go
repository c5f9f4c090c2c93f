package ledger

import (
	"iter"
	"time"

	"localipay/emulator/store"
)

// Tx is one change of the ledger. Everything in it happens at one moment of
// the merchant's clock.
type Tx struct {
	store.Reader
	ledger *Ledger
	write  *store.Tx
	now    time.Time

	events     []Event
	deliveries []store.Due // what is to be sent
}

func (l *Ledger) begin(w *store.Tx) *Tx {
	return &Tx{Reader: w.Reader, ledger: l, write: w, now: l.clock.Now()}
}

// Now is the moment of this change by the merchant's clock.
func (t *Tx) Now() time.Time { return t.now }

// next counts one up and says the new value.
func (t *Tx) next(counter func(*store.Counters) *uint64) uint64 {
	c := t.Counters()
	*counter(&c)++
	t.write.PutCounters(c)
	return *counter(&c)
}

func (t *Tx) seq() uint64 {
	return t.next(func(c *store.Counters) *uint64 { return &c.Seq })
}

// later puts something on the list of what is due. Clocks show whole seconds,
// so what a switch of "500ms" delays is due when the next one is shown.
func (t *Tx) later(kind dueKind, ref string, at time.Time) store.Due {
	d := store.Due{Seq: t.seq(), Class: kind.class(), Kind: string(kind), Ref: ref, At: wholeSecond(at)}
	t.write.PutDue(d)
	return d
}

func wholeSecond(at time.Time) time.Time {
	if whole := at.Truncate(time.Second); whole.Before(at) {
		return whole.Add(time.Second)
	}
	return at
}

func (t *Tx) never(kind dueKind, ref string) { t.write.RemoveDue(string(kind), ref) }

func (t *Tx) tell(e Event) {
	e.At = t.now
	t.events = append(t.events, e)
}

func first[T any](all iter.Seq[T]) (row T, ok bool) {
	for row := range all {
		return row, true
	}
	return row, false
}
