package view

import (
	"maps"
	"net/http"
	"slices"
	"strings"

	"localipay/emulator/journal"
)

// Concerns gives the requests that concern a trade, newest first: those that
// name one of its numbers, a refund of it or a notification of it. A full
// journal has dropped the oldest.
func (l Life) Concerns(j *journal.Journal, limit int) []journal.Request {
	names := map[string]bool{l.Trade.OutTradeNo: true, l.Trade.TradeNo: true}
	for _, n := range l.Notifications {
		names[n.ID] = true
	}
	delete(names, "")
	return j.List(journal.Filter{}, limit, func(r journal.Request) bool {
		for _, p := range r.Params {
			if names[p.Value] {
				return true
			}
		}
		return false
	})
}

// Curl is a request as a command line for a shell, to the gateway at a base
// URL with a trailing slash.
func Curl(r journal.Request, base string) string {
	words := []string{"curl", shellQuote(strings.TrimSuffix(base, "/") + r.URL)}
	if r.Method != "" && r.Method != http.MethodGet {
		words = append(words, "-X", shellQuote(r.Method))
	}
	if r.ContentType != "" {
		words = append(words, "-H", shellQuote("Content-Type: "+r.ContentType))
	}
	if r.Body != "" {
		words = append(words, "--data-raw", shellQuote(r.Body))
	}
	return strings.Join(words, " ")
}

// SentCurl is an attempt of a notification as a command line.
func SentCurl(url, body string) string {
	return strings.Join([]string{"curl", shellQuote(url), "--data-raw", shellQuote(body)}, " ")
}

// shellQuote writes a word that a shell takes as it is. Bytes that a terminal
// would act on are written as bash and zsh read them.
func shellQuote(text string) string {
	if strings.IndexFunc(text, func(c rune) bool { return c < ' ' || c == 0x7f || c == '\uFFFD' }) < 0 {
		return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'"
	}
	var b strings.Builder
	b.WriteString("$'")
	for i := range len(text) {
		switch c := text[i]; {
		case c == '\'' || c == '\\':
			b.WriteByte('\\')
			b.WriteByte(c)
		case c < ' ' || c >= 0x7f:
			const hex = "0123456789abcdef"
			b.WriteString(`\x` + string(hex[c>>4]) + string(hex[c&15]))
		default:
			b.WriteByte(c)
		}
	}
	return b.String() + "'"
}

// Words gives the services and outcomes that stand in a journal, sorted: what
// its list can be filtered by.
func Words(j *journal.Journal) (services, outcomes []string) {
	s, o := map[string]bool{}, map[string]bool{}
	j.List(journal.Filter{}, 1, func(r journal.Request) bool {
		s[r.Service], o[r.Outcome] = true, true
		return false
	})
	delete(s, "")
	delete(o, "")
	return slices.Sorted(maps.Keys(s)), slices.Sorted(maps.Keys(o))
}
