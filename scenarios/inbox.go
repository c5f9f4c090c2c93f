package scenarios

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"localipay/emulator/clock"
)

// inboxes are the notify_urls of a run: one listener, a path for each scenario.
type inboxes struct {
	server *http.Server
	base   string
	own    bool

	mu     sync.Mutex
	next   int
	round  string // of this run: what an earlier one is still told goes nowhere
	byPath map[string]*inbox
}

// inbox is one scenario's notify_url.
type inbox struct {
	all    *inboxes
	player *player
	path   string
	url    string
	came   atomic.Int64
}

// silence is how long an own emulator waits for a notify_url that hangs: the
// emulator's time-out would say the same, but later.
const silence = 100 * time.Millisecond

func openInboxes(ctx context.Context, o Options) (*inboxes, error) {
	listen, local := o.NotifyListen, ""
	if o.NotifyURL == "" || listen == "" {
		var err error
		if local, err = localAddress(ctx, o.URL); err != nil {
			return nil, err
		}
	}
	if listen == "" {
		listen = net.JoinHostPort(local, "0")
	}
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", listen)
	if err != nil {
		return nil, fmt.Errorf("cannot listen on %s for notifications: %w; choose another with --notify-listen", listen, err)
	}
	all := &inboxes{base: o.NotifyURL, own: o.Own, byPath: map[string]*inbox{}, round: strconv.FormatInt(clock.System{}.Now().UnixNano(), 36)}
	if all.base == "" {
		host, port, _ := net.SplitHostPort(l.Addr().String())
		if ip := net.ParseIP(host); ip != nil && ip.IsUnspecified() {
			host = local
		}
		all.base = "http://" + net.JoinHostPort(host, port)
	}
	all.server = &http.Server{Handler: all, ReadHeaderTimeout: 10 * time.Second}
	go func() { _ = all.server.Serve(l) }() // ends with close
	return all, nil
}

// localAddress is the address under which the emulator can reach this process:
// the one from which this process reaches it.
func localAddress(ctx context.Context, base string) (string, error) {
	u, err := url.Parse(base)
	if err != nil {
		return "", fmt.Errorf("%s is not the URL of an emulator: %w", base, err)
	}
	port := u.Port()
	if port == "" {
		port = map[string]string{"https": "443"}[u.Scheme]
	}
	if port == "" {
		port = "80"
	}
	conn, err := new(net.Dialer).DialContext(ctx, "tcp", net.JoinHostPort(u.Hostname(), port))
	if err != nil {
		return "", fmt.Errorf("no emulator at %s: %w", base, err)
	}
	defer conn.Close() //nolint:errcheck // nothing was sent
	host, _, err := net.SplitHostPort(conn.LocalAddr().String())
	return host, err
}

func (a *inboxes) close() { _ = a.server.Close() }

// open gives a scenario its notify_url.
func (a *inboxes) open(p *player) *inbox {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.next++
	path := "/notify/" + a.round + "/" + strconv.Itoa(a.next)
	in := &inbox{all: a, player: p, path: path, url: a.base + path}
	a.byPath[path] = in
	return in
}

func (in *inbox) close() {
	in.all.mu.Lock()
	defer in.all.mu.Unlock()
	delete(in.all.byPath, in.path)
}

func (a *inboxes) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	a.mu.Lock()
	var in *inbox
	for path, one := range a.byPath {
		if strings.HasSuffix(r.URL.Path, path) { // --notify-url may put a path before it
			in = one
			break
		}
	}
	a.mu.Unlock()
	if in == nil {
		http.NotFound(w, r) // a scenario that is over
		return
	}
	const most = 1 << 20
	_, _ = io.Copy(io.Discard, io.LimitReader(r.Body, most))
	in.answer(w, r)
}

// answer takes the next reply; the last one stays for ever.
func (in *inbox) answer(w http.ResponseWriter, r *http.Request) {
	replies := in.player.scenario.notify
	turn := in.came.Add(1) - 1
	one := replies[min(turn, int64(len(replies)-1))]
	if one.word == hang {
		in.hang(r)
		panic(http.ErrAbortHandler) // closes the connection without an answer
	}
	if one.status >= http.StatusMultipleChoices && one.status < http.StatusBadRequest {
		w.Header().Set("Location", in.url+"/elsewhere")
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.WriteHeader(one.status)
	_, _ = io.WriteString(w, frame{player: in.player}.text(one.body))
}

func (in *inbox) hang(r *http.Request) {
	if in.all.own {
		_ = pause(r.Context(), in.player.real, silence)
		return
	}
	<-r.Context().Done()
}
