package wallet

import (
	"net/http"
	"slices"
	"strings"

	"localipay/emulator/alipay"
	"localipay/emulator/store"
)

// Bounds of the first page: more codes are found by searching.
const (
	maxCodes    = 30
	maxPayments = 8
)

type homePage struct {
	Customer  alipay.Buyer
	Customers []alipay.Buyer
	Codes     []codeCard
	More      int
	Search    string
	Payments  []payment
	Value     string // what was typed and is no code
	Error     string
}

// codeCard is a code as somebody sees it on a counter.
type codeCard struct {
	Code, Value, Store, Merchant string
	Status                       alipay.CodeStatus
}

type payment struct {
	Order, Store string
	Amount       alipay.Money
	Currency     alipay.Currency
	Status       alipay.TradeStatus
	stamp        string
}

func (w *Wallet) home(c *call) { w.showHome(c, http.StatusOK, "", "") }

func (w *Wallet) showHome(c *call, status int, value, wrong string) {
	p := homePage{Search: strings.TrimSpace(c.URL.Query().Get("q")), Value: value, Error: wrong}
	for _, world := range w.worlds.All() {
		world.Ledger.View(func(rows store.Reader) {
			if p.Customers == nil { // every world has its own copy of the same ones
				p.Customers = slices.Collect(rows.Buyers())
				p.Customer = c.customer(rows)
			}
			p.addCodes(rows)
			p.addPayments(rows)
		})
	}
	slices.SortStableFunc(p.Payments, func(a, b payment) int { return strings.Compare(b.stamp, a.stamp) })
	p.Payments = p.Payments[:min(len(p.Payments), maxPayments)]
	c.render(status, "home", p)
}

func (p *homePage) addCodes(rows store.Reader) {
	m := rows.Merchant()
	for q := range rows.QRCodes(^uint64(0)) {
		if q.Status == alipay.CodeDeleted || !p.finds(m.Name, q) {
			continue
		}
		if len(p.Codes) == maxCodes {
			p.More++
			continue
		}
		p.Codes = append(p.Codes, codeCard{q.Code, q.Value, q.Biz.Title(), m.Name, q.Status})
	}
}

func (p *homePage) finds(merchant string, q alipay.QRCode) bool {
	text := strings.ToLower(strings.Join([]string{merchant, q.Biz.Title(), q.Biz.MerchantName, q.Biz.StoreID, q.Biz.TaxiNumber, q.Code}, "\n"))
	return strings.Contains(text, strings.ToLower(p.Search))
}

// addPayments adds this customer's latest orders.
func (p *homePage) addPayments(rows store.Reader) {
	n := 0
	for t := range rows.Trades(^uint64(0)) {
		if n == maxPayments {
			return
		}
		if t.BuyerID != p.Customer.ID {
			continue
		}
		q, _ := rows.QRCode(t.Code)
		p.Payments = append(p.Payments, payment{t.OutTradeNo, q.Biz.Title(), t.Amount, t.Currency, t.Status, alipay.Stamp(t.CreatedAt)})
		n++
	}
}

// choose keeps who pays.
func (w *Wallet) choose(c *call) {
	http.SetCookie(c.ResponseWriter, &http.Cookie{ //nolint:gosec // not Secure: an emulator is mostly reached by plain HTTP
		Name: customerCookie, Value: c.PostFormValue("buyer"), Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode,
	})
	c.goTo(home)
}
