package admin

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/gorilla/mux"

	"localipay/emulator/clock"
	"localipay/emulator/ledger"
	"localipay/emulator/world"
)

// route is a row of the one table of the API; /_admin/openapi.json is written
// from it. In and Out are samples of the bodies.
type route struct {
	Method, Path, Summary string
	In, Out               any
	Status                int // 0 for 200
	Query                 []string
	Conflicts             []string // codes of its 409
	Open                  bool     // answered without --admin-token
	do                    func(*Admin, *request) (any, error)
	stream                func(*Admin, http.ResponseWriter, *http.Request)
}

// request is one call of the API.
type request struct {
	*http.Request
	vars  map[string]string
	query url.Values
	world *world.World // of {partner}
	hold  *ledger.Hold // of whatever the call causes; released after the answer
}

// Register adds the API to a router.
func (a *Admin) Register(router *mux.Router) {
	for _, r := range routes() {
		router.Handle(r.Path, a.guard(r.Open, a.handle(r))).Methods(r.Method)
		if r.Open {
			router.Handle(r.Path, a.guard(true, http.HandlerFunc(a.noRoute)))
		}
	}
	router.PathPrefix("/_admin").Handler(a.guard(false, http.HandlerFunc(a.noRoute)))
}

// noRoute tells a wrong method from a wrong path.
func (a *Admin) noRoute(w http.ResponseWriter, r *http.Request) {
	var methods []string
	for _, known := range routes() {
		if mux.NewRouter().Handle(known.Path, http.NotFoundHandler()).Match(r, &mux.RouteMatch{}) {
			methods = append(methods, known.Method)
		}
	}
	if len(methods) == 0 {
		writeError(w, notFound("there is no %s; see /_admin/openapi.json", r.URL.Path))
		return
	}
	allowed := strings.Join(methods, ", ")
	w.Header().Set("Allow", allowed)
	writeError(w, fault(http.StatusMethodNotAllowed, "METHOD_NOT_ALLOWED", "%s is not for %s; it takes %s", r.Method, r.URL.Path, allowed))
}

func (r route) status() int {
	if r.Status == 0 {
		return http.StatusOK
	}
	return r.Status
}

func (a *Admin) handle(r route) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		ctx, cancel := a.whileOpen(q.Context())
		defer cancel()
		q = q.WithContext(ctx)
		if r.stream != nil {
			r.stream(a, w, q)
			return
		}
		call := &request{Request: q, vars: mux.Vars(q)}
		out, err := a.run(r, call)
		moreTime(w)
		if err != nil {
			writeError(w, err)
			return
		}
		if file, ok := out.(text); ok {
			file.write(w)
			return
		}
		writeJSON(w, r.status(), out)
		call.leave(w)
	})
}

// whileOpen is a context that also ends when the emulator closes: who streams
// or waits would otherwise keep it from closing.
func (a *Admin) whileOpen(parent context.Context) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(parent)
	stop := context.AfterFunc(a.Life, cancel)
	return ctx, func() { stop(); cancel() }
}

// writeTime is how long a client may take to read an answer.
const writeTime = time.Minute

// moreTime lets the client's time to read begin now: the call itself may have
// waited longer for a shop, or for a request, than the server gives an answer.
// Sockets know the machine's clock alone, whatever Source says.
func moreTime(w http.ResponseWriter) {
	_ = http.NewResponseController(w).SetWriteDeadline(clock.System{}.Now().Add(writeTime))
}

func (a *Admin) run(r route, call *request) (_ any, err error) {
	if call.query, err = url.ParseQuery(call.URL.RawQuery); err != nil {
		return nil, badRequest("the query %q cannot be read: %v", call.URL.RawQuery, err)
	}
	if partner, ok := call.vars["partner"]; ok {
		if call.world, ok = a.Worlds.Find(partner); !ok {
			return nil, fault(http.StatusNotFound, "NO_MERCHANT", "there is no merchant %q; GET /_admin/merchants lists them", partner)
		}
	}
	if r.In == nil {
		if err := decode(call.Request, &struct{}{}); err != nil {
			return nil, err
		}
	}
	return r.do(a, call)
}

// leave lets go what the call caused, now that it is answered (decision 38).
func (r *request) leave(w http.ResponseWriter) {
	if r.hold == nil || !r.hold.Pending() {
		return
	}
	_ = http.NewResponseController(w).Flush()
	r.hold.Release()
}

// settled lets go what the call caused and waits for it, if ?settle=true.
func (r *request) settled(w *world.World) {
	if r.query.Get("settle") == "true" {
		w.Settle(r.Context(), r.hold)
	}
}

// yesOrNo checks a query parameter that is true, false or not there.
func (r *request) yesOrNo(name string) error {
	switch text := r.query.Get(name); text {
	case "", "true", "false":
		return nil
	default:
		return badRequest("%s: %q is not true or false", name, text)
	}
}
