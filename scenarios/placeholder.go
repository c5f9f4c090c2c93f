package scenarios

import (
	"strings"

	"go.yaml.in/yaml/v3"

	"localipay/emulator/strict"
	"localipay/emulator/suggest"
)

// text is a text of a file, which may hold ${name}; $${ stands for ${.
type text string

// expand puts values in the places of their names.
func expand(s string, value func(name string) string) string {
	var out strings.Builder
	for {
		at := strings.Index(s, "${")
		if at < 0 {
			return out.String() + s
		}
		if at > 0 && s[at-1] == '$' {
			out.WriteString(s[:at-1] + "${")
			s = s[at+len("${"):]
			continue
		}
		end := strings.IndexByte(s[at:], '}')
		if end < 0 { // refused when the file was read
			return out.String() + s
		}
		out.WriteString(s[:at])
		out.WriteString(value(s[at+len("${") : at+end]))
		s = s[at+end+1:]
	}
}

// holdsName tells whether a text has a ${name}: whether its value is known
// only later.
func holdsName(s string) bool {
	found := false
	expand(s, func(string) string { found = true; return "" })
	return found || unclosed(s)
}

// unclosed tells whether a ${ has no }.
func unclosed(s string) bool {
	rest := expand(strings.ReplaceAll(s, "$${", ""), func(string) string { return "" })
	return strings.Contains(rest, "${")
}

// checkTexts looks at every text of a node, names of members too: each ${name}
// must be known where the text stands.
func (r *reader) checkTexts(n *yaml.Node) error {
	if n.Kind == yaml.ScalarNode && n.ShortTag() == "!!str" {
		return r.checkText(n)
	}
	for _, part := range n.Content {
		if err := r.checkTexts(part); err != nil {
			return err
		}
	}
	return nil
}

func (r *reader) checkText(n *yaml.Node) (err error) {
	if unclosed(n.Value) {
		return r.Errorf(n, "%q: a ${ has no }; write $${ for the two signs themselves", strict.Short(n.Value))
	}
	expand(n.Value, func(name string) string {
		if err == nil && !r.scope.knows(name) {
			err = r.Errorf(n, "${%s} is not defined here%s", strict.Short(name), suggest.DidYouMean(strict.Short(name), r.scope.names()))
		}
		return ""
	})
	return err
}

// filled is a copy of a node with its texts expanded.
func filled(n *yaml.Node, value func(string) string) *yaml.Node {
	out := *n
	if n.Kind == yaml.ScalarNode && n.ShortTag() == "!!str" {
		out.Tag, out.Value = "!!str", expand(n.Value, value)
	}
	out.Content = make([]*yaml.Node, len(n.Content))
	for i, part := range n.Content {
		out.Content[i] = filled(part, value)
	}
	return &out
}
