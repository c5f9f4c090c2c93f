package shop

import (
	"html/template"
	"net/http"
)

const page = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Example shop</title>
<style>body{font:16px system-ui;margin:2em}td,th{padding:.2em 1em .2em 0;text-align:left}</style>
<h1>Example shop</h1><p>Not Alipay's software; for tests only. {{.Now}}{{if .Bugs}}<br>Bugs on: {{.Bugs}}{{end}}</p>
<table><tr><th>till<th>code<th>latest bill<th>amount<th>status<th>refunded</tr>
{{range .Tills}}<tr><td>{{.ID}}<td>{{.QRCode}}{{with .Bill}}<td>{{.ID}}<td>{{.Currency}} {{.Amount}}<td>{{.Status}}<td>{{.Refunded}}{{end}}</tr>
{{end}}</table>{{range .Alarms}}<p>⚠ {{.}}</p>{{end}}<p><a href="/state">all of it, as JSON</a></p></html>
`

// handlePage shows the tills to people.
func (s *Shop) handlePage(w http.ResponseWriter, r *http.Request) {
	state, err := s.State(r.Context())
	if err != nil {
		writeError(w, err)
		return
	}
	parsed, err := template.New("page").Parse(page)
	if err != nil {
		writeError(w, err)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_ = parsed.Execute(w, state) // a reader that has gone needs no answer
}
