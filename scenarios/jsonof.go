package scenarios

import (
	"encoding/json"
	"regexp"
	"strings"

	"go.yaml.in/yaml/v3"

	"localipay/emulator/strict"
)

// jsonNumber is a number as JSON has them; 0x10 and 1_000 are YAML's own.
var jsonNumber = regexp.MustCompile(`^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?$`)

// jsonOf makes JSON of YAML, texts and names of members expanded.
func jsonOf(n *yaml.Node, expand func(string) string) any {
	switch n.Kind {
	case yaml.MappingNode:
		out := map[string]any{}
		for i := 0; i+1 < len(n.Content); i += 2 {
			out[expand(n.Content[i].Value)] = jsonOf(n.Content[i+1], expand)
		}
		return out
	case yaml.SequenceNode:
		out := make([]any, len(n.Content))
		for i, item := range n.Content {
			out[i] = jsonOf(item, expand)
		}
		return out
	}
	switch n.ShortTag() {
	case "!!null":
		return nil
	case "!!bool":
		return strings.EqualFold(n.Value, "true")
	case "!!int", "!!float":
		return json.Number(n.Value)
	}
	return expand(n.Value)
}

// checkJSON refuses what JSON cannot hold.
func (r *reader) checkJSON(n *yaml.Node, what string) error {
	switch n.Kind {
	case yaml.MappingNode:
		return r.checkMembers(n, what)
	case yaml.SequenceNode:
		for _, item := range n.Content {
			if err := r.checkJSON(item, what); err != nil {
				return err
			}
		}
		return nil
	case yaml.ScalarNode:
		tag := n.ShortTag()
		if (tag == "!!int" || tag == "!!float") && !jsonNumber.MatchString(n.Value) {
			return r.Errorf(n, "%s: %s is not a number as JSON has them; a text stands in quotes", what, strict.Describe(n))
		}
		return nil
	}
	return r.Errorf(n, "%s: %s stands where a value belongs", what, strict.Describe(n))
}

func (r *reader) checkMembers(n *yaml.Node, what string) error {
	pairs, err := r.Pairs(n, what)
	for _, pair := range pairs {
		if err == nil {
			err = r.checkJSON(pair.Value, what+": "+strict.Short(pair.Name))
		}
	}
	return err
}
