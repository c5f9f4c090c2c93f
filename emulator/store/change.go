package store

import (
	"iter"

	"github.com/hashicorp/go-memdb"

	"localipay/emulator/alipay"
)

const changes = "trade_change"

// change is a trade's last change. Who keeps something made of all trades reads
// by it what is new. It is no part of a trade, and of no state file.
type change struct {
	Number     uint64
	OutTradeNo string
}

func changeTable() *memdb.TableSchema {
	return table(changes, map[string]key[change]{
		byID:  func(c change) string { return c.OutTradeNo },
		bySeq: func(c change) string { return number(c.Number) },
	})
}

// LastTradeChange is the number of the last change of any trade; 0 if there was
// none. Numbers go back with a restore.
func (r Reader) LastTradeChange() uint64 {
	for c := range newest[change](r, changes, last) {
		return c.Number
	}
	return 0
}

// TradesChanged lists the trades that have changed after a number, the last
// changed first.
func (r Reader) TradesChanged(after uint64) iter.Seq[alipay.Trade] {
	return func(yield func(alipay.Trade) bool) {
		for c := range newest[change](r, changes, last) {
			if c.Number <= after {
				return
			}
			if t, ok := r.Trade(c.OutTradeNo); ok && !yield(t) {
				return
			}
		}
	}
}
