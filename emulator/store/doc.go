// Package store keeps one world's rows in memory, on go-memdb. It has no
// clock, no randomness and no rules: the ledger above it is the only writer.
//
// Rows are flat values, never pointers, so that nobody can change a row
// behind the store's back. go-memdb does not enforce Unique on a secondary
// index; the ledger checks in the same transaction. A snapshot costs nothing:
// the trees are immutable.
package store
