package match

import (
	"fmt"
	"strconv"
	"strings"
)

// checkMap looks at the members that are named, in a map or, where all names
// are numbers, in a list.
func (c checker) checkMap(path string, e Expectation, got any) []Difference {
	member := func(string) any { return nil }
	switch v := got.(type) {
	case map[string]any:
		member = func(name string) any { return v[name] }
	case []any:
		if name, ok := e.places(); !ok {
			return []Difference{{path, e.node.Line, "a map with " + name, show(got) + "; name its elements by their places: 0, 1, …"}}
		}
		member = func(name string) any { return at(v, name) }
	default:
		if len(e.members) > 0 || got != nil {
			return []Difference{{path, e.node.Line, e.named(), show(got)}}
		}
	}
	var found []Difference
	for _, m := range e.members {
		found = append(found, c.check(join(path, m.name), m.want, normal(member(m.name)))...)
	}
	return found
}

// checkList wants as many elements as are written.
func (c checker) checkList(path string, e Expectation, got any) []Difference {
	came, ok := got.([]any)
	if !ok || len(came) != len(e.items) {
		return []Difference{{path, e.node.Line, fmt.Sprintf("a list of %d", len(e.items)), show(got)}}
	}
	var found []Difference
	for i, item := range e.items {
		found = append(found, c.check(join(path, strconv.Itoa(i)), item, normal(came[i]))...)
	}
	return found
}

// places tells whether every name is a place in a list, or which is not.
func (e Expectation) places() (name string, ok bool) {
	for _, m := range e.members {
		if _, err := strconv.ParseUint(m.name, 10, 31); err != nil {
			return m.name, false
		}
	}
	return "", true
}

func at(list []any, place string) any {
	if i, err := strconv.Atoi(place); err == nil && i < len(list) {
		return list[i]
	}
	return nil
}

func (e Expectation) named() string {
	if len(e.members) == 0 {
		return "a map"
	}
	names := make([]string, len(e.members))
	for i, m := range e.members {
		names[i] = m.name
	}
	return "a map with " + cut(strings.Join(names, ", "))
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}
