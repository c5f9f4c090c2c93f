package console

import (
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode"

	"localipay/emulator/alipay"
	"localipay/emulator/diagnosis"
	"localipay/emulator/journal"
	"localipay/emulator/view"
)

// requestsPerPage is how many requests a page shows.
const requestsPerPage = 50

// requestRow is one request in a list.
type requestRow struct {
	ID, URL, Service, Outcome, Reason string
	At                                time.Time
	About                             []alipay.Field // what tells it from others
	Faults                            []string
}

// telling are parameters that tell one request from another.
const telling = `partner_trans_id alipay_trans_id out_trade_no trade_no partner_refund_id out_return_no
	refund_amount qrcode status secondary_merchant_id store_id notify_id`

func requestRows(list []journal.Request, base string) []requestRow {
	rows := make([]requestRow, 0, len(list))
	for _, r := range list {
		row := requestRow{
			ID: r.ID, URL: base + "/" + url.PathEscape(r.ID), Service: r.Service, Outcome: r.Outcome, Reason: r.Reason, At: r.At, Faults: r.Faults,
		}
		for _, name := range strings.Fields(telling) {
			if value, ok := alipay.FieldOf(r.Params, name); ok && value != "" {
				row.About = append(row.About, alipay.Field{Name: name, Value: alipay.Shorten(value, 60)})
			}
		}
		rows = append(rows, row)
	}
	return rows
}

// requestsPage is a journal: a merchant's, or that of nobody.
type requestsPage struct {
	here
	Lost               bool
	Gateway            string // its URL
	Rows               []requestRow
	More               string // URL of the next page
	Service, Outcome   string
	Services, Outcomes []string
}

// Filtered tells whether something is left out.
func (p requestsPage) Filtered() bool { return p.Service != "" || p.Outcome != "" }

func newRequestsPage(j *journal.Journal, v url.Values, base, gateway string) requestsPage {
	p := requestsPage{Gateway: gateway, Service: v.Get("service"), Outcome: v.Get("outcome")}
	p.Services, p.Outcomes = view.Words(j)
	before, _ := strconv.ParseUint(v.Get("before"), 10, 64)
	list := j.List(journal.Filter{Service: p.Service, Outcome: p.Outcome, Before: before}, requestsPerPage+1, nil)
	if len(list) > requestsPerPage {
		list = list[:requestsPerPage]
		more := url.Values{"before": {strconv.FormatUint(list[len(list)-1].Seq, 10)}}
		for name, value := range map[string]string{"service": p.Service, "outcome": p.Outcome} {
			if value != "" {
				more.Set(name, value)
			}
		}
		p.More = withQuery(base, more)
	}
	p.Rows = requestRows(list, base)
	return p
}

// requestPage is one request with everything received and answered.
type requestPage struct {
	here
	Back       string
	Request    journal.Request
	Line, Body string // as received, made legible
	Answer     string // with a line for each element
	Curl       string
	Diagnosis  *diagnosis.Diagnosis
	Order      string // that it is about, if there is one
}

func newRequestPage(j *journal.Journal, id, back, publicURL string) (p requestPage, ok bool) {
	r, ok := j.Find(id)
	if !ok {
		return p, false
	}
	p = requestPage{
		Back: back, Request: r, Line: legible(r.URL), Body: legible(r.Body), Answer: view.Pretty(r.Answer), Curl: view.Curl(r, publicURL),
	}
	if r.Diagnosis != nil {
		d := r.Diagnosis.Get()
		p.Diagnosis = &d
	}
	return p, true
}

// legible shows bytes that came from outside: what is no text, or would move
// what stands around it, is a question mark.
func legible(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case unicode.IsControl(r), unicode.Is(unicode.Bidi_Control, r):
			return unicode.ReplacementChar
		}
		return r
	}, strings.ToValidUTF8(text, "\uFFFD"))
}
