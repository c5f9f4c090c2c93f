package store

import (
	"iter"
	"time"

	"github.com/hashicorp/go-memdb"

	"localipay/emulator/alipay"
)

const entries = "entry"

// entryTable keeps the books in the order in which files have them: by time,
// then creation.
func entryTable() *memdb.TableSchema {
	return table(entries, map[string]key[alipay.Entry]{
		byID: func(e alipay.Entry) string { return entryKey(e.At, e.Seq) },
	})
}

func entryKey(at time.Time, seq uint64) string { return instant(at) + number(seq) }

// Entries lists the entries from a time on, until another that is not in it.
func (r Reader) Entries(from, to time.Time) iter.Seq[alipay.Entry] {
	return r.EntriesFrom(from, 0, to)
}

// EntriesFrom does the same from one entry on, that itself included.
func (r Reader) EntriesFrom(at time.Time, seq uint64, to time.Time) iter.Seq[alipay.Entry] {
	all := rows[alipay.Entry](r.txn.LowerBound(entries, byID, entryKey(at, seq)))
	return func(yield func(alipay.Entry) bool) {
		for e := range all {
			if !e.At.Before(to) || !yield(e) {
				return
			}
		}
	}
}

func (r Reader) allEntries() iter.Seq[alipay.Entry] {
	return rows[alipay.Entry](r.txn.Get(entries, byID))
}

// PutEntry writes an entry.
func (t *Tx) PutEntry(e alipay.Entry) {
	put(t, entries, e)
	t.touchDay(e.At)
}
