package console

import (
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/gorilla/mux"

	"localipay/emulator/page"
	"localipay/emulator/world"
)

// call is one request for a page or by a form.
type call struct {
	*http.Request
	vars  map[string]string
	query url.Values
	world *world.World // of {partner}, or nil
	say   say
}

// home is the path of the merchant's overview.
func (c *call) home() string { return pathOf(c.world.Partner) }

func pathOf(partner string) string { return "/console/" + url.PathEscape(partner) }

// result is what a form leads to: another page that says what was done, or the
// form's own page at once.
type result struct {
	path   string
	note   page.Note
	page   any
	status int
}

// back leads to a page of the merchant that says what was done, or, if there
// is an error, what went wrong.
func (c *call) back(path string, done page.Note, err error) result {
	if err != nil {
		done = page.Failed(err.Error())
	}
	return result{path: path, note: done}
}

// shown is the form's own page with what came of it.
func shown(data any) result { return result{page: data, status: http.StatusOK} }

// again is the form's own page with what was typed, and what is wrong with it.
func again(data any) result { return result{page: data, status: http.StatusUnprocessableEntity} }

// returnPath is where the form stood: its field return, if that is a page of
// this merchant, or else a page of it.
func (c *call) returnPath(otherwise string) string {
	if path := c.PostFormValue("return"); strings.HasPrefix(path, c.home()+"/") {
		return path
	}
	return c.home() + otherwise
}

// missing is the error of something that is not there: its page has status 404.
type missing string

func (e missing) Error() string { return string(e) }

// refused is an error in words.
func refused(text string) error { return errors.New(text) }

func (c *Console) handle(r route, do func(http.ResponseWriter, *call, route)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		call := &call{Request: q, vars: mux.Vars(q), query: q.URL.Query(), say: sayer(q, c.texts)}
		if partner, ok := call.vars["partner"]; ok {
			if call.world, ok = c.Worlds.Find(partner); !ok {
				c.fail(w, call, missing(call.say("error.merchant", partner)))
				return
			}
		}
		do(w, call, r)
	})
}

func (c *Console) show(w http.ResponseWriter, call *call, r route) {
	data, err := r.show(c, call)
	if err != nil {
		c.fail(w, call, err)
		return
	}
	c.pages.Render(w, call.Request, http.StatusOK, r.Template, c.framed(call, r.Nav, data))
}

func (c *Console) act(w http.ResponseWriter, call *call, r route) {
	if err := call.ParseForm(); err != nil {
		c.fail(w, call, err)
		return
	}
	out := r.act(c, call)
	if out.page != nil {
		c.pages.Render(w, call.Request, out.status, r.Template, c.framed(call, r.Nav, out.page))
		return
	}
	page.Back(w, call.Request, out.path, out.note)
}

// fail shows what is wrong.
func (c *Console) fail(w http.ResponseWriter, call *call, err error) {
	status := http.StatusBadRequest
	var gone missing
	if errors.As(err, &gone) {
		status = http.StatusNotFound
	}
	c.pages.Render(w, call.Request, status, "error", c.framed(call, "", errorPage{status, err.Error()}))
}

type errorPage struct {
	Status int
	Text   string
}

func (c *Console) noPage(w http.ResponseWriter, r *http.Request) {
	call := &call{Request: r, say: sayer(r, c.texts)}
	c.fail(w, call, missing(call.say("error.page", r.URL.Path)))
}
