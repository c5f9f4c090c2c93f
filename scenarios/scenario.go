package scenarios

import (
	"context"
	"crypto/rsa"
	"time"

	"go.yaml.in/yaml/v3"

	"localipay/emulator/alipay"
	"localipay/emulator/strict"
)

// Scenario is one story, read and checked: what it says can be played.
type Scenario struct {
	File string
	Line int
	Name string

	source    strict.Source
	vars      map[string]string
	clock     time.Time // zero where the file says nothing
	guest     string    // the partner id of a merchant that is there already, or ""
	switches  map[string]any
	merchants map[string]map[string]any // further worlds, by the name that `use` calls them
	signType  alipay.SignType
	needsRSA  bool
	private   *rsa.PrivateKey // of private_key; nil for a published test key
	faults    []*yaml.Node
	notify    []reply
	steps     []*step
}

// Length is the number of outermost steps.
func (s *Scenario) Length() int { return len(s.steps) }

// defaultClock is where a world's clock stands that no file sets: Monday,
// 5 January 2026, 10:00 in Hong Kong.
const defaultClock = "2026-01-05T10:00:00+08:00"

// action is what a verb does, read from one step.
type action interface {
	play(ctx context.Context, f frame, s *step) (seen, error)
}
