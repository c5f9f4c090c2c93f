package stage

import (
	"time"

	"localipay/scenarios"
)

// Status is what became of a scenario.
type Status string

// A scenario waits, plays, and then has passed or failed, or was cut short.
const (
	Waiting Status = "waiting"
	Playing Status = "playing"
	Passed  Status = "passed"
	Failed  Status = "failed"
	Cut     Status = "cut"
)

// Part is one scenario of a run.
type Part struct {
	Piece   Piece
	Status  Status
	Done    int // outermost steps
	Took    time.Duration
	Failure *scenarios.Failure // never changed
}

// State is a run, or none: then it has no parts.
type State struct {
	Running   bool
	Cancelled bool
	Error     string // why nothing could be played at all
	Took      time.Duration
	Parts     []Part
}

func began(list []Piece) State {
	s := State{Running: true, Parts: make([]Part, len(list))}
	for i, p := range list {
		s.Parts[i] = Part{Piece: p, Status: Waiting}
	}
	return s
}

// of finds a scenario's part. The reporter only tells of those that are played.
func (s *State) of(scenario *scenarios.Scenario) *Part {
	for i := range s.Parts {
		if s.Parts[i].Piece.scenario == scenario {
			return &s.Parts[i]
		}
	}
	return &Part{}
}

// leave marks what the end of the run has left out.
func (s *State) leave() {
	for i := range s.Parts {
		if p := &s.Parts[i]; p.Status == Waiting || p.Status == Playing {
			p.Status = Cut
		}
	}
}

// Count tells how many parts are in a status.
func (s State) Count(status Status) (n int) {
	for _, p := range s.Parts {
		if p.Status == status {
			n++
		}
	}
	return n
}

// Over is how many parts have come to their end.
func (s State) Over() int { return s.Count(Passed) + s.Count(Failed) + s.Count(Cut) }

// Part finds a scenario's part of the run.
func (s State) Part(id string) (Part, bool) {
	for _, p := range s.Parts {
		if p.Piece.ID == id {
			return p, true
		}
	}
	return Part{}, false
}
