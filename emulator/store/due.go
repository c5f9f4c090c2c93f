package store

import (
	"iter"
	"time"

	"github.com/hashicorp/go-memdb"

	"localipay/emulator/fault"
)

// Due is something that happens later: one row, no timer.
type Due struct {
	Seq   uint64
	Class Class
	Kind  string
	Ref   string // id of the row that it is about
	At    time.Time
	// Plan is what fault rules make of this send, once it was held against
	// them; it is never changed.
	Plan *fault.Send `json:",omitempty"`
}

// Class keeps apart what the ledger does by itself from what has to call a
// shop, and from what waits for neither.
type Class byte

// A deed changes the ledger; a delivery sends a notification; one that is held
// waits for another to go out first, and is due at no time.
const (
	Deed     Class = 'd'
	Delivery Class = 'n'
	Held     Class = 'z'
)

const (
	dues   = "due"
	byTime = "time"
)

func dueTable() *memdb.TableSchema {
	return table(dues, map[string]key[Due]{
		byID:   func(d Due) string { return dueKey(d.Kind, d.Ref) },
		byTime: func(d Due) string { return string(d.Class) + instant(d.At) + number(d.Seq) },
	})
}

func dueKey(kind, ref string) string { return kind + "\x1f" + ref }

// Due finds the row of a kind about something.
func (r Reader) Due(kind, ref string) (Due, bool) {
	return get[Due](r, dues, byID, dueKey(kind, ref))
}

// DueNext lists what is due of a class, by due time, then creation.
func (r Reader) DueNext(class Class) iter.Seq[Due] {
	all := rows[Due](r.txn.LowerBound(dues, byTime, string(class)))
	return func(yield func(Due) bool) {
		for d := range all {
			if d.Class != class || !yield(d) {
				return
			}
		}
	}
}

// DueAfter finds the first row of a class that is due later than t, in whole
// seconds.
func (r Reader) DueAfter(class Class, t time.Time) (Due, bool) {
	from := string(class) + instant(t.Add(time.Second))
	for d := range rows[Due](r.txn.LowerBound(dues, byTime, from)) {
		return d, d.Class == class
	}
	return Due{}, false
}

// PutDue writes a row; one of the same kind about the same thing is replaced.
func (t *Tx) PutDue(d Due) { put(t, dues, d) }

// RemoveDue removes a row if it is there.
func (t *Tx) RemoveDue(kind, ref string) {
	if d, ok := t.Due(kind, ref); ok {
		remove(t, dues, d)
	}
}
