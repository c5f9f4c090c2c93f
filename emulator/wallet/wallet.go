package wallet

import (
	"embed"
	"net/http"

	"github.com/gorilla/mux"

	"localipay/emulator/page"
	"localipay/emulator/world"
)

//go:embed all:templates assets
var files embed.FS

// Wallet serves the pages.
type Wallet struct {
	worlds    *world.Worlds
	publicURL func() string // with a trailing slash

	pages *page.Set
	texts page.Texts
}

// New reads the templates.
func New(worlds *world.Worlds, publicURL func() string) (*Wallet, error) {
	pages, err := page.New(files, texts(), nil)
	return &Wallet{worlds, publicURL, pages, texts()}, err
}

// Pages are for page.Register, which serves their assets.
func (w *Wallet) Pages() *page.Set { return w.pages }

// Where the pages are.
const (
	home       = "/wallet"
	scanPath   = "/wallet/scan"
	orderPaths = "/wallet/orders/"
)

// route is a row of the table of pages.
type route struct {
	method, path string
	do           func(*Wallet, *call)
	body         int64 // how long a form may be
}

const (
	maxForm  = 64 << 10
	maxPhoto = 12 << 20 // a phone's photo, and some room
)

func routes() []route {
	return []route{
		{http.MethodGet, home, (*Wallet).home, 0},
		{http.MethodPost, "/wallet/customer", (*Wallet).choose, maxForm},
		{http.MethodGet, scanPath, (*Wallet).amount, 0},
		{http.MethodPost, scanPath, (*Wallet).scan, maxPhoto},
		{http.MethodPost, "/wallet/orders", (*Wallet).open, maxForm},
		{http.MethodGet, orderPaths + "{out_trade_no}", (*Wallet).order, 0},
		{http.MethodPost, orderPaths + "{out_trade_no}", (*Wallet).pay, maxForm},
	}
}

// Register adds the wallet to a router. A page of somebody else's cannot send
// its forms: it could pay.
func (w *Wallet) Register(router *mux.Router) {
	safe := http.NewCrossOriginProtection()
	for _, r := range routes() {
		router.Handle(r.path, safe.Handler(http.HandlerFunc(func(out http.ResponseWriter, in *http.Request) {
			sent := in.Body
			in.Body = http.MaxBytesReader(out, sent, r.body)
			r.do(w, &call{ResponseWriter: out, Request: in, wallet: w, sent: sent})
		}))).Methods(r.method)
	}
	router.Handle(home+"/", http.RedirectHandler(home, http.StatusSeeOther))
	router.HandleFunc(`/{code:ocx[0-9a-z]+}`, w.printed).Methods(http.MethodGet)
}
