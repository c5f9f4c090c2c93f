package store

import (
	"iter"

	"localipay/emulator/alipay"
)

// byChange is the order in which trades were last changed. Who keeps something
// made of all trades reads by it what is new.
const byChange = "change"

// LastTradeChange is the number of the last change of any trade; 0 if there was
// none. Numbers go back with a restore.
func (r Reader) LastTradeChange() uint64 {
	for t := range r.TradesChanged(0) {
		return t.Change
	}
	return 0
}

// TradesChanged lists the trades that have changed after a number, the last
// changed first.
func (r Reader) TradesChanged(after uint64) iter.Seq[alipay.Trade] {
	all := rows[alipay.Trade](r.txn.ReverseLowerBound(trades, byChange, number(last)))
	return func(yield func(alipay.Trade) bool) {
		for t := range all {
			if t.Change <= after || !yield(t) {
				return
			}
		}
	}
}
