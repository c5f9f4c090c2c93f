package admin_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"
	"github.com/stretchr/testify/require"

	"localipay/emulator"
)

// api is a client of an emulator's admin API that holds every request and
// every answer against /_admin/openapi.json.
type api struct {
	t      *testing.T
	e      *emulator.Emulator
	doc    *openapi3.T
	router routers.Router
	header http.Header
	host   string          // "" for the emulator's own
	done   map[string]bool // operations that were answered with success
}

func start(t *testing.T, options ...emulator.Options) *api {
	t.Helper()
	c := &api{t: t, e: emulator.RunT(t, options...), header: http.Header{}, done: map[string]bool{}}
	if len(options) > 0 && options[0].AdminToken != "" {
		c.header.Set("Authorization", "Bearer "+options[0].AdminToken)
	}
	d, err := document()
	require.NoError(t, err)
	c.doc, c.router = d.doc, d.router
	return c
}

type described struct {
	doc    *openapi3.T
	router routers.Router
}

// document is /_admin/openapi.json of an emulator, as all of them answer it.
// It is read once and never changed: reading takes longer than most tests.
var document = sync.OnceValues(func() (d described, err error) {
	e, err := emulator.New(emulator.Options{})
	if err != nil {
		return d, err
	}
	w := httptest.NewRecorder()
	e.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, "http://localhost/_admin/openapi.json", nil))
	if d.doc, err = openapi3.NewLoader().LoadFromData(w.Body.Bytes()); err != nil {
		return d, err
	}
	d.router, err = gorillamux.NewRouter(d.doc)
	return d, errors.Join(err, e.Close())
})

// of is the same client for a subtest: its own headers and host.
func (c *api) of(t *testing.T) *api {
	t.Helper()
	mine := *c
	mine.t, mine.header, mine.done = t, c.header.Clone(), map[string]bool{}
	return &mine
}

// answer is what the API said.
type answer struct {
	t      *testing.T
	status int
	header http.Header
	body   []byte
	json   any
	err    error
}

func (c *api) request(method, path, contentType, body string) *http.Request {
	c.t.Helper()
	r, err := http.NewRequestWithContext(c.t.Context(), method, "http://"+c.e.Addr().String()+path, strings.NewReader(body))
	require.NoError(c.t, err)
	for name, values := range c.header {
		r.Header[name] = values
	}
	if contentType != "" {
		r.Header.Set("Content-Type", contentType)
	}
	r.Host = c.host
	return r
}

// raw makes a call without a look at the document; it may be used where a
// test must not end: inside a shop.
func (c *api) raw(method, path, contentType, body string) answer {
	resp, err := http.DefaultClient.Do(c.request(method, path, contentType, body))
	if err != nil {
		return answer{t: c.t, err: err}
	}
	defer func() { _ = resp.Body.Close() }()
	a := answer{t: c.t, status: resp.StatusCode, header: resp.Header}
	a.body, a.err = io.ReadAll(resp.Body)
	_ = json.Unmarshal(a.body, &a.json) // not all is JSON; then nothing stands anywhere
	return a
}

// ok makes a call that the document allows and the API must do.
func (c *api) ok(method, path, body string) answer {
	c.t.Helper()
	in := c.describe(method, path, body)
	require.NotNil(c.t, in.Route, "%s %s is not in the document", method, path)
	require.NoError(c.t, openapi3filter.ValidateRequest(c.t.Context(), in))
	a := c.raw(method, path, jsonType(body), body)
	require.NoError(c.t, a.err)
	require.Less(c.t, a.status, 300, "%s %s: %s", method, path, a.body)
	c.check(in, a)
	c.done[in.Route.Operation.OperationID] = true
	return a
}

// content makes a call that the document allows and the API must answer with a
// file.
func (c *api) content(path string) string {
	c.t.Helper()
	in := c.describe("GET", path, "")
	require.NotNil(c.t, in.Route, "%s is not in the document", path)
	a := c.raw("GET", path, "", "")
	require.NoError(c.t, a.err)
	require.Equal(c.t, 200, a.status, "%s: %s", path, a.body)
	require.Contains(c.t, in.Route.Operation.Responses.Status(200).Value.Content, "text/plain")
	require.Equal(c.t, "text/plain; charset=utf-8", a.header.Get("Content-Type"))
	require.Equal(c.t, "nosniff", a.header.Get("X-Content-Type-Options"))
	c.done[in.Route.Operation.OperationID] = true
	return string(a.body)
}

// refuse makes a call that the API must answer with this status and code, and
// gives the message.
func (c *api) refuse(status int, code, method, path, body string) string {
	c.t.Helper()
	return c.refusal(status, code, method, path, body, c.raw(method, path, jsonType(body), body))
}

func (c *api) refusal(status int, code, method, path, body string, a answer) string {
	c.t.Helper()
	require.NoError(c.t, a.err)
	require.Equal(c.t, status, a.status, "%s %s: %s", method, path, a.body)
	c.check(c.describe(method, path, body), a)
	require.Equal(c.t, code, a.text("error.code"), "%s", a.body)
	require.NotEmpty(c.t, a.text("error.message"))
	return a.text("error.message")
}

func (c *api) describe(method, path, body string) *openapi3filter.RequestValidationInput {
	c.t.Helper()
	r := c.request(method, path, jsonType(body), body)
	in := &openapi3filter.RequestValidationInput{Request: r, Options: &openapi3filter.Options{
		IncludeResponseStatus: true, MultiError: true, AuthenticationFunc: openapi3filter.NoopAuthenticationFunc,
	}}
	in.Route, in.PathParams, _ = c.router.FindRoute(r) // nil where there is none
	return in
}

// check holds an answer against its operation; an answer to what is no
// operation must have the shape of errors.
func (c *api) check(in *openapi3filter.RequestValidationInput, a answer) {
	c.t.Helper()
	require.Equal(c.t, "application/json", a.header.Get("Content-Type"))
	require.Equal(c.t, "nosniff", a.header.Get("X-Content-Type-Options"))
	if in.Route == nil {
		c.fits("error", a.body)
		return
	}
	out := &openapi3filter.ResponseValidationInput{RequestValidationInput: in, Status: a.status, Header: a.header, Options: in.Options}
	require.NoError(c.t, openapi3filter.ValidateResponse(context.Background(), out.SetBodyBytes(a.body)))
}

// fits holds JSON against a shape of the document.
func (c *api) fits(shape string, text []byte) {
	c.t.Helper()
	var value any
	require.NoError(c.t, json.Unmarshal(text, &value), "%s", text)
	require.NoError(c.t, c.doc.Components.Schemas[shape].Value.VisitJSON(value))
}

func jsonType(body string) string {
	if body == "" {
		return ""
	}
	return "application/json"
}

// at gives what stands at a path: "items.0.name". Nothing there is nil.
func (a answer) at(path string) any {
	a.t.Helper()
	value := a.json
	for step := range strings.SplitSeq(path, ".") {
		switch v := value.(type) {
		case map[string]any:
			value = v[step]
		case []any:
			i, err := strconv.Atoi(step)
			require.NoError(a.t, err)
			if i >= len(v) {
				return nil
			}
			value = v[i]
		default:
			return nil
		}
	}
	return value
}

func (a answer) text(path string) string {
	a.t.Helper()
	text, isText := a.at(path).(string)
	require.True(a.t, isText, "no text at %s of %s", path, a.body)
	return text
}

// column gives one member of every item of a list.
func (a answer) column(name string) []string {
	a.t.Helper()
	items, isList := a.at("items").([]any)
	require.True(a.t, isList, "%s", a.body)
	list := []string{}
	for i := range items {
		list = append(list, a.text("items."+strconv.Itoa(i)+"."+name))
	}
	return list
}
