package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"
)

// Tx is one transaction; it lives no longer than the function it is given to.
type Tx struct {
	ctx context.Context
	tx  *sql.Tx
}

// change runs a statement and tells how many rows it touched.
func (t *Tx) change(statement string, args ...any) (int64, error) {
	result, err := t.tx.ExecContext(t.ctx, statement, args...)
	if err != nil {
		return 0, fmt.Errorf("store: %w; the statement was %s", err, statement)
	}
	return result.RowsAffected()
}

type scanner interface{ Scan(targets ...any) error }

// rows reads all rows of a query.
func rows[T any](t *Tx, read func(scanner) (T, error), query string, args ...any) ([]T, error) {
	result, err := t.tx.QueryContext(t.ctx, query, args...)
	if err != nil {
		return nil, fmt.Errorf("store: %w; the query was %s", err, query)
	}
	defer func() { _ = result.Close() }()
	var all []T
	for result.Next() {
		one, err := read(result)
		if err != nil {
			return nil, fmt.Errorf("store: %w; the query was %s", err, query)
		}
		all = append(all, one)
	}
	return all, result.Err()
}

// row reads the first row of a query, if there is one.
func row[T any](t *Tx, read func(scanner) (T, error), query string, args ...any) (T, bool, error) {
	all, err := rows(t, read, query+" LIMIT 1", args...)
	if err != nil || len(all) == 0 {
		var none T
		return none, false, err
	}
	return all[0], true, nil
}

func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

func fromMillis(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms)
}
