package emulator

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/gorilla/mux"
)

// isProgram tells a program on a command line from a browser, which gets pages.
// A page that reads a part of itself anew takes anything, and says that it is one.
func isProgram(r *http.Request, _ *mux.RouteMatch) bool {
	return !strings.Contains(r.Header.Get("Accept"), "text/html") && r.Header.Get("HX-Request") == ""
}

// welcome says in plain text what this is.
func (e *Emulator) welcome(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = fmt.Fprintf(w, `localipay %s: a local Alipay for tests. Not Alipay's software.

gateway    %sgateway.do
console    %s
wallet     %swallet
admin API  %s_admin/openapi.json
merchants  %s_admin/merchants
metrics    %smetrics
`, e.options.Version, e.publicURL, e.publicURL, e.publicURL, e.publicURL, e.publicURL, e.publicURL)
}
