package scenarios

import (
	"context"
	"errors"
	"strconv"
	"sync"

	"localipay/emulator/strict"
)

const (
	maxTogether = 200
	maxRounds   = 10_000
)

// together plays its steps at the same moment.
type together []*step

func readTogether(r *reader, m strict.Member, s *step) (action, error) {
	nodes, err := r.Items(m.Value, "together")
	if err != nil {
		return nil, err
	}
	if len(nodes) > maxTogether {
		return nil, r.Errorf(m.Value, "together: %d steps; keep to %d", len(nodes), maxTogether)
	}
	if len(nodes) == 0 {
		return nil, r.Errorf(m.Value, "together: the list is empty")
	}
	outer, before := r.scope, r.scope.inner()
	defer func() { r.scope = outer }()
	var list together
	var problems []error
	for i, n := range nodes {
		// What one of them saves is not there yet for the others.
		r.scope = before.inner()
		r.scope.together = true
		one, err := r.readStep(n, s.number+"."+strconv.Itoa(i+1))
		outer.take(r.scope)
		list, problems = append(list, one), append(problems, err)
	}
	return list, errors.Join(problems...)
}

func (steps together) play(ctx context.Context, f frame, _ *step) (seen, error) {
	all, errs := make([]seen, len(steps)), make([]error, len(steps))
	ready := make(chan struct{})
	var done sync.WaitGroup
	for i, s := range steps {
		done.Go(func() {
			<-ready
			all[i], errs[i] = s.play(ctx, f)
		})
	}
	close(ready)
	done.Wait()
	return joined(all), first(errs)
}

// repeat plays its steps a number of times, one round after the other.
type repeat struct {
	times int
	steps []*step
}

func readRepeat(r *reader, m strict.Member, s *step) (action, error) {
	members, err := r.Members(m.Value, "repeat", []string{"times", "steps"})
	if err != nil {
		return nil, err
	}
	given := strict.Index(members)
	for _, word := range []string{"times", "steps"} {
		if _, ok := given[word]; !ok {
			return nil, r.Errorf(m.Value, "repeat: there is no %s; write repeat: {times: 5, steps: […]}", word)
		}
	}
	one := &repeat{}
	if one.times, err = r.Count(given["times"], "repeat", 1, maxRounds); err != nil {
		return nil, err
	}
	inner := r.scope.inner()
	counting := inner.known["i"]
	inner.known["i"] = true
	one.steps, err = r.readSteps(given["steps"], s.number+".", inner)
	inner.known["i"] = counting
	r.scope.take(inner)
	if !counting {
		delete(r.scope.known, "i")
	}
	return one, err
}

func (one *repeat) play(ctx context.Context, f frame, _ *step) (seen, error) {
	var all []seen
	outer := f.rounds
	for i := range one.times {
		f.round = strconv.Itoa(i + 1)
		f.rounds = f.round
		if outer != "" {
			f.rounds = outer + "." + f.round
		}
		for _, s := range one.steps {
			if err := ctx.Err(); err != nil {
				return seen{}, err
			}
			got, err := s.play(ctx, f)
			if err != nil {
				return seen{}, err
			}
			all = append(all, seen{outcomes: got.outcomes})
		}
	}
	return joined(all), nil
}

func joined(all []seen) (out seen) {
	for _, one := range all {
		out.outcomes = append(out.outcomes, one.outcomes...)
	}
	return out
}

func first(errs []error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
