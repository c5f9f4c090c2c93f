package store

import (
	"iter"
	"time"

	"github.com/hashicorp/go-memdb"

	"localipay/emulator/alipay"
)

const days = "day"

// day is one on which money moved. It is made of the entries, and in no state
// file.
type day struct {
	at      time.Time // its midnight, GMT+8
	version *Version
}

// Version stands for what a day's entries are: each entry that is written makes
// another one, which only a restore brings back, together with those entries.
// Who keeps something made of them compares the pointers.
type Version struct{ _ byte }

func dayTable() *memdb.TableSchema {
	return table(days, map[string]key[day]{
		byID: func(d day) string { return instant(d.at) },
	})
}

// DayVersion is that of the day that begins at a time; nil if no money moved.
func (r Reader) DayVersion(at time.Time) *Version {
	d, _ := get[day](r, days, byID, instant(at))
	return d.version
}

// Days lists the days on which money moved, from one on.
func (r Reader) Days(from time.Time) iter.Seq[time.Time] {
	all := rows[day](r.txn.LowerBound(days, byID, instant(from)))
	return func(yield func(time.Time) bool) {
		for d := range all {
			if !yield(d.at) {
				return
			}
		}
	}
}

func (t *Tx) touchDay(at time.Time) { put(t, days, day{alipay.StartOfDay(at), new(Version)}) }
