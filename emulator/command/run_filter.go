package command

import (
	"fmt"
	"slices"
	"strings"

	"localipay/emulator/suggest"
	"localipay/scenarios"
)

// named keeps the scenarios whose name has a part.
func named(list []*scenarios.Scenario, part string) ([]*scenarios.Scenario, error) {
	var kept []*scenarios.Scenario
	var names []string
	for _, s := range list {
		names = append(names, s.Name)
		if strings.Contains(s.Name, part) {
			kept = append(kept, s)
		}
	}
	if len(kept) > 0 {
		return kept, nil
	}
	text := fmt.Sprintf("--filter %q: no scenario has that in its name; there is", part)
	near := nearNames(part, names)
	for _, name := range near {
		text += "\n  " + name
	}
	if more := len(names) - len(near); more > 0 {
		text += fmt.Sprintf("\n  and %d more", more)
	}
	return nil, fmt.Errorf("%s", text)
}

// nearNames lists the names that share a word with part, letter case and a
// slip of the finger aside; or else the first ones.
func nearNames(part string, names []string) []string {
	const most = 10
	var words []string
	for _, name := range names {
		words = append(words, strings.Fields(strings.ToLower(name))...)
	}
	var meant []string
	for _, word := range strings.Fields(strings.ToLower(part)) {
		if near := suggest.Nearest(word, words); near != "" && len(near) > 2 {
			meant = append(meant, near)
		}
	}
	var near []string
	for _, name := range names {
		if slices.ContainsFunc(meant, func(word string) bool { return strings.Contains(strings.ToLower(name), word) }) {
			near = append(near, name)
		}
	}
	if len(near) == 0 {
		near = names
	}
	return near[:min(most, len(near))]
}
