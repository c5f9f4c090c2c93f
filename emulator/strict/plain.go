package strict

import (
	"strconv"

	"go.yaml.in/yaml/v3"
)

// Unquoted is a number or a date as the file spells it. It is not a string,
// so that who wants a text says to write it in quotes.
type Unquoted string

// Plain gives a text, true or false, nil, or a list of these; and whether the
// node is one of them.
func Plain(n *yaml.Node) (value any, ok bool) {
	switch n.Kind {
	case yaml.ScalarNode:
		return plainScalar(n), true
	case yaml.SequenceNode:
		list := make([]any, len(n.Content))
		for i, entry := range n.Content {
			if entry.Kind != yaml.ScalarNode {
				return Unquoted(Describe(entry)), false
			}
			list[i] = plainScalar(entry)
		}
		return list, true
	}
	return Unquoted(Describe(n)), false
}

func plainScalar(n *yaml.Node) any {
	switch n.ShortTag() {
	case "!!str":
		return n.Value
	case "!!null":
		return nil
	case "!!bool":
		if b, err := strconv.ParseBool(n.Value); err == nil {
			return b
		}
	}
	return Unquoted(Short(n.Value))
}
