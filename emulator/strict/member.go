package strict

import (
	"go.yaml.in/yaml/v3"

	"localipay/emulator/suggest"
)

// Member is a word of a mapping and what stands behind it.
type Member struct {
	Name  string
	Key   *yaml.Node
	Value *yaml.Node
}

// Members reads a mapping that holds known words only, none of them twice.
// what is how errors call it.
func (s Source) Members(n *yaml.Node, what string, known []string) ([]Member, error) {
	list, err := s.Pairs(n, what)
	if err != nil {
		return nil, err
	}
	isKnown := map[string]bool{}
	for _, word := range known {
		isKnown[word] = true
	}
	for _, m := range list {
		if !isKnown[m.Name] {
			return nil, s.Errorf(m.Key, "%s: unknown word %q%s", what, Short(m.Name), suggest.DidYouMean(Short(m.Name), known))
		}
	}
	return list, nil
}

// Pairs reads a mapping of any words, none of them twice.
func (s Source) Pairs(n *yaml.Node, what string) ([]Member, error) {
	if n.Kind != yaml.MappingNode {
		return nil, s.Errorf(n, "%s: %s stands where NAME: VALUE pairs belong", what, Describe(n))
	}
	seen := map[string]int{}
	list := make([]Member, 0, len(n.Content)/2)
	for i := 0; i+1 < len(n.Content); i += 2 {
		m := Member{n.Content[i].Value, n.Content[i], n.Content[i+1]}
		if m.Key.Kind != yaml.ScalarNode {
			return nil, s.Errorf(m.Key, "%s: %s stands where a name belongs", what, Describe(m.Key))
		}
		if line, twice := seen[m.Name]; twice {
			return nil, s.Errorf(m.Key, "%s: %s is given twice, first in line %d", what, Short(m.Name), line)
		}
		seen[m.Name] = m.Key.Line
		list = append(list, m)
	}
	return list, nil
}

// Items reads a list.
func (s Source) Items(n *yaml.Node, what string) ([]*yaml.Node, error) {
	if n.Kind != yaml.SequenceNode {
		return nil, s.Errorf(n, "%s: %s stands where a list belongs; begin each entry with a dash", what, Describe(n))
	}
	return n.Content, nil
}

// Index finds members by name.
func Index(members []Member) map[string]Member {
	byName := make(map[string]Member, len(members))
	for _, m := range members {
		byName[m.Name] = m
	}
	return byName
}
