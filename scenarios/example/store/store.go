// Package store keeps the shop's books in SQL: SQLite by default, PostgreSQL
// by address. Amounts are whole cents, times are milliseconds.
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"

	_ "github.com/jackc/pgx/v5/stdlib" // registers "pgx"
)

// Store is the shop's books.
type Store struct {
	db      *sql.DB
	trouble atomic.Int64 // how many bookings are still to fail
}

// ErrTrouble is the failure that somebody asked for with Fail.
var ErrTrouble = errors.New("the store failed, as asked for by /trouble")

// Connect opens a PostgreSQL address, a SQLite file, or with "" a SQLite
// database in memory that ends with the process.
func Connect(ctx context.Context, address string) (*Store, error) {
	driver, source := "sqlite", "file:"+address+"?_txlock=immediate&_pragma=busy_timeout(5000)"
	switch {
	case strings.HasPrefix(address, "postgres://"), strings.HasPrefix(address, "postgresql://"):
		driver, source = "pgx", address
	case address == "":
		source = ":memory:"
	}
	if !slices.Contains(sql.Drivers(), driver) {
		return nil, fmt.Errorf("database %q: this shop was built without SQLite (-tags nosqlite); set DATABASE_URL to a postgres:// address", address)
	}
	db, err := sql.Open(driver, source)
	if err != nil {
		return nil, fmt.Errorf("database %q: %w", address, err)
	}
	if driver == "sqlite" {
		db.SetMaxOpenConns(1) // SQLite has one writer; and a database in memory is its connection's own
	}
	if driver == "pgx" {
		db.SetMaxOpenConns(10) // a server serves others too
	}
	s := &Store{db: db}
	for _, statement := range schema() {
		if _, err := db.ExecContext(ctx, statement); err != nil {
			_ = db.Close()
			return nil, fmt.Errorf("database %q: %w; the statement was %s", address, err, statement)
		}
	}
	return s, nil
}

// Close ends it.
func (s *Store) Close() error { return s.db.Close() }

// Fail makes the next bookings fail.
func (s *Store) Fail(times int) { s.trouble.Store(int64(times)) }

// Book runs one transaction that books money: all of it or nothing.
func (s *Store) Book(ctx context.Context, fn func(*Tx) error) error {
	return s.Note(ctx, func(t *Tx) error {
		if err := fn(t); err != nil {
			return err
		}
		if s.troubled() {
			return ErrTrouble
		}
		return nil
	})
}

func (s *Store) troubled() bool {
	for {
		left := s.trouble.Load()
		if left <= 0 {
			return false
		}
		if s.trouble.CompareAndSwap(left, left-1) {
			return true
		}
	}
}

// Note runs one transaction that reads, or writes what is not money. It goes
// on when the caller has gone: a booking must not depend on a browser.
func (s *Store) Note(ctx context.Context, fn func(*Tx) error) (err error) {
	ctx = context.WithoutCancel(ctx)
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("store: %w", err)
	}
	defer func() { _ = tx.Rollback() }() // after a commit this does nothing
	if err := fn(&Tx{ctx: ctx, tx: tx}); err != nil {
		return err
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("store: %w", err)
	}
	return nil
}
