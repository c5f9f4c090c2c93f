package scenarios

import (
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"localipay/emulator/strict"
	"localipay/emulator/suggest"
	"localipay/scenarios/match"
)

// expects tells what `expect` may name.
type expects int

const (
	expectNothing  expects = iota
	expectCall             // an answer of one of the nine services
	expectAnyCall          // of whatever was called
	expectWallet           // what the customer sees
	expectHTTP             // what the system under test answers
	expectOutcomes         // only expect_outcomes
)

// expectation is `expect`, or what an expect_… verb names.
type expectation struct {
	match.Expectation
	names  []string
	within time.Duration

	statusText bool // status is no number: the answer's own field, not HTTP's
	redirect   bool // status is an HTTP redirect, which is then not followed
}

func (e *expectation) has(name string) bool {
	return e != nil && slices.Contains(e.names, name)
}

// form is what may stand behind a field of an expectation.
type form int

const (
	wireText form = iota // a text: without quotes it is refused
	number
	truth
	anything
	verdictWord // of a signature: right or wrong
	span        // within
)

// forms are the fields that may be named. A field that is in none is refused,
// unless others says how it is to be read.
type forms struct {
	fields map[string]form
	others form
	open   bool // any other name is fine
}

func (k forms) names() []string {
	names := make([]string, 0, len(k.fields))
	for name := range k.fields {
		names = append(names, name)
	}
	return names
}

func (r *reader) readExpect(m strict.Member, v verb) (*expectation, error) {
	k, ok := formsOf(v.expects)
	if !ok {
		if v.expects == expectOutcomes {
			return nil, r.Errorf(m.Key, "%s takes no expect; write expect_outcomes beside it, or expect inside its steps", v.name)
		}
		return nil, r.Errorf(m.Key, "%s takes no expect", v.name)
	}
	return r.expectation(m.Value, "expect", k)
}

// expectation reads a mapping of fields; left out are those of its words that
// the verb reads itself.
func (r *reader) expectation(n *yaml.Node, what string, k forms, own ...string) (*expectation, error) {
	pairs, err := r.Pairs(n, what)
	if err != nil {
		return nil, err
	}
	e := &expectation{}
	kept := &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map", Line: n.Line, Column: n.Column}
	for _, pair := range pairs {
		if slices.Contains(own, pair.Name) {
			continue
		}
		if err := r.checkField(pair, what, k); err != nil {
			return nil, err
		}
		if k.fields[pair.Name] == span {
			if e.within, err = r.span(pair, what); err != nil {
				return nil, err
			}
			continue
		}
		e.names = append(e.names, pair.Name)
		kept.Content = append(kept.Content, pair.Key, pair.Value)
		e.look(pair)
	}
	e.Expectation, err = match.Read(r.Source, kept, what)
	return e, err
}

func (e *expectation) look(pair strict.Member) {
	if pair.Name != "status" {
		return
	}
	e.statusText = pair.Value.ShortTag() == "!!str" || strict.IsNull(pair.Value)
	e.redirect = pair.Value.ShortTag() == "!!int" && strings.HasPrefix(pair.Value.Value, "3")
}

func (r *reader) checkField(pair strict.Member, what string, k forms) error {
	f, known := k.fields[pair.Name]
	if !known {
		if !k.open || pair.Name == "<<" {
			return r.Errorf(pair.Key, "%s: unknown word %q%s", what, strict.Short(pair.Name), suggest.DidYouMean(strict.Short(pair.Name), k.names()))
		}
		f = k.others
	}
	if n := pair.Value; n.Kind != yaml.ScalarNode || strict.IsNull(n) || f.fits(n) {
		return nil
	}
	return r.Errorf(pair.Value, f.remedy(), what, pair.Name, strict.Describe(pair.Value))
}

// fits tells whether a value may be expected of a field of this form.
func (f form) fits(n *yaml.Node) bool {
	tag := n.ShortTag()
	if tag == "!!str" {
		return f.fitsText(n.Value)
	}
	switch f {
	case wireText, verdictWord:
		return tag == "!!timestamp"
	case number:
		return tag == "!!int"
	case truth:
		return tag == "!!bool"
	case anything, span:
	}
	return true
}

// fitsText: what is a number may also be compared with one.
func (f form) fitsText(value string) bool {
	compares := value != "" && strings.Contains("<>=!/", value[:1])
	switch f {
	case number:
		return compares || holdsName(value)
	case truth:
		return holdsName(value)
	case verdictWord:
		return compares || holdsName(value) || value == right || value == wrong
	case wireText, anything, span:
	}
	return true
}

func (f form) remedy() string {
	switch f {
	case number:
		return "%s: %s: %s is not a number; write it without quotes, or as \">= 1\""
	case truth:
		return "%s: %s: %s is not true or false"
	case verdictWord:
		return "%s: %s: %s is not right or wrong"
	default:
		return "%s: %s: %[3]s is not a text; write it in quotes: \"%[3]s\""
	}
}
