package store

import (
	"encoding/binary"
	"fmt"
	"time"

	"github.com/hashicorp/go-memdb"
)

// key is an index over rows of type T; a row whose key is "" is not in it.
type key[T any] func(row T) string

var _ memdb.SingleIndexer = key[struct{}](nil)

// FromObject implements memdb.SingleIndexer.
func (k key[T]) FromObject(obj any) (bool, []byte, error) {
	row, ok := obj.(T)
	if !ok {
		return false, nil, fmt.Errorf("store: a %T in the wrong table", obj)
	}
	text := k(row)
	return text != "", terminated(text), nil
}

// FromArgs implements memdb.Indexer.
func (k key[T]) FromArgs(args ...any) ([]byte, error) {
	if len(args) != 1 {
		return nil, fmt.Errorf("store: %d keys for an index of one", len(args))
	}
	text, ok := args[0].(string)
	if !ok {
		return nil, fmt.Errorf("store: a %T is not a key", args[0])
	}
	return terminated(text), nil
}

// terminated ends a key so that no key is the beginning of another.
func terminated(text string) []byte {
	out := make([]byte, len(text)+1)
	copy(out, text)
	return out
}

// number writes n so that keys sort as numbers do.
func number(n uint64) string {
	return string(binary.BigEndian.AppendUint64(nil, n))
}

// instant writes t so that keys sort by time.
func instant(t time.Time) string {
	return number(uint64(t.Unix()) ^ 1<<63)
}

func table[T any](name string, indexes map[string]key[T]) *memdb.TableSchema {
	t := &memdb.TableSchema{Name: name, Indexes: map[string]*memdb.IndexSchema{}}
	for index, k := range indexes {
		t.Indexes[index] = &memdb.IndexSchema{Name: index, Unique: true, AllowMissing: index != byID, Indexer: k}
	}
	return t
}
