package stage

import (
	"context"
	"errors"
	"io/fs"
	"slices"
	"sync"
	"time"

	"localipay/scenarios"
)

// Why nothing is played.
var (
	ErrBusy    = errors.New("scenarios are being played already; wait for their end, or cancel them")
	ErrNowhere = errors.New("this emulator does not listen anywhere, so nothing can be played against it")
	ErrUnknown = errors.New("there is no such scenario")
)

// Config is what a stage needs of its emulator.
type Config struct {
	Files   fs.FS           // of scenarios
	URL     func() string   // where the emulator itself can be reached; "" where it does not listen
	Token   string          // of --admin-token
	Life    context.Context //nolint:containedctx // the emulator's own: its end ends a run
	Changed func()          // called whenever State has changed; must not block
}

// Stage plays scenarios, one run at a time.
type Stage struct {
	Config

	read func() ([]Piece, error)

	mu     sync.Mutex
	state  State
	cancel context.CancelFunc
	over   chan struct{} // closed when the run is over
}

// New is a stage on which nothing has been played.
func New(c Config) *Stage {
	return &Stage{Config: c, read: sync.OnceValues(func() ([]Piece, error) { return library(c.Files) })}
}

// Pieces are all scenarios of the library.
func (s *Stage) Pieces() ([]Piece, error) { return s.read() }

// Listens tells whether there is anything to play against.
func (s *Stage) Listens() bool { return s.URL() != "" }

// Play begins to play scenarios, all if none is named, and does not wait.
func (s *Stage) Play(ids ...string) error {
	list, err := s.chosen(ids)
	switch {
	case err != nil:
		return err
	case !s.Listens():
		return ErrNowhere
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.state.Running {
		return ErrBusy
	}
	ctx, cancel := context.WithCancel(s.Life)
	s.cancel, s.over = cancel, make(chan struct{})
	s.state = began(list)
	go s.play(ctx, cancel, list, s.over)
	return nil
}

func (s *Stage) chosen(ids []string) ([]Piece, error) {
	all, err := s.Pieces()
	if err != nil || len(ids) == 0 {
		return all, err
	}
	list := slices.DeleteFunc(slices.Clone(all), func(p Piece) bool { return !slices.Contains(ids, p.ID) })
	if len(list) == 0 {
		return nil, ErrUnknown
	}
	return list, nil
}

// together is how many are played at the same time: the emulator has others to
// serve.
const together = 4

func (s *Stage) play(ctx context.Context, cancel context.CancelFunc, list []Piece, over chan struct{}) {
	defer close(over)
	defer cancel()
	played := make([]*scenarios.Scenario, len(list))
	for i, p := range list {
		played[i] = p.scenario
	}
	o := scenarios.Options{URL: s.URL(), Token: s.Token, Parallel: together}
	_, err := scenarios.Run(ctx, played, o, reporter{s})
	s.change(func(state *State) {
		state.Running = false
		state.Cancelled = ctx.Err() != nil
		if err != nil && !state.Cancelled {
			state.Error = err.Error()
		}
		state.leave()
	})
}

// Cancel ends the run; what it has made is still cleaned up.
func (s *Stage) Cancel() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.cancel != nil {
		s.cancel()
	}
}

// Wait returns when nothing is played any more.
func (s *Stage) Wait() {
	s.mu.Lock()
	over := s.over
	s.mu.Unlock()
	if over != nil {
		<-over
	}
}

// State is how the last run went, or goes.
func (s *Stage) State() State {
	s.mu.Lock()
	defer s.mu.Unlock()
	state := s.state
	state.Parts = slices.Clone(state.Parts)
	return state
}

func (s *Stage) change(how func(*State)) {
	s.mu.Lock()
	how(&s.state)
	s.mu.Unlock()
	s.Changed()
}

// reporter keeps the state up to date.
type reporter struct{ stage *Stage }

// Began tells nothing that is not known.
func (reporter) Began([]*scenarios.Scenario) {}

// Started shows a scenario as playing.
func (r reporter) Started(s *scenarios.Scenario) {
	r.stage.change(func(state *State) { state.of(s).Status = Playing })
}

// Stepped moves a scenario on.
func (r reporter) Stepped(s *scenarios.Scenario, done int) {
	r.stage.change(func(state *State) { state.of(s).Done = done })
}

// Finished keeps a result.
func (r reporter) Finished(result scenarios.Result) {
	r.stage.change(func(state *State) {
		p := state.of(result.Scenario)
		p.Took, p.Failure = result.Took, result.Failure
		switch {
		case result.Cut:
			p.Status = Cut
		case result.Failure != nil:
			p.Status = Failed
		default:
			p.Status, p.Done = Passed, p.Piece.Steps
		}
	})
}

// Ended keeps how long it took.
func (r reporter) Ended(_ []scenarios.Result, took time.Duration) {
	r.stage.change(func(state *State) { state.Took = took })
}
