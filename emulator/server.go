package emulator

import (
	"io"
	"net/http"
	"time"

	"github.com/gorilla/mux"

	"localipay/emulator/admin"
	"localipay/emulator/clock"
	"localipay/emulator/console"
	"localipay/emulator/gateway"
	"localipay/emulator/page"
	"localipay/emulator/wallet"
	"localipay/keys"
)

// Bounds on slow and large clients. A query of over 1 MB must reach the
// gateway, which refuses it by ILLEGAL_ARGUMENT.
const (
	headerTime = 10 * time.Second
	bodyTime   = 30 * time.Second
	writeTime  = time.Minute
	idleTime   = 2 * time.Minute
	maxHeader  = 2 << 20
)

// newServer speaks HTTP/1.1 only, so that "the connection closes" means that
// (spec decision 27).
func newServer(h http.Handler, p *problems) *http.Server {
	var protocols http.Protocols
	protocols.SetHTTP1(true)
	return &http.Server{
		Handler: limitBodyTime(h), Protocols: &protocols,
		ReadHeaderTimeout: headerTime, WriteTimeout: writeTime, IdleTimeout: idleTime, MaxHeaderBytes: maxHeader,
		ErrorLog: p.logger(), ConnState: p.forget,
	}
}

func (e *Emulator) handler() (http.Handler, error) {
	o := e.options
	gate := gateway.New(gateway.Config{
		Worlds: e.worlds, Key: keys.AlipayPrivate(), Log: o.Log, Count: e.metrics.Request, Source: o.Source, Life: e.life,
	})
	api := admin.New(admin.Config{
		Worlds: e.worlds, Source: o.Source, Log: o.Log, PublicURL: e.URL, SFTPURL: e.SFTPURL, CA: e.CertificatePEM, Certified: e.certified, Token: o.AdminToken, AllowHosts: o.AllowHosts,
		StateFile: o.State, Version: o.Version, AlipayKey: keys.AlipayPublicPEM(), Seed: o.Seed,
		Life: e.life,
	})
	router := mux.NewRouter()
	router.Handle("/gateway.do", gate).Methods(http.MethodGet, http.MethodPost)
	router.HandleFunc("/show.htm", gate.Picture).Methods(http.MethodGet)
	api.Register(router)
	router.Handle("/metrics", api.Guard(false, e.metrics.Handler())).Methods(http.MethodGet)
	router.Handle("/", api.Guard(true, http.HandlerFunc(e.welcome))).Methods(http.MethodGet).MatcherFunc(isProgram)
	router.MethodNotAllowedHandler = http.HandlerFunc(wrongMethod)
	return withHead(router), e.pages(router, api)
}

// pages adds what people look at: the developer's console and the customer's
// wallet.
func (e *Emulator) pages(router *mux.Router, api *admin.Admin) error {
	desk, err := console.New(console.Config{
		Worlds: e.worlds, Stage: e.stage, PublicURL: e.URL, SFTPURL: e.SFTPURL, Version: e.options.Version, AlipayKey: keys.AlipayPublicPEM(),
		Seed: e.options.Seed, Guard: api.GuardPages, SignIn: api.SignIn,
	})
	if err != nil {
		return err
	}
	desk.Register(router)
	purse, err := wallet.New(e.worlds, e.URL)
	if err != nil {
		return err
	}
	purse.Register(router)
	page.Register(router, desk.Pages(), purse.Pages())
	return nil
}

func wrongMethod(w http.ResponseWriter, r *http.Request) {
	allowed := http.MethodGet
	if r.URL.Path == "/gateway.do" {
		allowed = "GET, POST"
	}
	w.Header().Set("Allow", allowed)
	http.Error(w, r.Method+" is not for "+r.URL.Path+"; use "+allowed, http.StatusMethodNotAllowed)
}

// limitBodyTime cuts off who sends a body too slowly. The limit ends with the
// body: a call that waits for something may take longer. Sockets know the
// machine's clock alone, whatever Options.Source says.
func limitBodyTime(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.ContentLength != 0 {
			connection := http.NewResponseController(w)
			_ = connection.SetReadDeadline(clock.System{}.Now().Add(bodyTime))
			r.Body = &timedBody{r.Body, connection}
		}
		next.ServeHTTP(w, r)
	})
}

type timedBody struct {
	io.ReadCloser
	connection *http.ResponseController
}

func (b *timedBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if err == io.EOF {
		_ = b.connection.SetReadDeadline(time.Time{})
	}
	return n, err
}
