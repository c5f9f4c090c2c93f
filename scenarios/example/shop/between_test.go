package shop_test

import (
	"bytes"
	"crypto/md5"
	"crypto/rsa"
	"encoding/hex"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"sync"
)

type keyOf = *rsa.PublicKey

// Services that tests spoil.
const (
	refundService = "alipay.acquire.overseas.spot.refund"
	cancelService = "alipay.acquire.cancel"
	queryService  = "alipay.acquire.overseas.query"
)

// gateway stands between the shop and the emulator. spoil, if set, decides
// what becomes of the nth call (from 1) of a service.
type gateway struct {
	target string
	spoil  func(service string, nth int) fault

	mu  sync.Mutex
	nth map[string]int
}

// fault changes an answer, after the emulator has done what was asked. nil
// changes nothing.
type fault func(answer []byte) []byte

func lost([]byte) []byte { panic(http.ErrAbortHandler) } // the connection ends without an answer

func truncated(answer []byte) []byte { return answer[:len(answer)/2] }

func forged(answer []byte) []byte {
	return regexp.MustCompile(`<sign>.*</sign>`).ReplaceAll(answer, []byte("<sign>0123</sign>"))
}

// saying is an answer of the gateway with these leaves, sorted by name.
func saying(key, leaves string) fault {
	return func([]byte) []byte {
		var inside strings.Builder
		for pair := range strings.SplitSeq(leaves, "&") {
			name, value, _ := strings.Cut(pair, "=")
			inside.WriteString("<" + name + ">" + value + "</" + name + ">")
		}
		sum := md5.Sum([]byte(leaves + key))
		return []byte(`<?xml version="1.0" encoding="UTF-8"?>` + "\n<alipay><is_success>T</is_success><response><alipay>" +
			inside.String() + "</alipay></response><sign>" + hex.EncodeToString(sum[:]) + "</sign><sign_type>MD5</sign_type></alipay>")
	}
}

// once applies a fault to the first call of a service.
func once(service string, f fault) func(string, int) fault {
	return func(called string, nth int) fault {
		if called == service && nth == 1 {
			return f
		}
		return nil
	}
}

func (g *gateway) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	service := values(string(body)).Get("service") + r.URL.Query().Get("service")
	g.mu.Lock()
	g.nth[service]++
	nth, spoil := g.nth[service], g.spoil
	g.mu.Unlock()

	request, _ := http.NewRequestWithContext(r.Context(), r.Method, g.target+"?"+r.URL.RawQuery, bytes.NewReader(body))
	request.Header = r.Header
	response, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	defer func() { _ = response.Body.Close() }()
	answer, _ := io.ReadAll(response.Body)
	if spoil != nil {
		if f := spoil(service, nth); f != nil {
			answer = f(answer)
		}
	}
	w.Header().Set("Content-Type", response.Header.Get("Content-Type"))
	_, _ = w.Write(answer)
}

func (g *gateway) set(spoil func(string, int) fault) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.spoil = spoil
}

func (g *gateway) count(service string) int {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.nth[service]
}

// inbox stands before the shop. deliver, if set, handles the nth notification
// (from 1) in the shop's place; the shop is still there to be told.
type inbox struct {
	shop    http.Handler
	deliver func(nth int, body string, tell func(body string) string) string

	mu  sync.Mutex
	nth int
}

func (b *inbox) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	b.mu.Lock()
	deliver := b.deliver
	if r.URL.Path != "/notify" || deliver == nil {
		b.mu.Unlock()
		b.shop.ServeHTTP(w, r)
		return
	}
	b.nth++
	nth := b.nth
	b.mu.Unlock()
	body, _ := io.ReadAll(r.Body)
	tell := func(body string) string {
		copied := r.Clone(r.Context())
		copied.Body = io.NopCloser(strings.NewReader(body))
		answer := httptest.NewRecorder()
		b.shop.ServeHTTP(answer, copied)
		return answer.Body.String()
	}
	_, _ = io.WriteString(w, deliver(nth, string(body), tell))
}

func (b *inbox) set(deliver func(nth int, body string, tell func(string) string) string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.deliver = deliver
}

// rewritten changes the first notification's fields.
func rewritten(change func(form map[string][]string)) func(int, string, func(string) string) string {
	return func(nth int, body string, tell func(string) string) string {
		if nth > 1 {
			return tell(body)
		}
		form := values(body)
		change(form)
		return tell(form.Encode())
	}
}
