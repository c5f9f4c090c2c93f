package scenarios

import (
	"errors"
	"maps"
	"net/http"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"localipay/emulator/alipay"
	"localipay/emulator/clock"
	"localipay/emulator/fault"
	"localipay/emulator/strict"
	"localipay/emulator/suggest"
)

// documentWords are the words of a scenario's top.
func documentWords() []string {
	return []string{"name", "vars", "clock", "merchant", "merchants", "sign_type", "private_key", "faults", "notify", "steps"}
}

// reader reads one document.
type reader struct {
	strict.Source
	scenario *Scenario
	scope    *scope
}

// readDocument reads a scenario, the place-th of its file.
func readDocument(s strict.Source, n *yaml.Node, place int, vars map[string]string) (*Scenario, error) {
	r := &reader{s, &Scenario{
		File: string(s), Line: n.Line, Name: nameOfFile(string(s), place), source: s,
		signType: alipay.MD5, notify: []reply{{status: http.StatusOK, body: "success"}},
	}, newScope()}
	members, err := s.Members(n, "scenario", documentWords())
	if err != nil {
		return nil, err
	}
	given := strict.Index(members)
	if _, ok := given["steps"]; !ok {
		return nil, s.Errorf(n, "scenario: there are no steps; write steps: and a list of them")
	}
	if err := r.readVars(given, vars); err != nil {
		return nil, err
	}
	if err := r.readHead(given); err != nil {
		return nil, err
	}
	r.scenario.steps, err = r.readSteps(given["steps"], "", r.scope)
	if err == nil {
		err = r.checkKeys(n)
	}
	return r.scenario, err
}

// nameOfFile names a scenario that has no name.
func nameOfFile(file string, place int) string {
	name := strings.TrimSuffix(filepath.Base(file), filepath.Ext(file))
	if name == "" {
		name = "scenario"
	}
	if place > 0 {
		name += " " + strconv.Itoa(place+1)
	}
	return name
}

var variableName = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_.-]*$`)

func (r *reader) checkName(n *yaml.Node, what, name string) error {
	if variableName.MatchString(name) {
		return nil
	}
	return r.Errorf(n, "%s: %q is no name for a value; begin with a letter, and go on with letters, digits, _ . or -", what, strict.Short(name))
}

// readVars reads the defaults; a value may name those above it.
func (r *reader) readVars(given map[string]strict.Member, vars map[string]string) error {
	r.scenario.vars = maps.Clone(vars)
	if r.scenario.vars == nil {
		r.scenario.vars = map[string]string{}
	}
	for name := range vars {
		r.scope.known[name] = true
	}
	m, ok := given["vars"]
	if !ok || strict.IsNull(m.Value) {
		return nil
	}
	pairs, err := r.Pairs(m.Value, "vars")
	if err != nil {
		return err
	}
	for _, pair := range pairs {
		value, err := r.AnyText(pair, "vars")
		if err == nil {
			err = errors.Join(r.checkName(pair.Key, "vars", pair.Name), r.checkText(pair.Value))
		}
		if err != nil {
			return err
		}
		if _, wins := vars[pair.Name]; !wins {
			r.scenario.vars[pair.Name] = expand(value, r.variable)
		}
		r.scope.known[pair.Name] = true
	}
	return nil
}

func (r *reader) variable(name string) string { return r.scenario.vars[name] }

// readHead reads what stands above the steps. What makes the worlds may name
// variables only: there is no world yet whose values it could name.
func (r *reader) readHead(given map[string]strict.Member) error {
	for _, part := range []struct {
		word string
		read func(strict.Member) error
	}{
		{"name", r.readName},
		{"clock", r.readClock},
		{"merchant", r.readMerchant},
		{"merchants", r.readMerchants},
		{"sign_type", r.readSignType},
		{"private_key", r.readPrivateKey},
	} {
		m, ok := given[part.word]
		if !ok {
			continue
		}
		if err := r.checkTexts(m.Value); err != nil {
			return err
		}
		m.Value = filled(m.Value, r.variable)
		if err := part.read(m); err != nil {
			return err
		}
	}
	for _, name := range builtins() {
		r.scope.known[name] = true
	}
	if err := r.readFaults(given); err != nil {
		return err
	}
	return r.readNotify(given)
}

func (r *reader) readName(m strict.Member) (err error) {
	r.scenario.Name, err = r.Text(m, "scenario")
	return err
}

func (r *reader) readClock(m strict.Member) (err error) {
	r.scenario.clock, err = r.moment(m, "scenario")
	return err
}

// moment reads a time, quoted or not.
func (r *reader) moment(m strict.Member, what string) (time.Time, error) {
	n := m.Value
	tag := n.ShortTag()
	if n.Kind == yaml.ScalarNode && (tag == "!!str" || tag == "!!timestamp") {
		t, err := parseMoment(n.Value)
		if err == nil {
			return t, nil
		}
	}
	return time.Time{}, r.Errorf(n, "%s: %s: %s is not a time from %d to %d; write it as 2026-03-02T23:40:00+08:00",
		what, m.Name, strict.Describe(n), clock.FirstYear, clock.LastYear)
}

var errMoment = errors.New("not a time; write it as 2026-03-02T23:40:00+08:00")

func parseMoment(text string) (time.Time, error) {
	t, err := time.Parse(time.RFC3339, text)
	if err != nil || !clock.InRange(t) {
		return time.Time{}, errMoment
	}
	return t, nil
}

func (r *reader) readSignType(m strict.Member) error {
	word, err := r.Text(m, "scenario")
	if err != nil {
		return err
	}
	t, ok := alipay.ParseSignType(word)
	if !ok {
		return r.Errorf(m.Value, "scenario: sign_type: %q is not one%s", strict.Short(word), suggest.DidYouMean(word, signTypes()))
	}
	r.scenario.signType = t
	r.scenario.needsRSA = r.scenario.needsRSA || t != alipay.MD5
	return nil
}

func signTypes() []string {
	return []string{string(alipay.MD5), string(alipay.RSA), string(alipay.RSA2)}
}

// readFaults checks the rules; they are read again with their values when the
// scenario is played.
func (r *reader) readFaults(given map[string]strict.Member) error {
	m, ok := given["faults"]
	if !ok || strict.IsNull(m.Value) {
		return nil
	}
	nodes, err := r.Items(m.Value, "faults")
	if err != nil {
		return err
	}
	for _, n := range nodes {
		if err := r.checkRule(n); err != nil {
			return err
		}
	}
	r.scenario.faults = nodes
	return nil
}

func (r *reader) checkRule(n *yaml.Node) error {
	if err := r.checkTexts(n); err != nil {
		return err
	}
	rule, err := fault.Read(r.Source, n)
	if err == nil {
		r.scope.rules[rule.Name] = true
	}
	return err
}
