package wallet

import (
	"io"
	"net/http"

	"localipay/emulator/alipay"
	"localipay/emulator/page"
	"localipay/emulator/store"
)

// call is one request for a page or by a form.
type call struct {
	http.ResponseWriter
	*http.Request
	wallet *Wallet
	sent   io.Reader // the body beyond its limit
}

func (c *call) render(status int, name string, data any) {
	c.wallet.pages.Render(c.ResponseWriter, c.Request, status, name, page.Framed{Around: nil, Page: data})
}

// say is a text in the customer's language.
func (c *call) say(id string, args ...any) string {
	text, err := c.wallet.texts.In(page.LangOf(c.Request), id, args...)
	if err != nil {
		return id
	}
	return text
}

func (c *call) goTo(path string) {
	http.Redirect(c.ResponseWriter, c.Request, path, http.StatusSeeOther)
}

// trouble is a screen that says what is wrong and leads back.
type trouble struct{ Title, Text, Back string }

func (c *call) trouble(status int, id string, args ...any) {
	c.render(status, "trouble", trouble{c.say("trouble." + id), c.say("trouble."+id+".text", args...), home})
}

// customerCookie keeps who pays on this phone.
const customerCookie = "localipay_customer"

// customer is who pays: the one chosen on this phone if these rows know him,
// or the first of the fixtures.
func (c *call) customer(rows store.Reader) alipay.Buyer {
	if cookie, err := c.Cookie(customerCookie); err == nil {
		if chosen, found := rows.Buyer(cookie.Value); found {
			return chosen
		}
	}
	for b := range rows.Buyers() {
		return b
	}
	return alipay.Buyer{}
}
