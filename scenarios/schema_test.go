package scenarios_test

import (
	"encoding/json"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"

	"localipay/emulator/strict"
)

// schema is a JSON Schema as a program sees it, and as a text.
type schema struct {
	*jsonschema.Schema
	doc map[string]any
}

func compiled(t *testing.T, text string) schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	require.NoError(t, err)
	compiler := jsonschema.NewCompiler()
	require.NoError(t, compiler.AddResource("schema.json", doc))
	s, err := compiler.Compile("schema.json")
	require.NoError(t, err)
	require.Equal(t, "https://json-schema.org/draft/2020-12/schema", doc.(map[string]any)["$schema"])
	require.Contains(t, doc.(map[string]any)["description"], "# yaml-language-server: $schema=")
	return schema{s, doc.(map[string]any)}
}

// at goes down by the names of members.
func (s schema) at(t *testing.T, path ...string) map[string]any {
	t.Helper()
	here := s.doc
	for _, name := range path {
		next, ok := here[name].(map[string]any)
		require.True(t, ok, "%v: there is no %s", path, name)
		here = next
	}
	return here
}

// words are the members of an object of the schema, sorted.
func (s schema) words(t *testing.T, path ...string) []string {
	t.Helper()
	return slices.Sorted(maps.Keys(s.at(t, append(path, "properties")...)))
}

// enum is a list of words, sorted.
func (s schema) enum(t *testing.T, path ...string) []string {
	t.Helper()
	var words []string
	for _, word := range s.at(t, path...)["enum"].([]any) {
		words = append(words, word.(string))
	}
	slices.Sort(words)
	return words
}

// check validates every document of a YAML text.
func (s schema) check(t *testing.T, text string) error {
	t.Helper()
	documents, err := strict.Source("a.yaml").Documents([]byte(text), "x")
	require.NoError(t, err)
	for _, n := range documents {
		if err := s.Validate(asJSON(t, n)); err != nil {
			return err
		}
	}
	return nil
}

// asJSON is a node as an editor's YAML (1.2) has it: a date is a text.
func asJSON(t *testing.T, n *yaml.Node) any {
	t.Helper()
	switch n.Kind {
	case yaml.MappingNode:
		members := map[string]any{}
		for i := 0; i+1 < len(n.Content); i += 2 {
			members[n.Content[i].Value] = asJSON(t, n.Content[i+1])
		}
		return members
	case yaml.SequenceNode:
		list := []any{}
		for _, item := range n.Content {
			list = append(list, asJSON(t, item))
		}
		return list
	}
	switch n.ShortTag() {
	case "!!null":
		return nil
	case "!!bool":
		return strings.EqualFold(n.Value, "true")
	case "!!int", "!!float":
		return json.Number(n.Value)
	}
	return n.Value
}

func sorted(words []string) []string { return slices.Sorted(slices.Values(words)) }

// readmeBlocks are the README's YAML blocks in which an expression is found.
func readmeBlocks(t *testing.T, pattern string) []string {
	t.Helper()
	readme, err := os.ReadFile("../README.md")
	require.NoError(t, err)
	var blocks []string
	for _, block := range regexp.MustCompile("(?s)```yaml\n(.*?)```").FindAllStringSubmatch(string(readme), -1) {
		if regexp.MustCompile(pattern).MatchString(block[1]) {
			blocks = append(blocks, block[1])
		}
	}
	return blocks
}
