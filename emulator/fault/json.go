package fault

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"

	"go.yaml.in/yaml/v3"

	"localipay/emulator/strict"
)

// FromJSON reads one rule as the admin API gets it, with the same words and
// the same errors as in a file.
func FromJSON(name string, data []byte) (Rule, error) {
	d := &jsonNodes{decoder: json.NewDecoder(bytes.NewReader(data)), data: data}
	d.decoder.UseNumber()
	n, err := d.node()
	if err == nil {
		if _, err = d.decoder.Token(); err == nil {
			err = errors.New("something follows the rule")
		}
	}
	if !errors.Is(err, io.EOF) {
		return Rule{}, strict.Source(name).Errorf(&yaml.Node{Line: d.line()}, "not JSON: %v", err)
	}
	return Read(strict.Source(name), n)
}

// jsonNodes turns JSON into the nodes that YAML makes of it. YAML's own parser
// does not take all of JSON: tabs between the words, for one.
type jsonNodes struct {
	decoder *json.Decoder
	data    []byte
	depth   int
}

// maxDepth is far more than any rule has.
const maxDepth = 20

func (d *jsonNodes) line() int {
	return 1 + bytes.Count(d.data[:min(int(d.decoder.InputOffset()), len(d.data))], []byte("\n"))
}

func (d *jsonNodes) node() (*yaml.Node, error) {
	token, err := d.decoder.Token()
	if errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF
	}
	if err != nil {
		return nil, err
	}
	n := &yaml.Node{Kind: yaml.ScalarNode, Line: d.line()}
	switch token := token.(type) {
	case json.Delim:
		return n, d.fill(n, token)
	case string:
		n.Tag, n.Value, n.Style = "!!str", token, yaml.DoubleQuotedStyle
	case json.Number:
		n.Tag, n.Value = "!!int", token.String()
		if strings.ContainsAny(n.Value, ".eE") {
			n.Tag = "!!float"
		}
	case bool:
		n.Tag, n.Value = "!!bool", map[bool]string{true: "true", false: "false"}[token]
	default:
		n.Tag, n.Value = "!!null", "null"
	}
	return n, nil
}

func (d *jsonNodes) fill(n *yaml.Node, open json.Delim) error {
	if d.depth++; d.depth > maxDepth {
		return errors.New("it is nested too deeply")
	}
	defer func() { d.depth-- }()
	n.Kind, n.Tag = yaml.MappingNode, "!!map"
	if open == '[' {
		n.Kind, n.Tag = yaml.SequenceNode, "!!seq"
	}
	for d.decoder.More() {
		child, err := d.node()
		if err != nil {
			return err
		}
		n.Content = append(n.Content, child)
	}
	_, err := d.decoder.Token()
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}
