package wallet

import (
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/gorilla/mux"

	"localipay/emulator/alipay"
	"localipay/emulator/wire"
)

// scan reads a code that was typed, pasted or photographed.
func (w *Wallet) scan(c *call) {
	err := c.ParseMultipartForm(maxForm)
	if err != nil && !errors.Is(err, http.ErrNotMultipart) {
		wire.Discard(c.sent)
		w.showHome(c, http.StatusRequestEntityTooLarge, "", c.say("scan.too_big"))
		return
	}
	value := strings.TrimSpace(c.FormValue("qrcode"))
	if value == "" {
		if value, err = c.photographed(); err != nil {
			w.showHome(c, http.StatusUnprocessableEntity, "", c.say("scan."+err.Error()))
			return
		}
	}
	if !looksLikeCode(value) {
		w.showHome(c, http.StatusUnprocessableEntity, value, c.say("scan.no_code", alipay.Shorten(value, 80)))
		return
	}
	c.goTo(scanPath + "?qrcode=" + url.QueryEscape(value))
}

// looksLikeCode keeps somebody's shopping list out of the address.
func looksLikeCode(value string) bool {
	return len(value) <= 300 && len(alipay.CodeOf(value)) == alipay.CodeLength
}

// photographed reads the code on an uploaded picture. Its errors are ids of
// texts.
func (c *call) photographed() (string, error) {
	photo, _, err := c.FormFile("photo")
	if err != nil {
		return "", errNothing
	}
	defer photo.Close() //nolint:errcheck // it was read
	data, err := io.ReadAll(photo)
	if err != nil {
		return "", errUnreadable
	}
	return Decode(data)
}

// printed is where a printed code leads whose picture holds the public URL
// (switch qr_base: public).
func (w *Wallet) printed(out http.ResponseWriter, r *http.Request) {
	http.Redirect(out, r, scanPath+"?qrcode="+url.QueryEscape(w.publicURL()+mux.Vars(r)["code"]), http.StatusSeeOther)
}
