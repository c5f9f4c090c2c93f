package scenarios

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"localipay/emulator/alipay"
	"localipay/emulator/strict"
	"localipay/emulator/suggest"
)

// step is one line of a story.
type step struct {
	line     int
	number   string // "3", or "4.2" inside a block
	verb     string
	name     text
	action   action
	saves    []save
	expect   *expectation
	outcomes []outcomeCount
	timeout  time.Duration // real time for a call that gets no answer
}

// save keeps a part of what came under a name.
type save struct{ name, path string }

const (
	defaultTimeout = 2 * time.Second
	maxSpan        = 10 * time.Minute
)

func stepWords() []string {
	return []string{"name", "save", "expect", "expect_outcomes", "timeout"}
}

// readSteps reads a list of steps and tells of all that is wrong in it. What a
// step saves is known to those after it.
func (r *reader) readSteps(m strict.Member, prefix string, in *scope) ([]*step, error) {
	nodes, err := r.Items(m.Value, "steps")
	if err != nil {
		return nil, err
	}
	if len(nodes) == 0 {
		return nil, r.Errorf(m.Value, "%s: the list is empty; a step is one verb, as - pay: {qrcode: …}", m.Name)
	}
	outer := r.scope
	defer func() { r.scope = outer }()
	r.scope = in
	list := make([]*step, 0, len(nodes))
	var problems []error
	for i, n := range nodes {
		s, err := r.readStep(n, prefix+strconv.Itoa(i+1))
		if err != nil {
			problems = append(problems, err)
			continue
		}
		list = append(list, s)
	}
	return list, errors.Join(problems...)
}

func (r *reader) readStep(n *yaml.Node, number string) (*step, error) {
	members, err := r.Members(bareWord(n), "step "+number, append(stepWords(), verbNames()...))
	if err != nil {
		return nil, err
	}
	s := &step{line: n.Line, number: number, timeout: defaultTimeout}
	given := strict.Index(members)
	m, v, err := r.verbOf(n, members, number)
	if err != nil {
		return nil, errors.Join(err, r.readSaves(s, given)) // so that later steps know what it saves
	}
	s.verb, s.line = v.name, m.Key.Line
	if err := r.checkStepTexts(members, v); err != nil {
		return nil, errors.Join(err, r.readSaves(s, given))
	}
	if err := r.readExtras(s, v, given); err != nil {
		return nil, errors.Join(err, r.readSaves(s, given))
	}
	s.action, err = v.read(r, m, s)
	return s, errors.Join(err, r.readSaves(s, given))
}

// bareWord lets the one verb that needs nothing stand alone: - clear_faults
func bareWord(n *yaml.Node) *yaml.Node {
	if n.Kind != yaml.ScalarNode || n.Value != "clear_faults" {
		return n
	}
	nothing := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!null", Line: n.Line}
	return &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map", Line: n.Line, Content: []*yaml.Node{n, nothing}}
}

// verbOf finds the one verb of a step.
func (r *reader) verbOf(n *yaml.Node, members []strict.Member, number string) (strict.Member, verb, error) {
	var found []strict.Member
	for _, m := range members {
		if !slices.Contains(stepWords(), m.Name) {
			found = append(found, m)
		}
	}
	switch len(found) {
	case 0:
		return strict.Member{}, verb{}, r.Errorf(n, "step %s: there is no verb; a step is one of %s", number, strings.Join(verbNames(), ", "))
	case 1:
		v, _ := findVerb(found[0].Name)
		return found[0], v, nil
	}
	return strict.Member{}, verb{}, r.Errorf(found[1].Key, "step %s: %s and %s are two verbs; begin a step of its own with a dash for each",
		number, found[0].Name, found[1].Name)
}

// checkStepTexts leaves the steps of a block to themselves: they know other names.
func (r *reader) checkStepTexts(members []strict.Member, v verb) error {
	for _, m := range members {
		if v.block && m.Name == v.name || m.Name == "save" {
			continue
		}
		if err := r.checkTexts(m.Value); err != nil {
			return err
		}
	}
	return nil
}

func (r *reader) readExtras(s *step, v verb, given map[string]strict.Member) (err error) {
	what := "step " + s.number
	if m, ok := given["name"]; ok {
		var name string
		if name, err = r.Text(m, what); err != nil {
			return err
		}
		s.name = text(name)
	}
	if m, ok := given["timeout"]; ok {
		if s.timeout, err = r.span(m, what); err != nil {
			return err
		}
	}
	if m, ok := given["expect"]; ok {
		if s.expect, err = r.readExpect(m, v); err != nil {
			return err
		}
	}
	if m, ok := given["expect_outcomes"]; ok {
		s.outcomes, err = r.readOutcomes(m, v)
	}
	return err
}

// span reads a length of real time. It is bounded: nobody means to wait an hour.
func (r *reader) span(m strict.Member, what string) (time.Duration, error) {
	word, err := r.Text(m, what)
	if err != nil {
		return 0, err
	}
	d, err := alipay.ParseDuration(word)
	if err != nil {
		return 0, r.Errorf(m.Value, "%s: %s: %q: %s", what, m.Name, strict.Short(word), err)
	}
	if d > maxSpan {
		return 0, r.Errorf(m.Value, "%s: %s: %s is longer than %s", what, m.Name, strict.Short(word), alipay.FormatDuration(maxSpan))
	}
	return d, nil
}

func (r *reader) readSaves(s *step, given map[string]strict.Member) error {
	m, ok := given["save"]
	if !ok {
		return nil
	}
	pairs, err := r.Pairs(m.Value, "save")
	if err != nil {
		return err
	}
	for _, pair := range pairs {
		if err := r.checkName(pair.Key, "save", pair.Name); err != nil {
			return err
		}
		r.scope.known[pair.Name] = true
		path, err := r.Text(pair, "save")
		if err != nil {
			return err
		}
		s.saves = append(s.saves, save{pair.Name, path})
		if err := r.checkSaved(pair, path, s.verb); err != nil {
			return err
		}
	}
	return nil
}

// checkSaved refuses a part that the verb's answers never have.
func (r *reader) checkSaved(pair strict.Member, path, verb string) error {
	v, ok := findVerb(verb)
	if !ok {
		return nil
	}
	known := savable(v)
	switch {
	case known == nil:
		return nil
	case len(known) == 0:
		return r.Errorf(pair.Key, "save: %s has no answer to take anything from", verb)
	}
	if !slices.Contains(known, strings.SplitN(path, ".", 2)[0]) {
		return r.Errorf(pair.Value, "save: %s: %s has no field %q%s", pair.Name, verb, strict.Short(path), suggest.DidYouMean(path, known))
	}
	return nil
}
