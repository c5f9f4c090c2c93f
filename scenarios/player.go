package scenarios

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"net/http/cookiejar"
	"slices"
	"sync"
	"time"

	"localipay/emulator/clock"
)

// player plays one scenario.
type player struct {
	run      *run
	scenario *Scenario
	admin    *admin
	real     clock.Source
	inbox    *inbox
	jar      http.CookieJar
	made     []*merchant // to be left at the end
	worlds   map[string]*merchant
	current  *merchant

	mu     sync.Mutex
	vars   map[string]string
	memory memory
}

// cleaningTime bounds the putting back: who interrupts a run waits for it.
const cleaningTime = 5 * time.Second

func (r *run) newPlayer(s *Scenario) *player {
	mine := r.admin
	mine.mark = mark(s.Name)
	jar, _ := cookiejar.New(nil) // never fails
	p := &player{
		run: r, scenario: s, admin: &mine, real: r.real, jar: jar,
		worlds: map[string]*merchant{}, vars: maps.Clone(s.vars), memory: newMemory(),
	}
	p.inbox = r.inboxes.open(p)
	return p
}

// play is the life of a scenario.
func (p *player) play(ctx context.Context, stepped func(done int)) Result {
	began := p.real.Now()
	out := Result{Scenario: p.scenario}
	err := p.open(ctx)
	if err == nil {
		err = p.steps(ctx, stepped)
	}
	if err != nil {
		out.Cut = ctx.Err() != nil
		out.Failure = p.failure(ctx, err)
	}
	if cleaned := p.close(ctx); cleaned != nil && out.Failure == nil {
		out.Failure = p.failure(ctx, problemf("cleaning up afterwards failed: %v", cleaned))
	}
	out.Took = p.real.Now().Sub(began)
	return out
}

// open makes or visits the worlds of a scenario.
func (p *player) open(ctx context.Context) (err error) {
	s := p.scenario
	if s.guest != "" {
		p.current, err = p.visit(ctx, s.guest)
	} else {
		p.current, err = p.makeWorld(ctx, s.Name, s.switches)
	}
	if err != nil {
		return err
	}
	p.worlds[mainMerchant] = p.current
	for _, name := range slices.Sorted(maps.Keys(s.merchants)) {
		if p.worlds[name], err = p.makeWorld(ctx, name, s.merchants[name]); err != nil {
			return err
		}
	}
	for _, n := range s.faults {
		if err := p.addFault(ctx, p.current, filled(n, frame{player: p}.value)); err != nil {
			return err
		}
	}
	return nil
}

func (p *player) steps(ctx context.Context, stepped func(done int)) error {
	for i, s := range p.scenario.steps {
		_, err := s.play(ctx, frame{player: p})
		if ctx.Err() != nil {
			return &problem{step: s, text: "interrupted"}
		}
		if err != nil {
			return err
		}
		stepped(i + 1)
	}
	return nil
}

// close leaves every world, also after the run was interrupted.
func (p *player) close(ctx context.Context) (failed error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), cleaningTime)
	defer cancel()
	p.inbox.close()
	for _, m := range slices.Backward(p.made) {
		failed = join(failed, p.leave(ctx, m))
	}
	return failed
}

// pause lets real time pass.
func pause(ctx context.Context, real clock.Source, d time.Duration) error {
	over, stop := real.After(d)
	defer stop()
	select {
	case <-over:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func join(a, b error) error {
	if b == nil {
		return a
	}
	return errors.Join(a, b)
}
