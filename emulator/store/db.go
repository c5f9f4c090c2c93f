package store

import (
	"iter"
	"sync"
	"sync/atomic"

	"github.com/hashicorp/go-memdb"
)

// byID is the index that go-memdb wants every table to have.
const byID = "id"

var schema = sync.OnceValue(func() *memdb.DBSchema {
	s := &memdb.DBSchema{Tables: map[string]*memdb.TableSchema{}}
	for _, t := range []*memdb.TableSchema{
		merchantTable(), counterTable(), codeTable(), tradeTable(), refundTable(),
		notificationTable(), storeTable(), buyerTable(), dueTable(), faultTable(), entryTable(), dayTable(),
	} {
		s.Tables[t.Name] = t
	}
	return s
})

// DB is one world's tables.
type DB struct {
	mem   atomic.Pointer[memdb.MemDB]
	write sync.Mutex
}

// New is an empty DB.
func New() *DB {
	mem, err := memdb.NewMemDB(schema())
	if err != nil {
		panic("store: the schema is wrong: " + err.Error())
	}
	db := &DB{}
	db.mem.Store(mem)
	return db
}

// From is a DB that begins at a snapshot.
func From(s Snapshot) *DB {
	db := &DB{}
	db.mem.Store(s.mem.Snapshot())
	return db
}

// Update runs fn in a transaction that is committed if fn returns nil and
// leaves no trace if it returns an error or panics. fn must not call out.
func (db *DB) Update(fn func(*Tx) error) error {
	db.write.Lock()
	defer db.write.Unlock()
	txn := db.mem.Load().Txn(true)
	defer txn.Abort()
	if err := fn(&Tx{Reader{txn}}); err != nil {
		return err
	}
	txn.Commit()
	return nil
}

// View reads one consistent state.
func (db *DB) View() Reader { return Reader{db.mem.Load().Txn(false)} }

// Snapshot is a state of the tables that never changes.
type Snapshot struct{ mem *memdb.MemDB }

// Snapshot keeps the present state.
func (db *DB) Snapshot() Snapshot { return Snapshot{db.mem.Load().Snapshot()} }

// Restore puts the tables back to a snapshot, which stays usable.
func (db *DB) Restore(s Snapshot) {
	db.write.Lock()
	defer db.write.Unlock()
	db.mem.Store(s.mem.Snapshot())
}

// Reader reads rows.
type Reader struct{ txn *memdb.Txn }

// Tx reads and writes rows.
type Tx struct{ Reader }

// The schema is fixed at compile time, so an error of go-memdb's is a bug in
// this package; the transaction's Abort runs on the way up.
func must(err error) {
	if err != nil {
		panic("store: " + err.Error())
	}
}

func get[T any](r Reader, table, index, k string) (T, bool) {
	raw, err := r.txn.First(table, index, k)
	must(err)
	row, ok := raw.(T)
	return row, ok
}

func put[T any](t *Tx, table string, row T) { must(t.txn.Insert(table, row)) }

func remove[T any](t *Tx, table string, row T) { must(t.txn.Delete(table, row)) }

func rows[T any](it memdb.ResultIterator, err error) iter.Seq[T] {
	must(err)
	return func(yield func(T) bool) {
		for raw := it.Next(); raw != nil; raw = it.Next() {
			if row, ok := raw.(T); !ok || !yield(row) {
				return
			}
		}
	}
}

// oldest lists rows by creation from a sequence number on.
func oldest[T any](r Reader, table string, from uint64) iter.Seq[T] {
	return rows[T](r.txn.LowerBound(table, bySeq, number(from)))
}

// newest lists rows against creation, from a sequence number back.
func newest[T any](r Reader, table string, from uint64) iter.Seq[T] {
	return rows[T](r.txn.ReverseLowerBound(table, bySeq, number(from)))
}

// bySeq is the index by order of creation.
const bySeq = "seq"
