package console

import (
	"errors"
	"fmt"
	"time"

	"localipay/emulator/stage"
	"localipay/scenarios"
)

// scenariosPage is the library, and how its last run went.
type scenariosPage struct {
	Base    string
	Listens bool
	Rows    []storyRow
	State   stage.State
	Tally   []tally
	Took    string
}

type tally struct{ Tone, Text string }

// storyRow is one scenario and what became of it.
type storyRow struct {
	Piece      stage.Piece
	Tone, Text string // of its status; "" where it was not played
	Failure    *scenarios.Failure
}

func newScenariosPage(s *stage.Stage, base string, t say) (scenariosPage, error) {
	if s == nil {
		return scenariosPage{Base: base}, nil
	}
	pieces, err := s.Pieces()
	p := scenariosPage{Base: base, Listens: s.Listens(), State: s.State()}
	for _, piece := range pieces {
		row := storyRow{Piece: piece}
		if part, played := p.State.Part(piece.ID); played {
			row.Tone, row.Text, row.Failure = partTone(part.Status), statusText(part, t), part.Failure
		}
		p.Rows = append(p.Rows, row)
	}
	for _, status := range []stage.Status{stage.Passed, stage.Failed, stage.Cut} {
		if n := p.State.Count(status); n > 0 {
			p.Tally = append(p.Tally, tally{partTone(status), t("scenarios."+string(status), n)})
		}
	}
	if !p.State.Running && p.State.Took > 0 {
		p.Took = tookText(p.State.Took)
	}
	return p, err
}

func partTone(s stage.Status) string {
	switch s {
	case stage.Passed:
		return "good"
	case stage.Failed:
		return "bad"
	}
	return "warn"
}

func statusText(p stage.Part, t say) string {
	switch p.Status {
	case stage.Playing:
		return t("scenarios.status.playing", min(p.Done+1, p.Piece.Steps), p.Piece.Steps)
	case stage.Passed, stage.Failed:
		return t("scenarios.status."+string(p.Status)) + ", " + tookText(p.Took)
	}
	return t("scenarios.status." + string(p.Status))
}

func tookText(d time.Duration) string {
	if d < time.Second {
		return fmt.Sprintf("%d ms", d.Milliseconds())
	}
	return fmt.Sprintf("%.1f s", d.Seconds())
}

// refusal is the key of why nothing is played.
func refusal(err error) string {
	switch {
	case errors.Is(err, stage.ErrBusy):
		return "scenarios.busy"
	case errors.Is(err, stage.ErrNowhere):
		return "scenarios.nowhere"
	}
	return "scenarios.unknown"
}
