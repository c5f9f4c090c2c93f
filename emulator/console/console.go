package console

import (
	"embed"
	"html/template"
	"maps"
	"net/http"
	"slices"
	"time"

	"github.com/gorilla/mux"

	"localipay/emulator/alipay"
	"localipay/emulator/page"
	"localipay/emulator/stage"
	"localipay/emulator/view"
	"localipay/emulator/world"
)

//go:embed all:templates assets
var files embed.FS

// Config is what the console needs of its emulator.
type Config struct {
	Worlds    *world.Worlds
	Stage     *stage.Stage  // nil where no scenarios can be played
	PublicURL func() string // with a trailing slash
	SFTPURL   func(partner string) string
	Version   string
	AlipayKey string // Alipay's public key, PEM
	Seed      int64

	// Guard lets through who may see pages, and shows login to the others.
	Guard func(login, next http.Handler) http.Handler
	// SignIn takes the token of --admin-token and keeps the browser signed in.
	SignIn func(w http.ResponseWriter, token string) bool
}

// Console serves the pages.
type Console struct {
	Config

	pages *page.Set
	texts page.Texts

	sheets view.Sheets
}

// New reads the templates.
func New(c Config) (*Console, error) {
	all := page.Join(texts(), bookTexts())
	pages, err := page.New(files, all, funcs())
	return &Console{Config: c, pages: pages, texts: all}, err
}

// funcs are the functions of the console's templates beside those of package
// page.
func funcs() template.FuncMap {
	all := template.FuncMap{
		"codetone": codeTone,
		"item":     func(id, text, label string) any { return struct{ ID, Text, Label string }{id, text, label} },
		"pair":     func(a, b any) any { return struct{ A, B any }{a, b} },
		"local":    func(t time.Time) string { return alipay.GMT8(t).Format("2006-01-02T15:04:05") },
	}
	maps.Copy(all, bookFuncs())
	return all
}

// Pages are for page.Register, which serves their assets.
func (c *Console) Pages() *page.Set { return c.pages }

// Register adds the console to a router.
func (c *Console) Register(router *mux.Router) {
	safe, login := http.NewCrossOriginProtection(), http.HandlerFunc(c.login)
	guarded := func(path string, h http.Handler) *mux.Route {
		return router.Handle(path, c.Guard(login, safe.Handler(limited(h))))
	}
	for _, r := range slices.Concat(routes(), tradeRoutes()) {
		if r.show != nil {
			guarded(r.Path, c.handle(r, c.show)).Methods(http.MethodGet)
		}
		if r.act != nil {
			guarded(r.Path, c.handle(r, c.act)).Methods(http.MethodPost)
		}
	}
	start := http.RedirectHandler("/", http.StatusSeeOther)
	router.Handle(loginPath, c.Guard(safe.Handler(limited(login)), start))
	guarded("/console", start)
	router.PathPrefix("/console/").Handler(c.Guard(login, http.HandlerFunc(c.noPage)))
}

// maxForm is far more than any form here needs.
const maxForm = 1 << 20

func limited(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.Body = http.MaxBytesReader(w, r.Body, maxForm)
		next.ServeHTTP(w, r)
	})
}
