// Package strict reads YAML as people write it and refuses, with file, line and
// the nearest valid word, whatever it was not told to expect. It keeps nodes
// instead of decoding into structs: nodes know their lines, and an alias stays
// a name, so that a few of them cannot grow into gigabytes.
package strict

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// Source is the name of a file, or of whatever else is read.
type Source string

// Errorf is an error that names the file and the line of a node.
func (s Source) Errorf(n *yaml.Node, format string, args ...any) error {
	return fmt.Errorf("%s:%d: %s", s, n.Line, fmt.Sprintf(format, args...))
}

var yamlLine = regexp.MustCompile(`^yaml: (?:line (\d+): )?`)

// Documents reads the documents of a file; empty ones are left out. hint says
// what to write into an empty file.
func (s Source) Documents(data []byte, hint string) ([]*yaml.Node, error) {
	list, err := s.documents(data, hint)
	for i, doc := range list {
		list[i] = doc.Content[0]
	}
	return list, err
}

func (s Source) documents(data []byte, hint string) ([]*yaml.Node, error) {
	if !utf8.Valid(data) || bytes.IndexByte(data, 0) >= 0 {
		return nil, fmt.Errorf("%s: not a YAML file: it is not text in UTF-8", s)
	}
	var list []*yaml.Node
	for decoder := yaml.NewDecoder(bytes.NewReader(data)); ; {
		var doc yaml.Node
		err := decoder.Decode(&doc)
		switch {
		case errors.Is(err, io.EOF) && len(list) == 0:
			return nil, fmt.Errorf("%s: the file is empty; write %s into it", s, hint)
		case errors.Is(err, io.EOF):
			return list, nil
		case err != nil:
			return nil, s.syntax(err)
		case !IsNull(doc.Content[0]):
			list = append(list, &doc)
		}
	}
}

// Document reads the one document of a file.
func (s Source) Document(data []byte, hint string) (*yaml.Node, error) {
	list, err := s.documents(data, hint)
	if err != nil {
		return nil, err
	}
	if len(list) > 1 {
		return nil, s.Errorf(list[1], "a second document begins here; put it into a file of its own")
	}
	return list[0].Content[0], nil
}

func (s Source) syntax(err error) error {
	found := yamlLine.FindStringSubmatch(err.Error())
	if found == nil || found[1] == "" {
		return fmt.Errorf("%s: not YAML: %w", s, err)
	}
	return fmt.Errorf("%s:%s: not YAML: %s", s, found[1], err.Error()[len(found[0]):])
}

// IsNull tells whether nothing stands there, or the word null.
func IsNull(n *yaml.Node) bool { return n.Kind == yaml.ScalarNode && n.ShortTag() == "!!null" }

// Describe is how an error shows a value that is not what was wanted.
func Describe(n *yaml.Node) string {
	switch {
	case n.Kind == yaml.MappingNode:
		return "a mapping"
	case n.Kind == yaml.SequenceNode:
		return "a list"
	case n.Kind == yaml.AliasNode:
		return "the alias *" + Short(n.Value) + " (aliases are not read here, write the value out)"
	case IsNull(n):
		return "nothing"
	case n.ShortTag() == "!!str":
		return strconv.Quote(Short(n.Value))
	}
	return Short(n.Value)
}

// Short keeps an error readable whatever was pasted into the file.
func Short(text string) string {
	const most = 60
	if utf8.RuneCountInString(text) <= most {
		return text
	}
	return string([]rune(text)[:most]) + "…"
}
