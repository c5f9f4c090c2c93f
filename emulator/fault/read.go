package fault

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"localipay/emulator/alipay"
	"localipay/emulator/strict"
	"localipay/emulator/suggest"
)

const scalar = yaml.ScalarNode

// maxBytes bounds a --faults file; most bounds every counter in it.
const (
	maxBytes = 1 << 20
	most     = 1_000_000
)

// Words lists the words of a rule.
func Words() []string {
	return []string{"name", "target", "when", "after", "times", "probability", "do"}
}

// Load reads a --faults file: a list of rules.
func Load(path string) ([]Rule, error) {
	file, err := strict.ReadFile(path, "--faults", maxBytes)
	if err != nil {
		return nil, err
	}
	return Parse(path, file.Data)
}

// Parse reads a list of rules; name is what errors call it.
func Parse(name string, data []byte) ([]Rule, error) {
	s := strict.Source(name)
	root, err := s.Document(data, "a list of rules")
	if err != nil {
		return nil, err
	}
	return ReadList(s, root)
}

// ReadList reads a list of rules.
func ReadList(s strict.Source, n *yaml.Node) ([]Rule, error) {
	nodes, err := s.Items(n, "faults")
	if err != nil {
		return nil, err
	}
	rules := make([]Rule, 0, len(nodes))
	for _, node := range nodes {
		rule, err := Read(s, node)
		if err != nil {
			return nil, err
		}
		rules = append(rules, rule)
	}
	return rules, nil
}

// Read reads one rule.
func Read(s strict.Source, n *yaml.Node) (Rule, error) {
	r := Rule{Times: 1, Probability: 1}
	members, err := s.Members(n, "fault", Words())
	if err != nil {
		return r, err
	}
	given := strict.Index(members)
	for _, name := range []string{"target", "do"} {
		if _, ok := given[name]; !ok {
			return r, s.Errorf(n, "fault: there is no %s", name)
		}
	}
	for _, name := range Words() { // target before do, which depends on it
		if m, ok := given[name]; ok {
			if err := r.set(s, m); err != nil {
				return r, err
			}
		}
	}
	return r, nil
}

func (r *Rule) set(s strict.Source, m strict.Member) (err error) {
	switch m.Name {
	case "name":
		r.Name, err = s.Text(m, "fault")
	case "target":
		r.Target, err = readTarget(s, m)
	case "when":
		r.When, err = readWhen(s, m)
	case "after":
		r.After, err = s.Count(m, "fault", 0, most)
	case "times":
		r.Times, err = s.Count(m, "fault", 0, most)
	case "probability":
		r.Probability, err = readProbability(s, m)
	case "do":
		r.Do, err = readDo(s, m, r.Target)
	}
	return err
}

func readTarget(s strict.Source, m strict.Member) (string, error) {
	target, err := s.Text(m, "fault")
	if err == nil && !slices.Contains(Targets(), target) {
		err = s.Errorf(m.Value, "fault: target: %q is not a service%s", strict.Short(target), suggest.DidYouMean(strict.Short(target), Targets()))
	}
	return target, err
}

func readWhen(s strict.Source, m strict.Member) ([]alipay.Field, error) {
	pairs, err := s.Pairs(m.Value, "fault: when")
	if err != nil {
		return nil, err
	}
	var fields []alipay.Field
	for _, pair := range pairs {
		text, err := s.AnyText(pair, "fault: when")
		if err != nil {
			return nil, err
		}
		fields = append(fields, alipay.Field{Name: pair.Name, Value: text})
	}
	sortFields(fields)
	return fields, nil
}

func readProbability(s strict.Source, m strict.Member) (float64, error) {
	p, err := strconv.ParseFloat(m.Value.Value, 64)
	tag := m.Value.ShortTag()
	if err != nil || tag != "!!int" && tag != "!!float" || !(p >= 0 && p <= 1) {
		return 0, s.Errorf(m.Value, "fault: probability: %s is not a number from 0 to 1", strict.Describe(m.Value))
	}
	return p, nil
}

func readDo(s strict.Source, m strict.Member, target string) (Do, error) {
	pairs, err := s.Pairs(m.Value, "fault: do")
	if err != nil {
		return Do{}, err
	}
	fitting := Kinds(target)
	if len(pairs) != 1 {
		return Do{}, s.Errorf(m.Value, "fault: do: it takes one of %s; write a rule each for more", strings.Join(fitting, ", "))
	}
	k, known := find(pairs[0].Name)
	switch {
	case !known:
		return Do{}, s.Errorf(pairs[0].Key, "fault: do: unknown word %q%s", strict.Short(pairs[0].Name), suggest.DidYouMean(strict.Short(pairs[0].Name), fitting))
	case !k.fits(target):
		return Do{}, s.Errorf(pairs[0].Key, "fault: do: %s cannot be done to %s, which takes %s", k.name, target, strings.Join(fitting, ", "))
	}
	d, err := k.read(value{s, pairs[0], target})
	d.Kind = k.name
	return d, err
}

// Check tells whether a rule that did not come through Read could have.
func (r Rule) Check() error {
	text, err := json.Marshal(r.JSON())
	if err != nil {
		return fmt.Errorf("fault rule %s: %w", r.ID, err)
	}
	_, err = FromJSON("fault rule "+r.ID, text)
	return err
}
