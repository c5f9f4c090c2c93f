package emulator

import (
	"fmt"
	"net/http"
)

// welcome says what this is to who opens it in a browser.
func (e *Emulator) welcome(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = fmt.Fprintf(w, `localipay %s: a local Alipay for tests. Not Alipay's software.

gateway    %sgateway.do
admin API  %s_admin/openapi.json
merchants  %s_admin/merchants
metrics    %smetrics
`, e.options.Version, e.publicURL, e.publicURL, e.publicURL, e.publicURL)
}
