package admin

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"net/http"
)

// proof is what a browser keeps in place of the token. It follows from the
// token, so that it holds when the emulator starts again, and does not tell it.
func (a *Admin) proof(purpose string) string {
	sum := hmac.New(sha256.New, []byte(a.Token))
	_, _ = sum.Write([]byte("localipay " + purpose))
	return hex.EncodeToString(sum.Sum(nil))
}

// cookieName differs between tokens: cookies know no ports, and two emulators
// on one machine should not sign each other's browsers out.
func (a *Admin) cookieName() string { return "localipay-" + a.proof("cookie name")[:8] }

// SignIn takes the token from a form and lets the browser in from now on.
func (a *Admin) SignIn(w http.ResponseWriter, token string) bool {
	if a.Token == "" || !a.isToken(token) {
		return false
	}
	http.SetCookie(w, &http.Cookie{ //nolint:gosec // served over HTTP too, so it cannot be kept to HTTPS
		Name: a.cookieName(), Value: a.proof("session"), Path: "/", HttpOnly: true, SameSite: http.SameSiteStrictMode,
	})
	return true
}

func (a *Admin) isToken(sent string) bool {
	return subtle.ConstantTimeCompare([]byte(sent), []byte(a.Token)) == 1
}

// signedIn tells whether a browser has signed in. What changes something must
// also show that it comes from a page of our own: foreignOrigin has seen to it
// that an Origin is ours, and no foreign page can send htmx's header.
func (a *Admin) signedIn(r *http.Request) bool {
	cookie, err := r.Cookie(a.cookieName())
	if err != nil || subtle.ConstantTimeCompare([]byte(cookie.Value), []byte(a.proof("session"))) != 1 {
		return false
	}
	safe := r.Method == http.MethodGet || r.Method == http.MethodHead
	return safe || r.Header.Get("Origin") != "" || r.Header.Get("HX-Request") != ""
}
