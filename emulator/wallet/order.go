package wallet

import (
	"errors"
	"net/http"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/gorilla/mux"

	"localipay/emulator/alipay"
	"localipay/emulator/ledger"
	"localipay/emulator/store"
	"localipay/emulator/world"
)

// amountPage is what a customer sees after scanning: whom he pays, and where to
// type how much.
type amountPage struct {
	QRCode, Store, Merchant string
	Currency                alipay.Currency
	Memo                    bool
	Customer                alipay.Buyer
	Amount, Note, Error     string // as typed, and what is wrong with it
}

func (w *Wallet) amount(c *call) {
	w.showAmount(c, http.StatusOK, amountPage{QRCode: c.URL.Query().Get("qrcode")})
}

func (w *Wallet) showAmount(c *call, status int, p amountPage) {
	home, ok := w.worlds.OfCode(p.QRCode)
	if !ok {
		c.trouble(http.StatusNotFound, "code")
		return
	}
	var err error
	_ = home.Ledger.Update(nil, func(t *ledger.Tx) error { // scanning changes nothing
		var q alipay.QRCode
		if q, err = t.Scan(p.QRCode); err != nil {
			return nil //nolint:nilerr // it is looked at below
		}
		p.Store, p.Merchant, p.Currency, p.Memo = q.Biz.Title(), q.Biz.MerchantName, t.Merchant().Currency, q.Biz.ShowMemo
		p.Customer = c.customer(t.Reader)
		return nil
	})
	if err != nil {
		c.trouble(http.StatusConflict, "code")
		return
	}
	c.render(status, "amount", p)
}

// open opens the order: the customer has confirmed the amount.
func (w *Wallet) open(c *call) {
	p := amountPage{QRCode: c.PostFormValue("qrcode"), Amount: strings.TrimSpace(c.PostFormValue("amount")), Note: c.PostFormValue("memo")}
	home, ok := w.worlds.OfCode(p.QRCode)
	if !ok {
		c.trouble(http.StatusNotFound, "code")
		return
	}
	amount, ok := alipay.ParsePayment(p.Amount, home.Ledger.Switches().Currency)
	if !ok {
		p.Error = c.say("amount.wrong")
		w.showAmount(c, http.StatusUnprocessableEntity, p)
		return
	}
	if utf8.RuneCountInString(p.Note) > alipay.MaxMemo || !alipay.Storable(p.Note) {
		p.Error = c.say("amount.memo_wrong", alipay.MaxMemo)
		w.showAmount(c, http.StatusUnprocessableEntity, p)
		return
	}
	var trade alipay.Trade
	err := home.Ledger.Update(nil, func(t *ledger.Tx) (err error) {
		trade, err = t.OpenOrder(ledger.Order{QRCode: p.QRCode, Amount: amount, Memo: p.Note, Buyer: c.customer(t.Reader).ID})
		return err
	})
	switch {
	case errors.Is(err, ledger.ErrChannelFee):
		p.Error = c.say("amount.fee")
		w.showAmount(c, http.StatusUnprocessableEntity, p)
	case err != nil: // stopped meanwhile
		c.trouble(http.StatusConflict, "code")
	default:
		c.goTo(orderPaths + trade.OutTradeNo)
	}
}

// orderPage is an order in any state of its life.
type orderPage struct {
	Trade           alipay.Trade
	Store, Merchant string
	Customer        alipay.Buyer
	Until           time.Time // when an unpaid order closes
	Error           string
}

// Short tells that the wallet holds less than the order.
func (p orderPage) Short() bool { return p.Customer.Limited && p.Customer.Balance < p.Trade.Amount }

func (w *Wallet) order(c *call) { w.showOrder(c, http.StatusOK, "") }

func (w *Wallet) showOrder(c *call, status int, wrong string) {
	number := mux.Vars(c.Request)["out_trade_no"]
	home, ok := w.worlds.OfTrade(number)
	if !ok {
		c.trouble(http.StatusNotFound, "order", number)
		return
	}
	p := orderPage{Error: wrong}
	home.Ledger.View(func(rows store.Reader) {
		p.Trade, _ = rows.Trade(number)
		q, _ := rows.QRCode(p.Trade.Code)
		p.Store, p.Merchant = q.Biz.Title(), q.Biz.MerchantName
		p.Customer, _ = rows.Buyer(p.Trade.BuyerID)
		p.Until = p.Trade.CreatedAt.Add(rows.Merchant().PayTimeout)
	})
	c.render(status, "order", p)
}

// wrongPassword is the one that fails; any other six digits do not.
const wrongPassword = "000000"

// pay pays the order. A reload or a second tap finds it paid.
func (w *Wallet) pay(c *call) {
	number, password := mux.Vars(c.Request)["out_trade_no"], c.PostFormValue("password")
	home, ok := w.worlds.OfTrade(number)
	switch {
	case !ok:
		c.trouble(http.StatusNotFound, "order", number)
		return
	case !sixDigits(password):
		w.showOrder(c, http.StatusUnprocessableEntity, c.say("order.password_digits"))
		return
	case password == wrongPassword:
		w.showOrder(c, http.StatusUnprocessableEntity, c.say("order.password_wrong"))
		return
	}
	w.settle(c, home, number)
}

// settle moves the money. The shop hears after the customer has an answer
// (spec decision 38).
func (w *Wallet) settle(c *call, home *world.World, number string) {
	var outcome ledger.Outcome
	hold := home.Ledger.Hold()
	defer hold.Release()
	err := home.Ledger.Update(hold, func(t *ledger.Tx) (err error) {
		_, outcome, err = t.Pay(number, "")
		return err
	})
	if err == nil && outcome == ledger.InsufficientFunds {
		w.showOrder(c, http.StatusConflict, c.say("order.insufficient"))
		return
	}
	c.goTo(orderPaths + number) // paid now, or before, or closed: its page says which
}

func sixDigits(text string) bool { return len(text) == 6 && strings.Trim(text, "0123456789") == "" }
