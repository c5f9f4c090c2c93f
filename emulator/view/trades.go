package view

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"localipay/emulator/alipay"
	"localipay/emulator/store"
)

// PageSize is how many trades a page shows.
const PageSize = 50

// Sum is what a list comes to in one currency.
type Sum struct {
	Currency       alipay.Currency
	Count          int
	Paid, Refunded alipay.Money
}

// Row is one trade in a list, with the store where it was paid.
type Row struct {
	alipay.Trade
	Store alipay.BizData
}

// List is one page of trades.
type List struct {
	Query Query
	Rows  []Row
	Count int // of all pages
	Sums  []Sum
	Pages int
}

// Trades gives one page of rows that are looked at once.
func Trades(r store.Reader, q Query) List {
	var s Sheet
	s.refresh(r)
	return s.list(r, q)
}

// list walks all trades once for the sums. Of each that matches only its rank is
// kept, and no more of them than the pages until this one hold.
func (s *Sheet) list(r store.Reader, q Query) List {
	list := List{Query: q}
	keep := ranks{most: q.Page * PageSize}
	wanted := q.filter(r)
	for i := len(s.lines) - 1; i >= 0; i-- {
		t := &s.lines[i]
		if !wanted.matches(t) {
			continue
		}
		list.Count++
		list.add(t)
		key := t.key(q.Sort)
		if !q.Ascending {
			key = -key
		}
		keep.add(rank{key, int32(i)})
	}
	list.Pages = max(1, (list.Count+PageSize-1)/PageSize)
	if q.Page > list.Pages { // rows may be gone since the link was made
		list.Query.Page = list.Pages
	}
	for _, k := range keep.page(list.Query.Page) {
		t, _ := r.Trade(s.lines[k.at].outTradeNo)
		code, _ := r.QRCode(t.Code)
		list.Rows = append(list.Rows, Row{t, code.Biz})
	}
	return list
}

func (l *List) add(t *line) {
	at := slices.IndexFunc(l.Sums, func(s Sum) bool { return s.Currency == t.currency })
	if at < 0 {
		at = len(l.Sums)
		l.Sums = append(l.Sums, Sum{Currency: t.currency})
	}
	s := &l.Sums[at]
	s.Count++
	s.Refunded += t.refunded
	if t.paid {
		s.Paid += t.amount
	}
}

// filter is a query, prepared for many rows.
type filter struct {
	Query
	text         string
	from, after  int64           // seconds; from is included
	stores, buys map[string]bool // codes and buyers, whether the text is in them
	reader       store.Reader
}

func (q Query) filter(r store.Reader) *filter {
	f := &filter{Query: q, text: strings.ToLower(q.Text), stores: map[string]bool{}, buys: map[string]bool{}, reader: r}
	f.from, f.after = math.MinInt64, math.MaxInt64
	if !q.From.IsZero() {
		f.from = q.From.Unix()
	}
	if !q.To.IsZero() {
		f.after = q.To.Add(alipay.Day).Unix()
	}
	return f
}

func (f *filter) matches(t *line) bool {
	switch {
	case f.Status != "" && t.status != f.Status,
		t.created < f.from, t.created >= f.after,
		t.amount < f.Min,
		f.Max > 0 && t.amount > f.Max:
		return false
	}
	return f.text == "" || f.has(t)
}

func (f *filter) has(t *line) bool {
	return known(f.stores, t.code, f.inStore) || known(f.buys, t.buyer, f.inBuyer) ||
		strings.Contains(t.outTradeNo, f.text) || strings.Contains(t.tradeNo, f.text) ||
		t.memo != "" && strings.Contains(strings.ToLower(t.memo), f.text)
}

// known asks once for each key: of many trades the codes and buyers are few.
func known(memory map[string]bool, key string, ask func(string) bool) bool {
	answer, asked := memory[key]
	if !asked {
		answer = ask(key)
		memory[key] = answer
	}
	return answer
}

func (f *filter) inStore(code string) bool {
	q, _ := f.reader.QRCode(code)
	return f.inAny(code, q.Biz.StoreID, q.Biz.StoreName, q.Biz.MerchantID, q.Biz.MerchantName, q.Biz.TaxiNumber)
}

func (f *filter) inBuyer(id string) bool {
	b, _ := f.reader.Buyer(id)
	return f.inAny(id, b.Name, b.Login)
}

func (f *filter) inAny(texts ...string) bool {
	return slices.ContainsFunc(texts, func(s string) bool { return strings.Contains(strings.ToLower(s), f.text) })
}

// rank is a trade's place in the order: the lowest key first, and of equal ones
// the newest.
type rank struct {
	key int64
	at  int32 // its line
}

func (a rank) compare(b rank) int { return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(b.at, a.at)) }

// ranks keeps the first ones of an order.
type ranks struct {
	most   int
	kept   []rank
	pruned bool // kept[:most] are in order, and nothing behind the last of them is wanted
}

// add sorts now and then, so that it costs little for each and the memory of two
// times what is wanted.
func (k *ranks) add(r rank) {
	const spare = 1000
	if k.pruned && r.compare(k.kept[k.most-1]) > 0 {
		return
	}
	if k.kept = append(k.kept, r); len(k.kept) == 2*k.most+spare {
		k.prune()
	}
}

func (k *ranks) prune() {
	if !slices.IsSortedFunc(k.kept, rank.compare) { // by time they come in order
		slices.SortFunc(k.kept, rank.compare)
	}
	if len(k.kept) > k.most {
		k.kept, k.pruned = k.kept[:k.most], true
	}
}

func (k *ranks) page(n int) []rank {
	k.prune()
	from := min((n-1)*PageSize, len(k.kept))
	return k.kept[from:min(from+PageSize, len(k.kept))]
}
