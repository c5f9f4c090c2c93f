package store

import (
	"iter"

	"github.com/hashicorp/go-memdb"

	"localipay/emulator/fault"
)

const faults = "fault"

func faultTable() *memdb.TableSchema {
	return table(faults, map[string]key[fault.Rule]{
		byID:  func(r fault.Rule) string { return r.ID },
		bySeq: func(r fault.Rule) string { return number(r.Seq) },
	})
}

// Fault finds a fault rule.
func (r Reader) Fault(id string) (fault.Rule, bool) {
	return get[fault.Rule](r, faults, byID, id)
}

// Faults lists the fault rules in their order.
func (r Reader) Faults() iter.Seq[fault.Rule] { return oldest[fault.Rule](r, faults, 0) }

// FaultsBefore lists fault rules against their order, from a sequence number back.
func (r Reader) FaultsBefore(from uint64) iter.Seq[fault.Rule] {
	return newest[fault.Rule](r, faults, from)
}

// PutFault writes a fault rule.
func (t *Tx) PutFault(r fault.Rule) { put(t, faults, r) }

// RemoveFault removes a fault rule.
func (t *Tx) RemoveFault(r fault.Rule) { remove(t, faults, r) }
