//go:build !nosqlite

package store

// Images for PostgreSQL leave it out: its translated C takes long to compile.
import _ "modernc.org/sqlite" // registers "sqlite", without cgo
