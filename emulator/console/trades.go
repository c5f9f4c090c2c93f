package console

import (
	"net/url"
	"slices"
	"strconv"

	"localipay/emulator/alipay"
	"localipay/emulator/ledger"
	"localipay/emulator/view"
)

// tradesPage is the list of a merchant's trades.
type tradesPage struct {
	here
	Base    string // the list's own path
	List    view.List
	Wrong   []string // fields of the query that cannot be read
	Columns []column
	Pages   []pageLink
	Kept    []alipay.Field // of the query, beside the form's fields
}

// column is a heading of the list; one that sorts has a URL.
type column struct {
	Text, URL string
	Number    bool
	Sorted    string // aria-sort of the column that the list is sorted by
	Mark      string
}

// pageLink leads to another page of a list.
type pageLink struct {
	Text, URL, Rel string
	Current        bool
}

// Statuses are those to filter by.
func (tradesPage) Statuses() []alipay.TradeStatus { return view.Statuses() }

// IsWrong tells whether a field cannot be read.
func (p tradesPage) IsWrong(field string) bool { return slices.Contains(p.Wrong, field) }

func newTradesPage(l *ledger.Ledger, s *view.Sheet, v url.Values, base string, t say) tradesPage {
	q, wrong := view.ReadQuery(v, l.Switches().Currency)
	p := tradesPage{Base: base, Wrong: wrong, List: s.Trades(l, q)}
	q = p.List.Query
	p.Columns = columns(q, base, t)
	p.Pages = pageLinks(q, p.List.Pages, base, t)
	for _, name := range []string{"sort", "order"} {
		if value := q.Values().Get(name); value != "" {
			p.Kept = append(p.Kept, alipay.Field{Name: name, Value: value})
		}
	}
	return p
}

func columns(q view.Query, base string, t say) []column {
	head := func(key string, number bool) column { return column{Text: t("trades.column." + key), Number: number} }
	sorted := func(key string, s view.Sort, number bool) column {
		c := head(key, number)
		c.URL = withQuery(base, q.SortedBy(s).Values())
		if q.Sort == s {
			c.Sorted, c.Mark = "descending", "▼"
			if q.Ascending {
				c.Sorted, c.Mark = "ascending", "▲"
			}
		}
		return c
	}
	return []column{
		sorted("time", view.ByTime, false), head("order", false), head("store", false), head("buyer", false),
		sorted("status", view.ByStatus, false), sorted("amount", view.ByAmount, true), sorted("refunded", view.ByRefunded, true),
	}
}

func withQuery(base string, v url.Values) string {
	if len(v) == 0 {
		return base
	}
	return base + "?" + v.Encode()
}

// pageLinks are the first page, the last, and those around this one.
func pageLinks(q view.Query, pages int, base string, t say) []pageLink {
	link := func(text string, page int, rel string) pageLink {
		l := pageLink{Text: text, Rel: rel}
		if page >= 1 && page <= pages && page != q.Page {
			l.URL = withQuery(base, q.At(page).Values())
		}
		return l
	}
	list := []pageLink{link(t("trades.first"), 1, ""), link(t("trades.previous"), q.Page-1, "prev")}
	const around = 2
	for page := max(1, q.Page-around); page <= min(pages, q.Page+around); page++ {
		l := link(strconv.Itoa(page), page, "")
		l.Current = page == q.Page
		list = append(list, l)
	}
	return append(list, link(t("trades.next"), q.Page+1, "next"), link(t("trades.last"), pages, ""))
}
