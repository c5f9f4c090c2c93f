package strict

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// Text reads a text in one line. What YAML takes for a number, a date or
// true is refused and not turned back into text: 0001 would be written as it
// stands, but 1_000 or 0x10 might not mean what they seem to.
func (s Source) Text(m Member, what string) (string, error) {
	n := m.Value
	text, err := s.AnyText(m, what)
	switch {
	case err != nil:
		return "", err
	case text == "":
		return "", s.Errorf(n, "%s: %s: the text is empty; leave the word out instead", what, m.Name)
	case strings.ContainsFunc(text, unfit):
		return "", s.Errorf(n, "%s: %s: %q holds a line break or a character that XML cannot carry", what, m.Name, Short(text))
	}
	return text, nil
}

// AnyText reads a text that may be empty or of several lines.
func (s Source) AnyText(m Member, what string) (string, error) {
	n := m.Value
	switch {
	case n.Kind != yaml.ScalarNode || IsNull(n):
		return "", s.Errorf(n, "%s: %s: %s stands where a text belongs", what, m.Name, Describe(n))
	case n.ShortTag() != "!!str":
		return "", s.Errorf(n, "%s: %s: %s is not a text; write it in quotes: \"%s\"", what, m.Name, Describe(n), Short(n.Value))
	}
	return n.Value, nil
}

// unfit characters could never come in a request (spec decision 27).
func unfit(r rune) bool {
	return unicode.IsControl(r) || r == utf8.RuneError || r == 0xFFFE || r == 0xFFFF
}

// Flag reads true or false.
func (s Source) Flag(m Member, what string) (bool, error) {
	n := m.Value
	if n.Kind != yaml.ScalarNode || n.ShortTag() != "!!bool" {
		return false, s.Errorf(n, "%s: %s: %s is not true or false", what, m.Name, Describe(n))
	}
	return strings.EqualFold(n.Value, "true"), nil
}

// Count reads a whole number from least to most.
func (s Source) Count(m Member, what string, least, most int) (int, error) {
	n := m.Value
	number, err := strconv.Atoi(n.Value)
	if n.Kind != yaml.ScalarNode || n.ShortTag() != "!!int" || err != nil || number < least || number > most {
		return 0, s.Errorf(n, "%s: %s: %s is not a whole number from %d to %d", what, m.Name, Describe(n), least, most)
	}
	return number, nil
}
