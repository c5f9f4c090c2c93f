package wire

import (
	"net/http"
	"slices"
	"strings"

	"localipay/emulator/alipay"
)

// charsetName is the parameter that names the charset of all the others.
const charsetName = "_input_charset"

// Request is one call of the gateway as it arrived.
type Request struct {
	Method      string
	URL         string // path and query, as received
	ContentType string // the header, as received
	Body        string // as received; of one too long, the first MaxBytes

	// Params are the parameters of query and form body together, one for each
	// distinct name, in byte order of the names. Names and values are bytes in
	// the request's charset, percent-decoded.
	Params []alipay.Field

	// URLCharset is _input_charset as written in the query, or "" if it is not
	// there: answers declare it in this letter case (spec decision 9).
	URLCharset string
}

// Read takes the parameters out of r (spec decisions 1 and 27). What is wrong
// with them is an alipay.IllegalArgument, wrapped with the reason; a body that
// could not be read to its end is ErrBody. The Request is there in any case,
// with as much as is known: of two different values, the first.
func Read(r *http.Request) (*Request, error) {
	q := &Request{Method: r.Method, URL: r.RequestURI, ContentType: r.Header.Get("Content-Type")}
	if q.URL == "" {
		q.URL = r.URL.RequestURI()
	}
	var set collector
	set.query(r.URL.RawQuery)
	q.URLCharset = first(set.fields, charsetName)
	body, err := readBody(r.Body)
	q.Body = body
	if err != nil {
		set.refuse(err)
	}
	set.body(q.ContentType, body, err != nil)
	q.Params = set.merged()
	return q, set.err
}

// Get gives the value of a parameter in the request's charset, or "".
func (q *Request) Get(name string) string {
	value, _ := q.find(name)
	return value
}

// Has tells whether a parameter is there, be it empty.
func (q *Request) Has(name string) bool {
	_, ok := q.find(name)
	return ok
}

func (q *Request) find(name string) (string, bool) {
	i, ok := slices.BinarySearchFunc(q.Params, name, func(f alipay.Field, name string) int {
		return strings.Compare(f.Name, name)
	})
	if !ok {
		return "", false
	}
	return q.Params[i].Value, true
}

func first(fields []alipay.Field, name string) string {
	for _, f := range fields {
		if f.Name == name {
			return f.Value
		}
	}
	return ""
}

// illegal is an alipay.IllegalArgument that says why.
func illegal(format string, args ...any) error {
	return alipay.IllegalArgument.Because(format, args...)
}
