package page

import (
	"net/http"
	"strconv"
	"strings"
)

// Lang is a language as the lang attribute names it.
type Lang string

// The languages of all pages.
const (
	English Lang = "en"
	Chinese Lang = "zh-Hant-HK"
)

const langCookie = "lang"

// LangOf is the reader's language: as chosen, else as the browser asks for.
func LangOf(r *http.Request) Lang {
	if c, err := r.Cookie(langCookie); err == nil {
		switch Lang(c.Value) {
		case English, Chinese:
			return Lang(c.Value)
		}
	}
	return accepted(r.Header.Get("Accept-Language"))
}

// accepted takes the better liked of the two. Any Chinese counts: who reads
// zh-CN reads this sooner than English.
func accepted(header string) Lang {
	best, liked := English, 0.0
	for part := range strings.SplitSeq(header, ",") {
		tag, params, _ := strings.Cut(strings.TrimSpace(part), ";")
		weight := 1.0
		if text, ok := strings.CutPrefix(strings.TrimSpace(params), "q="); ok {
			weight, _ = strconv.ParseFloat(text, 64)
		}
		primary, _, _ := strings.Cut(strings.ToLower(tag), "-")
		lang := map[string]Lang{"en": English, "zh": Chinese}[primary]
		if lang != "" && weight > liked {
			best, liked = lang, weight
		}
	}
	return best
}

const year = 365 * 24 * 60 * 60

// chooseLang keeps the choice in a cookie and returns to where it was made.
func chooseLang(w http.ResponseWriter, r *http.Request) {
	switch lang := Lang(r.PostFormValue("lang")); lang {
	case English, Chinese:
		setCookie(w, langCookie, string(lang), year)
		Redirect(w, r, r.PostFormValue("return"))
	default:
		http.Error(w, "lang must be en or zh-Hant-HK", http.StatusBadRequest)
	}
}

// setCookie sets a cookie for all pages and no script, for so many seconds.
func setCookie(w http.ResponseWriter, name, value string, age int) {
	http.SetCookie(w, &http.Cookie{ //nolint:gosec // pages are served over HTTP too, so it cannot be kept to HTTPS
		Name: name, Value: value, MaxAge: age, Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode,
	})
}

// Redirect leads to a page of this host, by GET.
func Redirect(w http.ResponseWriter, r *http.Request, path string) {
	http.Redirect(w, r, Local(path), http.StatusSeeOther) //nolint:gosec // Local keeps it here
}

// Local is an address to return to, if it is one of this host; else the start.
func Local(path string) string {
	if !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "//") || strings.ContainsAny(path, "\\\r\n\t") {
		return "/"
	}
	return path
}
