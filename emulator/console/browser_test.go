package console_test

import (
	"encoding/json"
	"html"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"localipay/emulator"
	"localipay/emulator/alipay"
)

const (
	noodle = "2088000000000001"
	taxi   = "2088000000000002"
	origin = "http://localhost"
)

// browser is who looks at an emulator's pages: it keeps cookies and follows
// redirects.
type browser struct {
	t       *testing.T
	e       *emulator.Emulator
	header  http.Header
	cookies map[string]string
}

func open(t *testing.T, options ...emulator.Options) *browser {
	t.Helper()
	b := &browser{t: t, e: emulator.RunT(t, options...), header: http.Header{}, cookies: map[string]string{}}
	b.header.Set("Accept", "text/html,application/xhtml+xml")
	return b
}

func frozen() emulator.Options {
	return emulator.Options{Start: time.Date(2026, 1, 5, 2, 0, 0, 0, time.UTC), Frozen: true}
}

// page is what came.
type page struct {
	t      *testing.T
	status int
	path   string
	body   string
	header http.Header
}

func (b *browser) do(method, path, body string) page {
	b.t.Helper()
	r := httptest.NewRequest(method, origin+path, strings.NewReader(body))
	r.Header = b.header.Clone()
	for name, value := range b.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		if r.Header.Get("Origin") == "" {
			r.Header.Set("Origin", origin)
		}
	}
	w := httptest.NewRecorder()
	b.e.Handler().ServeHTTP(w, r)
	for _, c := range w.Result().Cookies() {
		if c.MaxAge < 0 {
			delete(b.cookies, c.Name)
		} else {
			b.cookies[c.Name] = c.Value
		}
	}
	return page{b.t, w.Code, path, w.Body.String(), w.Header()}
}

// get opens a page.
func (b *browser) get(path string) page {
	b.t.Helper()
	return b.do(http.MethodGet, path, "")
}

// send sends a form.
func (b *browser) send(path string, pairs ...string) page {
	b.t.Helper()
	form := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	return b.do(http.MethodPost, path, form.Encode())
}

// post sends a form, and follows where it leads.
func (b *browser) post(path string, pairs ...string) page {
	b.t.Helper()
	p := b.send(path, pairs...)
	if p.status == http.StatusSeeOther {
		return b.get(p.header.Get("Location"))
	}
	return p
}

// part opens a part of a page, as htmx does.
func (b *browser) part(path, id string) page {
	b.t.Helper()
	mine := *b
	mine.header = b.header.Clone()
	mine.header.Set("HX-Request", "true")
	mine.header.Set("HX-Target", id)
	return mine.get(path)
}

var tags = regexp.MustCompile(`<[^>]*>`)

// text is what people read.
func (p page) text() string {
	return strings.Join(strings.Fields(html.UnescapeString(tags.ReplaceAllString(p.body, " "))), " ")
}

func (p page) shows(status int, parts ...string) page {
	p.t.Helper()
	require.Equal(p.t, status, p.status, "%s: %s", p.path, p.text())
	text := p.text()
	for _, part := range parts {
		require.Contains(p.t, text, part, p.path)
	}
	return p
}

// field finds what an attribute holds.
func (p page) find(pattern string) string {
	p.t.Helper()
	found := regexp.MustCompile(pattern).FindStringSubmatch(p.body)
	require.NotNil(p.t, found, "%s in %s", pattern, p.path)
	return html.UnescapeString(found[1])
}

// api asks the admin API, which tells what really is.
func (b *browser) api(path string) map[string]any {
	b.t.Helper()
	p := b.get("/_admin/merchants" + path)
	require.Equal(b.t, http.StatusOK, p.status, p.body)
	var out map[string]any
	require.NoError(b.t, json.Unmarshal([]byte(p.body), &out))
	return out
}

// first is the first item of a list of the API.
func (b *browser) first(path string) map[string]any {
	b.t.Helper()
	items := b.api(path)["items"].([]any)
	require.NotEmpty(b.t, items)
	return items[0].(map[string]any)
}

// pay lets a customer pay the noodle shop.
func (b *browser) pay() alipay.Trade {
	b.t.Helper()
	trade, err := b.e.Pay(b.first("/" + noodle + "/qrcodes")["qrcode"].(string), "88.00")
	require.NoError(b.t, err)
	return trade
}
