package scenarios

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// seen is what a step came to.
type seen struct {
	fields   map[string]any // for expect and save
	outcomes [][]string     // for expect_outcomes: of each call the words it counts as
	refusal  string         // why it did not go well: fails a step that expects nothing
	alarms   []alarm
}

// alarm is something that fails a step unless its expect names one of names.
type alarm struct {
	names   []string
	text    string
	counted bool // expect_outcomes counts it: no alarm inside such a block
}

// problem is why a scenario failed, and where.
type problem struct {
	step        *step
	round       string
	text        string
	differences []string
}

func (p *problem) Error() string { return p.text }

func problemf(format string, args ...any) error {
	return &problem{text: fmt.Sprintf(format, args...)}
}

// frame is where a step is played: the values of the blocks around it.
type frame struct {
	*player
	round   string // of the innermost repeat: ${i}
	rounds  string // of all of them, for people
	counted bool   // inside a block with expect_outcomes
}

// text expands a text of the file.
func (f frame) text(t text) string { return expand(string(t), f.value) }

func (f frame) expand(s string) string { return expand(s, f.value) }

func (f frame) value(name string) string {
	if name == "i" && f.round != "" {
		return f.round
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if value, ok := f.vars[name]; ok {
		return value
	}
	return f.current.builtin(name)
}

// play plays one step and holds what came against what the file expects.
func (s *step) play(ctx context.Context, f frame) (seen, error) {
	inner := f
	inner.counted = f.counted || s.outcomes != nil
	got, err := s.action.play(ctx, inner, s)
	if err == nil {
		err = s.judge(f, got)
	}
	if err == nil {
		err = s.keep(f, got.fields)
	}
	return got, s.located(f, err)
}

// located tells where a problem is, unless a step inside has said so.
func (s *step) located(f frame, err error) error {
	p, ok := err.(*problem) //nolint:errorlint // problems are never wrapped
	if ok && p.step == nil {
		p.step, p.round = s, f.rounds
	}
	return err
}

func (s *step) judge(f frame, got seen) error {
	for _, a := range got.alarms {
		if a.counted && f.counted || slices.ContainsFunc(a.names, s.expect.has) {
			continue
		}
		return &problem{text: a.text, differences: s.differences(f, got.fields)}
	}
	if got.refusal != "" && s.expect == nil && !f.counted {
		return problemf("%s; write expect: if it should", got.refusal)
	}
	if differences := s.differences(f, got.fields); len(differences) > 0 {
		return &problem{text: s.otherwise(got), differences: differences}
	}
	if differences := checkOutcomes(s.outcomes, got.outcomes); len(differences) > 0 {
		return &problem{text: "the outcomes of " + s.verb + " are not those expected", differences: differences}
	}
	return nil
}

func (s *step) otherwise(got seen) string {
	if got.refusal != "" {
		return got.refusal
	}
	return "the answer to " + s.verb + " is not as expected"
}

func (s *step) differences(f frame, fields map[string]any) []string {
	if s.expect == nil {
		return nil
	}
	if own, ok := fields[ownStatus]; ok && s.expect.statusText {
		fields = maps.Clone(fields)
		fields["status"] = own
	}
	return s.expect.differences(f, fields)
}

func (e *expectation) differences(f frame, fields map[string]any) (lines []string) {
	for _, d := range e.Check(fields, f.expand) {
		lines = append(lines, d.String())
	}
	return lines
}

// keep saves what later steps want.
func (s *step) keep(f frame, fields map[string]any) error {
	for _, one := range s.saves {
		value, ok := at(fields, one.path)
		if own := fields[ownStatus]; one.path == "status" && own != nil {
			value = own
		}
		if !ok {
			return problemf("save: %s: there is no %s in what came: %s", one.name, one.path, strings.Join(fieldNames(fields), ", "))
		}
		f.set(one.name, plainText(value))
	}
	return nil
}

func (p *player) set(name, value string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.vars[name] = value
}
