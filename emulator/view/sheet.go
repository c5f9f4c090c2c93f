package view

import (
	"cmp"
	"slices"
	"sync"

	"localipay/emulator/alipay"
	"localipay/emulator/ledger"
	"localipay/emulator/store"
)

// Sheet holds of every trade of a world what a list filters, sorts and sums by,
// side by side: to walk 100,000 rows of the store takes longer than a reader
// should wait. It follows the store by the trades that have changed.
type Sheet struct {
	mu         sync.Mutex
	generation uint64 // of the ledger: after a restore all is read anew
	change     uint64 // the last one that is in the lines
	lines      []line // oldest first
}

type line struct {
	seq                                    uint64
	created                                int64 // seconds
	amount, refunded                       alipay.Money
	paid                                   bool
	status                                 alipay.TradeStatus
	currency                               alipay.Currency
	outTradeNo, tradeNo, code, buyer, memo string
}

func lineOf(t alipay.Trade) line {
	return line{
		seq: t.Seq, created: t.CreatedAt.Unix(), amount: t.Amount, refunded: t.Refunded, paid: t.Paid(), status: t.Status,
		currency: t.Currency, outTradeNo: t.OutTradeNo, tradeNo: t.TradeNo, code: t.Code, buyer: t.BuyerID, memo: t.Memo,
	}
}

// Trades gives one page of a ledger's trades. A sheet is of one ledger only.
func (s *Sheet) Trades(l *ledger.Ledger, q Query) (list List) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for {
		generation := l.Generation()
		if generation != s.generation {
			s.generation, s.change, s.lines = generation, 0, nil
		}
		l.View(func(r store.Reader) {
			s.refresh(r)
			list = s.list(r, q)
		})
		if l.Generation() == generation { // else the rows may be those of before the restore
			return list
		}
	}
}

// refresh reads what has changed since, or all if there is nothing yet.
func (s *Sheet) refresh(r store.Reader) {
	if len(s.lines) == 0 {
		for t := range r.Trades(^uint64(0)) {
			s.lines = append(s.lines, lineOf(t))
		}
		slices.Reverse(s.lines)
		s.change = r.LastTradeChange()
		return
	}
	known := len(s.lines)
	for t := range r.TradesChanged(s.change) {
		at, ok := slices.BinarySearchFunc(s.lines[:known], t.Seq, func(l line, seq uint64) int { return cmp.Compare(l.seq, seq) })
		if ok {
			s.lines[at] = lineOf(t)
		} else {
			s.lines = append(s.lines, lineOf(t))
		}
	}
	slices.SortFunc(s.lines[known:], func(a, b line) int { return cmp.Compare(a.seq, b.seq) })
	s.change = r.LastTradeChange()
}

// key is what a trade is ordered by; equal ones are newest first.
func (l *line) key(s Sort) int64 {
	switch s {
	case ByAmount:
		return int64(l.amount)
	case ByRefunded:
		return int64(l.refunded)
	case ByStatus:
		return int64(slices.Index(Statuses(), l.status))
	}
	return int64(l.seq)
}

// Sheets keeps a sheet for each ledger.
type Sheets struct {
	mu   sync.Mutex
	kept map[*ledger.Ledger]*Sheet
}

// Of gives a ledger's sheet. Those of ledgers that are not wanted any more are
// forgotten when there is a new one.
func (a *Sheets) Of(l *ledger.Ledger, wanted func(*ledger.Ledger) bool) *Sheet {
	a.mu.Lock()
	defer a.mu.Unlock()
	if s, ok := a.kept[l]; ok {
		return s
	}
	kept := map[*ledger.Ledger]*Sheet{l: {generation: ^uint64(0)}}
	for other, s := range a.kept {
		if wanted(other) {
			kept[other] = s
		}
	}
	a.kept = kept
	return kept[l]
}
