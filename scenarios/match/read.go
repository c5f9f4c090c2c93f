package match

import (
	"regexp"
	"strings"

	"go.yaml.in/yaml/v3"

	"localipay/emulator/strict"
)

// Read reads an expectation. what is how errors call it.
func Read(s strict.Source, n *yaml.Node, what string) (Expectation, error) {
	switch {
	case n.Kind == yaml.MappingNode:
		return readMap(s, n, what)
	case n.Kind == yaml.SequenceNode:
		return readList(s, n, what)
	case n.Kind != yaml.ScalarNode:
		return Expectation{}, s.Errorf(n, "%s: %s stands where a value belongs", what, strict.Describe(n))
	}
	switch n.ShortTag() {
	case "!!null":
		return Expectation{kind: absent, node: n}, nil
	case "!!bool":
		return Expectation{kind: truth, node: n, truth: strings.EqualFold(n.Value, "true")}, nil
	case "!!int", "!!float":
		return readNumber(s, n, what)
	case "!!str", "!!timestamp": // a date means what it says, quoted or not
		return readText(s, n, what)
	}
	return Expectation{}, s.Errorf(n, "%s: %s is no value of a kind that is known here; write it in quotes", what, strict.Describe(n))
}

func readMap(s strict.Source, n *yaml.Node, what string) (Expectation, error) {
	pairs, err := s.Pairs(n, what)
	if err != nil {
		return Expectation{}, err
	}
	e := Expectation{kind: mapping, node: n}
	for _, p := range pairs {
		if p.Key.ShortTag() == "!!merge" {
			return Expectation{}, s.Errorf(p.Key, "%s: << (another mapping's members) is not read here, write them out", what)
		}
		want, err := Read(s, p.Value, what+": "+strict.Short(p.Name))
		if err != nil {
			return Expectation{}, err
		}
		e.members = append(e.members, member{p.Name, want})
	}
	return e, nil
}

func readList(s strict.Source, n *yaml.Node, what string) (Expectation, error) {
	e := Expectation{kind: list, node: n}
	for _, item := range n.Content {
		want, err := Read(s, item, what)
		if err != nil {
			return Expectation{}, err
		}
		e.items = append(e.items, want)
	}
	return e, nil
}

// readNumber takes numbers as JSON writes them: 0x10 and 1_000 are YAML's own.
func readNumber(s strict.Source, n *yaml.Node, what string) (Expectation, error) {
	value, ok := decimal(n.Value)
	if !ok {
		return Expectation{}, s.Errorf(n, "%s: %s is not a number as JSON has them; a text stands in quotes", what, strict.Describe(n))
	}
	return Expectation{kind: number, node: n, number: value}, nil
}

// readText decides what a text is before anything is put into it.
func readText(s strict.Source, n *yaml.Node, what string) (Expectation, error) {
	value := n.Value
	if len(value) >= 2 && value[0] == '/' && value[len(value)-1] == '/' {
		return readPattern(s, n, what)
	}
	for _, op := range operators() {
		if operand, ok := strings.CutPrefix(value, op); ok {
			return readComparison(s, n, what, op, strings.TrimSpace(operand))
		}
	}
	return Expectation{kind: text, node: n, text: value}, nil
}

// operators are in the order in which they are looked for: < is the beginning of <=.
func operators() []string { return []string{">=", "<=", "==", "!=", ">", "<"} }

func readComparison(s strict.Source, n *yaml.Node, what, op, operand string) (Expectation, error) {
	e := Expectation{kind: comparison, node: n, op: op, text: operand}
	if byValue(op) || strings.Contains(operand, "${") || len(readings(operand)) > 0 {
		return e, nil
	}
	return Expectation{}, s.Errorf(n, "%s: %s compares with %q, which is no amount, number, span or time; "+
		`write ">= 30.00", "< 3s" or, for this very text, "== %s"`, what, strict.Describe(n), strict.Short(operand), strict.Short(n.Value))
}

// byValue operators take any text too.
func byValue(op string) bool { return op == "==" || op == "!=" }

func readPattern(s strict.Source, n *yaml.Node, what string) (Expectation, error) {
	inner := n.Value[1 : len(n.Value)-1]
	e := Expectation{kind: pattern, node: n, text: inner}
	regex, err := regexp.Compile(fill(inner, func(string) string { return "x" }))
	if err != nil {
		return Expectation{}, s.Errorf(n, "%s: %s is not a regular expression: %s; for this very text write \"== %s\"",
			what, strict.Describe(n), strings.TrimPrefix(err.Error(), "error parsing regexp: "), strict.Short(n.Value))
	}
	if !strings.Contains(inner, "${") {
		e.regex = regex
	}
	return e, nil
}

// fill replaces every ${x} and $${ of a regular expression by what stands
// there afterwards, quoted: a value is a text, whatever signs it holds.
func fill(inner string, expand func(string) string) string {
	var out strings.Builder
	for {
		at := strings.Index(inner, "${")
		if at < 0 {
			return out.String() + inner
		}
		start, end := at, at+strings.IndexByte(inner[at:], '}')+1
		if at > 0 && inner[at-1] == '$' { // $${ is a literal ${
			start, end = at-1, at+len("${")
		}
		if end <= at { // not closed: left for the expression's own reader
			return out.String() + inner
		}
		out.WriteString(inner[:start])
		out.WriteString(regexp.QuoteMeta(expand(inner[start:end])))
		inner = inner[end:]
	}
}
