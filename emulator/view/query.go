package view

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"localipay/emulator/alipay"
)

// Sort is what a list of trades is ordered by.
type Sort string

// Orders of a list of trades. By time is by creation, which the list has anyway.
const (
	ByTime     Sort = "time"
	ByAmount   Sort = "amount"
	ByStatus   Sort = "status"
	ByRefunded Sort = "refunded"
)

// Sorts are all orders, in the order of the columns.
func Sorts() []Sort { return []Sort{ByTime, ByStatus, ByAmount, ByRefunded} }

// Statuses are the lives of a trade in their order.
func Statuses() []alipay.TradeStatus {
	return []alipay.TradeStatus{alipay.WaitBuyerPay, alipay.TradeSuccess, alipay.TradeFinished, alipay.TradeClosed}
}

// Query chooses and orders trades. It is the query of a page's URL, so that a
// list can be sent to somebody.
type Query struct {
	Status    alipay.TradeStatus // "" for any
	Text      string             // in a number, the code, the store, the buyer or the memo
	From, To  time.Time          // days, GMT+8, both included; zero for none
	Min, Max  alipay.Money       // 0 for none
	Sort      Sort
	Ascending bool
	Page      int // from 1

	currency alipay.Currency
}

// Fields of the URL. The page's form has the same names.
const (
	fieldStatus = "status"
	fieldText   = "q"
	fieldFrom   = "from"
	fieldTo     = "to"
	fieldMin    = "min"
	fieldMax    = "max"
	fieldSort   = "sort"
	fieldOrder  = "order"
	fieldPage   = "page"
)

const (
	ascending  = "asc"
	dayLayout  = "2006-01-02"
	mostText   = 200
	mostPage   = 1 << 20
	firstOfAll = 1
)

// ReadQuery reads a URL's query. What cannot be read does not filter, and its
// field is named, so that the page can say so beside it.
func ReadQuery(v url.Values, c alipay.Currency) (q Query, wrong []string) {
	q = Query{
		Text: alipay.Shorten(strings.TrimSpace(v.Get(fieldText)), mostText), Sort: ByTime, Page: firstOfAll, currency: c,
		Ascending: v.Get(fieldOrder) == ascending,
	}
	note := func(field string, ok bool) {
		if !ok {
			wrong = append(wrong, field)
		}
	}
	if s := alipay.TradeStatus(v.Get(fieldStatus)); slices.Contains(Statuses(), s) {
		q.Status = s
	} else {
		note(fieldStatus, s == "")
	}
	if s := Sort(v.Get(fieldSort)); slices.Contains(Sorts(), s) {
		q.Sort = s
	} else {
		note(fieldSort, s == "")
	}
	var ok bool
	q.From, ok = day(v.Get(fieldFrom))
	note(fieldFrom, ok)
	q.To, ok = day(v.Get(fieldTo))
	note(fieldTo, ok)
	q.Min, ok = money(v.Get(fieldMin), c)
	note(fieldMin, ok)
	q.Max, ok = money(v.Get(fieldMax), c)
	note(fieldMax, ok)
	if n, err := strconv.Atoi(v.Get(fieldPage)); err == nil && n > firstOfAll && n < mostPage {
		q.Page = n
	}
	return q, wrong
}

func day(text string) (time.Time, bool) {
	if text == "" {
		return time.Time{}, true
	}
	t, err := time.Parse(dayLayout, text)
	if err != nil {
		return time.Time{}, false
	}
	y, m, d := t.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, alipay.GMT8(t).Location()), true
}

func money(text string, c alipay.Currency) (alipay.Money, bool) {
	if text = strings.TrimSpace(text); text == "" {
		return 0, true
	}
	return alipay.ParseBalance(text, c)
}

// Values is the shortest URL query that says the same.
func (q Query) Values() url.Values {
	v := url.Values{}
	set := func(name, value string, otherwise bool) {
		if otherwise {
			v.Set(name, value)
		}
	}
	set(fieldStatus, string(q.Status), q.Status != "")
	set(fieldText, q.Text, q.Text != "")
	set(fieldFrom, q.FromText(), !q.From.IsZero())
	set(fieldTo, q.ToText(), !q.To.IsZero())
	set(fieldMin, q.MinText(), q.Min > 0)
	set(fieldMax, q.MaxText(), q.Max > 0)
	set(fieldSort, string(q.Sort), q.Sort != ByTime && q.Sort != "")
	set(fieldOrder, ascending, q.Ascending)
	set(fieldPage, strconv.Itoa(q.Page), q.Page > firstOfAll)
	return v
}

// FromText is the first day, as a form shows it.
func (q Query) FromText() string { return dayText(q.From) }

// ToText is the last day.
func (q Query) ToText() string { return dayText(q.To) }

// MinText is the least amount.
func (q Query) MinText() string { return q.amountText(q.Min) }

// MaxText is the greatest amount.
func (q Query) MaxText() string { return q.amountText(q.Max) }

func dayText(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(dayLayout)
}

func (q Query) amountText(m alipay.Money) string {
	if m == 0 {
		return ""
	}
	return m.Format(q.currency)
}

// Filtered tells whether the query leaves anything out.
func (q Query) Filtered() bool {
	return q.Status != "" || q.Text != "" || !q.From.IsZero() || !q.To.IsZero() || q.Min > 0 || q.Max > 0
}

// At is the same list at another page.
func (q Query) At(page int) Query {
	q.Page = page
	return q
}

// SortedBy is the same list in another order: the other way round if it is in
// that order already. It begins at its first page.
func (q Query) SortedBy(s Sort) Query {
	q.Ascending = q.Sort == s && !q.Ascending
	q.Sort, q.Page = s, firstOfAll
	return q
}
