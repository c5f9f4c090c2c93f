package store

import "github.com/hashicorp/go-memdb"

const counters = "counters"

// Counters are the numbers that ids are made from. They only ever grow, so
// that an id never repeats, even on a clock that was put back.
type Counters struct {
	Seq    uint64 // creation order over all tables
	Code   uint64
	Trade  uint64
	Notice uint64
	Fault  uint64
}

func counterTable() *memdb.TableSchema {
	return table(counters, map[string]key[Counters]{
		byID: func(Counters) string { return only },
	})
}

// Counters are the world's counters.
func (r Reader) Counters() Counters {
	c, _ := get[Counters](r, counters, byID, only)
	return c
}

// PutCounters replaces the world's counters.
func (t *Tx) PutCounters(c Counters) { put(t, counters, c) }
