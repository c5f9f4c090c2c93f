package admin

import (
	"bytes"
	"io"
	"net/http"
	"strconv"
)

// text is an answer that is a file and no JSON.
type text struct {
	name    string
	size    int64
	content io.WriterTo
}

func (t text) write(w http.ResponseWriter) {
	h := w.Header()
	h.Set("Content-Type", "text/plain; charset=utf-8")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Disposition", `attachment; filename="`+t.name+`"`)
	h.Set("Content-Length", strconv.FormatInt(t.size, 10))
	_, _ = t.content.WriteTo(w)
}

// certificate is what clients of the HTTPS listener are to trust.
func (a *Admin) certificate(*request) (any, error) {
	pem := a.CA()
	if pem == nil {
		return nil, notFound("there is no HTTPS here, and so no certificate; start with --tls-listen")
	}
	return text{"ca.pem", int64(len(pem)), bytes.NewReader(pem)}, nil
}
