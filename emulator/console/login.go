package console

import (
	"net/http"
	"strings"

	"localipay/emulator/page"
)

// loginPage asks for the token of --admin-token.
type loginPage struct {
	Return string
	Wrong  bool
}

const loginPath = "/console/login"

// login stands in for every page until the token was given, with status 401; a
// form with the token in it signs the browser in.
func (c *Console) login(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("WWW-Authenticate", "Bearer")
	p := loginPage{Return: r.URL.RequestURI()}
	if r.Method != http.MethodGet {
		p.Return = "/"
	}
	if r.URL.Path == loginPath {
		p.Return = page.Local(r.PostFormValue("return"))
		if r.Method == http.MethodPost {
			if c.SignIn(w, strings.TrimSpace(r.PostFormValue("token"))) {
				w.Header().Del("WWW-Authenticate")
				page.Redirect(w, r, p.Return)
				return
			}
			p.Wrong = true
		}
	}
	if r.Header.Get("HX-Request") != "" || wantsText(r) {
		http.Error(w, "send Authorization: Bearer with the token of --admin-token", http.StatusUnauthorized)
		return
	}
	c.pages.Render(w, r, http.StatusUnauthorized, "login", page.Framed{Around: frame{Version: c.Version}, Page: p})
}

// wantsText tells a program on a command line from a browser.
func wantsText(r *http.Request) bool { return !strings.Contains(r.Header.Get("Accept"), "text/html") }
