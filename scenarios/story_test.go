package scenarios_test

import (
	"bytes"
	"io"
	"io/fs"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"

	"localipay/scenarios"
)

// story is a bundled scenario as it is written.
type story struct {
	file    string
	tree    *yaml.Node
	comment string
}

// stories reads every document of every bundled file.
func stories(t *testing.T) []story {
	t.Helper()
	files, err := fs.Glob(scenarios.Bundled(), "*.yaml")
	require.NoError(t, err)
	var list []story
	for _, file := range files {
		data, err := fs.ReadFile(scenarios.Bundled(), file)
		require.NoError(t, err)
		decoder := yaml.NewDecoder(bytes.NewReader(data))
		for {
			var document yaml.Node
			err := decoder.Decode(&document)
			if err == io.EOF { //nolint:errorlint // the decoder gives it as it is
				break
			}
			require.NoError(t, err, file)
			root := document.Content[0]
			comment := document.HeadComment + root.HeadComment
			if len(root.Content) > 0 {
				comment += root.Content[0].HeadComment
			}
			list = append(list, story{file, root, comment})
		}
	}
	return list
}

func (s story) member(name string) *yaml.Node {
	for i := 0; i+1 < len(s.tree.Content); i += 2 {
		if s.tree.Content[i].Value == name {
			return s.tree.Content[i+1]
		}
	}
	return &yaml.Node{}
}

func (s story) name() string { return s.member("name").Value }

// parse reads the story as it now stands, under a name that says what was done to it.
func (s story) parse(t *testing.T, done string) *scenarios.Scenario {
	t.Helper()
	s.member("name").Value += done
	data, err := yaml.Marshal(s.tree)
	require.NoError(t, err)
	list, err := scenarios.Parse(s.file, data, nil)
	require.NoError(t, err, "%s\n%s", s.name(), data)
	require.Len(t, list, 1)
	return list[0]
}

// eachWord visits each word of a step with what stands behind it, in the order of
// the file; steps inside blocks too.
func eachWord(steps *yaml.Node, visit func(word string, value *yaml.Node)) {
	for _, step := range steps.Content {
		for i := 0; i+1 < len(step.Content); i += 2 {
			word, value := step.Content[i].Value, step.Content[i+1]
			visit(word, value)
			switch word {
			case "together":
				eachWord(value, visit)
			case "repeat":
				eachWord(story{tree: value}.member("steps"), visit)
			}
		}
	}
}

// dropFaults takes the fault rules away, and tells whether there were any.
func (s story) dropFaults() bool {
	dropped := false
	if at := slices.IndexFunc(s.tree.Content, func(n *yaml.Node) bool { return n.Value == "faults" }); at >= 0 {
		s.tree.Content = slices.Delete(s.tree.Content, at, at+2)
		dropped = true
	}
	steps := s.member("steps")
	steps.Content = slices.DeleteFunc(steps.Content, func(step *yaml.Node) bool {
		is := step.Content[0].Value == "fault"
		dropped = dropped || is
		return is
	})
	return dropped
}

// pickingWords are what tells an expect_… verb which rows are meant.
func pickingWords(verb string) []string {
	return map[string][]string{
		"expect_trade":         {"out_trade_no", "trade_no"},
		"expect_refund":        {"partner_refund_id"},
		"expect_qrcode":        {"qrcode"},
		"expect_notifications": {"out_trade_no", "kind", "qrcode", "within"},
	}[verb]
}

// expected lists every value that the story expects, in the order of the file.
func (s story) expected() (values []*yaml.Node) {
	eachWord(s.member("steps"), func(word string, value *yaml.Node) {
		if word == "expect" || strings.HasPrefix(word, "expect_") {
			values = append(values, leavesOf(value, pickingWords(word))...)
		}
	})
	return values
}

func leavesOf(n *yaml.Node, but []string) (values []*yaml.Node) {
	if n.Kind != yaml.MappingNode {
		return []*yaml.Node{n}
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if !slices.Contains(but, n.Content[i].Value) {
			values = append(values, leavesOf(n.Content[i+1], nil)...)
		}
	}
	return values
}

// makeAnother makes a value one that nothing is, and gives what it was.
func makeAnother(n *yaml.Node) string {
	was := n.Value
	switch n.ShortTag() {
	case "!!bool":
		n.Value = strconv.FormatBool(was != "true")
	case "!!int":
		number, _ := strconv.Atoi(was)
		n.Value = strconv.Itoa(number + 1)
	case "!!null":
		n.SetString("something")
	default:
		n.SetString("/^nothing is like this$/")
	}
	return was
}
