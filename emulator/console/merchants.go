package console

import (
	"errors"
	"strconv"
	"strings"
	"time"

	"localipay/emulator/alipay"
	"localipay/emulator/clock"
	"localipay/emulator/page"
	"localipay/emulator/store"
	"localipay/emulator/world"
)

// merchantsPage is the list of all merchants.
type merchantsPage struct {
	Query      string
	Rows       []merchantRow
	Count      int // that match
	Page       int
	Pages      int
	Prev, Next string // URLs
	Gateway    string
	Made       made // what was typed, where it was refused
	Wrong      string
}

// made is what the form of a new merchant holds.
type made struct{ Partner, Name string }

// Many tells whether there is anything to search in.
func (p merchantsPage) Many() bool { return p.Query != "" || p.Count > 10 }

type merchantRow struct {
	Partner, Name, URL string
	Now                time.Time
	Frozen             bool
	Numbers            numbers
}

// numbers are what a world comes to at a glance.
type numbers struct {
	Codes, Trades uint64 // made in all: none is ever taken away
	Open          int    // notifications on their way or due
	More          bool   // than Open
	Faults        int
}

// mostOpen bounds the counting of what is due.
const mostOpen = 1000

func count(w *world.World) (n numbers) {
	w.Ledger.View(func(r store.Reader) {
		made := r.Counters()
		n.Codes, n.Trades = made.Code, made.Trade
		for _, class := range []store.Class{store.Delivery, store.Held} {
			for range r.DueNext(class) {
				if n.Open == mostOpen {
					n.More = true
					break
				}
				n.Open++
			}
		}
		for range r.Faults() {
			n.Faults++
		}
	})
	return n
}

const merchantsPerPage = 50

func (c *Console) merchants(call *call) (any, error) {
	p := c.merchantList(strings.TrimSpace(call.query.Get("q")), call.query.Get("page"))
	return p, nil
}

func (c *Console) merchantList(query, wanted string) merchantsPage {
	p := merchantsPage{Query: query, Gateway: c.PublicURL() + "gateway.do"}
	var found []*world.World
	for _, w := range c.Worlds.All() {
		if query == "" || contains(query, w.Partner, w.Ledger.Switches().Name) {
			found = append(found, w)
		}
	}
	p.Count, p.Pages = len(found), max(1, (len(found)+merchantsPerPage-1)/merchantsPerPage)
	p.Page, _ = strconv.Atoi(wanted)
	p.Page = min(max(p.Page, 1), p.Pages)
	if p.Page > 1 {
		p.Prev = link("/", "q", query, "page", strconv.Itoa(p.Page-1))
	}
	if p.Page < p.Pages {
		p.Next = link("/", "q", query, "page", strconv.Itoa(p.Page+1))
	}
	first := (p.Page - 1) * merchantsPerPage
	for _, w := range found[first:min(first+merchantsPerPage, len(found))] {
		numbers := count(w) // before the clock is read: counting does what is due
		p.Rows = append(p.Rows, merchantRow{
			Partner: w.Partner, Name: w.Ledger.Switches().Name, URL: pathOf(w.Partner),
			Now: w.Clock.Now(), Frozen: w.Clock.Mode() == clock.Frozen, Numbers: numbers,
		})
	}
	return p
}

func (c *Console) makeMerchant(call *call) result {
	typed := made{strings.TrimSpace(call.PostFormValue("partner")), strings.TrimSpace(call.PostFormValue("name"))}
	w, err := c.newMerchant(call, typed)
	if err != nil {
		p := c.merchantList("", "")
		p.Made, p.Wrong = typed, err.Error()
		return again(p)
	}
	return call.back(pathOf(w.Partner), page.Done("merchants.made", w.Partner), nil)
}

func (c *Console) newMerchant(call *call, typed made) (*world.World, error) {
	if typed.Partner != "" && !alipay.IsPartner(typed.Partner) {
		return nil, refused(call.say("merchants.not_partner"))
	}
	m := alipay.DefaultMerchant(typed.Partner)
	if typed.Name != "" {
		if err := m.Apply(map[string]any{"name": typed.Name}); err != nil {
			return nil, err
		}
	}
	w, err := c.Worlds.Make(m)
	if errors.Is(err, world.ErrTaken) {
		return nil, refused(call.say("merchants.taken", typed.Partner))
	}
	return w, err
}

func (c *Console) deleteMerchant(call *call) result {
	c.Worlds.Delete(call.world.Partner)
	return call.back("/", page.Done("merchants.deleted", call.world.Partner), nil)
}
