package admin

import (
	"context"
	"net/url"
	"strconv"
	"time"

	"localipay/emulator/alipay"
)

// waiting is ?wait=COUNT&timeout=10s.
type waiting struct {
	count   int
	timeout time.Duration
}

const (
	defaultTimeout = 10 * time.Second
	maxTimeout     = 10 * time.Minute
	maxWait        = 10_000
)

func readWaiting(q url.Values) (waiting, error) {
	w := waiting{timeout: defaultTimeout}
	if text := q.Get("wait"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 0 || n > maxWait {
			return w, badRequest("wait: %q is not a number from 0 to %d", text, maxWait)
		}
		w.count = n
	}
	if text := q.Get("timeout"); text != "" {
		d, err := alipay.ParseDuration(text)
		if err != nil || d > maxTimeout {
			return w, badRequest(`timeout: %q is not a span up to %s; write it as "10s"`, text, maxTimeout)
		}
		w.timeout = d
	}
	return w, nil
}

// enough waits until so many match, and tells whether the time was over
// before. Whatever may make one match is told to the hub.
func (w waiting) enough(a *Admin, r *request, count func() int) bool {
	if w.count == 0 {
		return true
	}
	ctx, cancel := a.until(r.Context(), w.timeout)
	defer cancel()
	changes := a.Worlds.Hub().Subscribe()
	defer changes.Close()
	for count() < w.count {
		select {
		case <-changes.C:
		case <-ctx.Done():
			return count() >= w.count
		}
	}
	return true
}

// until is a context that ends after a span of real time, as the emulator's
// one source of it measures it.
func (a *Admin) until(parent context.Context, d time.Duration) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(parent)
	over, stop := a.Source.After(d)
	go func() {
		defer stop()
		select {
		case <-over:
			cancel()
		case <-ctx.Done():
		}
	}()
	return ctx, cancel
}
