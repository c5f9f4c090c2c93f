package scenarios

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"localipay/emulator/clock"
)

// run is what the scenarios of one run share.
type run struct {
	options Options
	real    clock.Source
	admin   admin
	gateway *http.Client // keeps no connection alive
	inboxes *inboxes
	hangs   *hangs
	calls   atomic.Int64 // made so far: each has a number of its own

	mu       sync.Mutex // around the reporter and the results
	reporter Reporter
}

// Run plays scenarios and gives their results in the order of the list. Of one
// partner's guests only one plays at a time. When ctx ends, those that play are
// cut short and the others left out; worlds are cleaned up all the same. The
// error is of the run as a whole: there is nothing to play against.
func Run(ctx context.Context, list []*Scenario, o Options, reporter Reporter) ([]Result, error) {
	r := &run{options: o.withDefaults(), real: clock.System{}, reporter: reporter}
	began := r.real.Now()
	transport := newTransport(false)
	defer transport.CloseIdleConnections()
	r.admin = admin{client: &http.Client{Transport: transport}, base: r.options.URL, token: o.Token}
	r.gateway = &http.Client{Transport: newTransport(true), CheckRedirect: noRedirect}
	if err := r.ready(ctx); err != nil {
		return nil, err
	}
	var err error
	if r.inboxes, err = openInboxes(ctx, r.options); err != nil {
		return nil, err
	}
	defer r.inboxes.close()
	r.hangs = newHangs(r)
	reporter.Began(list)
	results := r.all(ctx, list)
	reporter.Ended(results, r.real.Now().Sub(began))
	return results, nil
}

// newTransport speaks HTTP/1.1 and asks no proxy. Without keeping connections
// alive: Go silently resends a GET when a kept one dies, which would make one
// lost request two.
func newTransport(once bool) *http.Transport {
	return &http.Transport{DisableKeepAlives: once, MaxIdleConnsPerHost: 2 * mostParallel, DisableCompression: true}
}

func noRedirect(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

// ready tells whether an emulator answers, and takes the token.
func (r *run) ready(ctx context.Context) error {
	const patience = 10 * time.Second
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	health, err := r.admin.call(ctx, http.MethodGet, "/_admin/health", nil)
	if err == nil && str(health, "status") == "ok" {
		_, err = r.admin.call(ctx, http.MethodGet, "/_admin/merchants?limit=1", nil)
	} else if err == nil {
		err = fmt.Errorf("what answers at %s is not a localipay", r.options.URL)
	}
	refused, isRefusal := asAdminError(err)
	switch {
	case err == nil:
		return nil
	case isRefusal && refused.status == http.StatusUnauthorized:
		return fmt.Errorf("the emulator at %s wants its token: set LOCALIPAY_ADMIN_TOKEN to that of its --admin-token", r.options.URL)
	case isRefusal:
		return fmt.Errorf("the emulator at %s refuses the runner: %s", r.options.URL, refused.Message)
	}
	return fmt.Errorf("no emulator: %w; start one there with localipay serve, or leave --against out", err)
}

// all plays chains of scenarios side by side.
func (r *run) all(ctx context.Context, list []*Scenario) []Result {
	queue := make(chan []int)
	results := make([]*Result, len(list))
	var workers sync.WaitGroup
	for range r.options.Parallel {
		workers.Go(func() {
			for chain := range queue {
				for _, i := range chain {
					results[i] = r.one(ctx, list[i])
				}
			}
		})
	}
	for _, chain := range chains(list) {
		queue <- chain
	}
	close(queue)
	workers.Wait()
	played := make([]Result, 0, len(list))
	for _, result := range results {
		if result != nil {
			played = append(played, *result)
		}
	}
	return played
}

// chains puts those together that must play one after another.
func chains(list []*Scenario) (all [][]int) {
	guests := map[string]int{}
	for i, s := range list {
		at, ok := guests[s.guest]
		if s.guest != "" && ok {
			all[at] = append(all[at], i)
			continue
		}
		guests[s.guest] = len(all)
		all = append(all, []int{i})
	}
	return slices.Clip(all)
}

func (r *run) one(ctx context.Context, s *Scenario) *Result {
	if ctx.Err() != nil {
		return nil
	}
	r.tell(func() { r.reporter.Started(s) })
	result := r.newPlayer(s).play(ctx, func(done int) {
		r.tell(func() { r.reporter.Stepped(s, done) })
	})
	r.tell(func() { r.reporter.Finished(result) })
	return &result
}

func (r *run) tell(what func()) {
	r.mu.Lock()
	defer r.mu.Unlock()
	what()
}
