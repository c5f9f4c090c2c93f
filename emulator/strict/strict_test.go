package strict_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"

	"localipay/emulator/strict"
)

const file strict.Source = "a.yaml"

// members reads one mapping that knows the words name, flag and count.
func members(t *testing.T, text string) (map[string]strict.Member, error) {
	t.Helper()
	root, err := file.Document([]byte(text), "something")
	if err != nil {
		return nil, err
	}
	list, err := file.Members(root, "thing", []string{"name", "flag", "count"})
	return strict.Index(list), err
}

func TestDocuments(t *testing.T) {
	t.Parallel()
	t.Run("leave out what is empty", func(t *testing.T) {
		t.Parallel()
		list, err := file.Documents([]byte("a: 1\n---\n---\nb: 2\n"), "something")
		require.NoError(t, err)
		require.Len(t, list, 2)
	})
	for name, c := range map[string]struct{ text, says string }{
		"an empty file":      {"# only a comment\n", "a.yaml: the file is empty; write something into it"},
		"a binary file":      {"a\x00b", "a.yaml: not a YAML file: it is not text in UTF-8"},
		"what is not UTF-8":  {"a: \xff\n", "a.yaml: not a YAML file"},
		"broken YAML":        {"a: 1\nb: [\n", "a.yaml:"},
		"a second document":  {"a: 1\n---\nb: 2\n", "a.yaml:2: a second document begins here"},
		"an unknown word":    {"name: x\nflga: true\n", `a.yaml:2: thing: unknown word "flga"; did you mean "flag"?`},
		"a word twice":       {"name: x\nname: y\n", "a.yaml:2: thing: name is given twice, first in line 1"},
		"a list":             {"- x\n", "a.yaml:1: thing: a list stands where NAME: VALUE pairs belong"},
		"a name that is not": {"[a]: b\n", "a.yaml:1: thing: a list stands where a name belongs"},
	} {
		t.Run("tell what is wrong with "+name, func(t *testing.T) {
			t.Parallel()
			_, err := members(t, c.text)
			require.ErrorContains(t, err, c.says)
		})
	}
	t.Run("do not grow by aliases", func(t *testing.T) {
		t.Parallel()
		text := "a: &a [x, x]\nname: *a\n"
		given, err := file.Document([]byte(text), "something")
		require.NoError(t, err)
		require.Equal(t, yaml.AliasNode, given.Content[3].Kind)
		require.Contains(t, strict.Describe(given.Content[3]), "aliases are not read here")
	})
}

func TestScalars(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ text, says string }{
		"a number for a text":      {"name: 88.00", `thing: name: 88.00 is not a text; write it in quotes: "88.00"`},
		"nothing for a text":       {"name:", "thing: name: nothing stands where a text belongs"},
		"an empty text":            {`name: ""`, "the text is empty"},
		"a text of two lines":      {`name: "a\nb"`, "holds a line break"},
		"a text for a flag":        {`flag: "true"`, `thing: flag: "true" is not true or false`},
		"a count that is too high": {"count: 11", "thing: count: 11 is not a whole number from 1 to 10"},
		"a broken count":           {"count: 1.5", "is not a whole number"},
	} {
		t.Run("refuse "+name, func(t *testing.T) {
			t.Parallel()
			given, err := members(t, c.text)
			require.NoError(t, err)
			for _, m := range given {
				switch m.Name {
				case "name":
					_, err = file.Text(m, "thing")
				case "flag":
					_, err = file.Flag(m, "thing")
				case "count":
					_, err = file.Count(m, "thing", 1, 10)
				}
			}
			require.ErrorContains(t, err, c.says)
		})
	}
	t.Run("are read as they stand", func(t *testing.T) {
		t.Parallel()
		given, err := members(t, "{name: x, flag: true, count: 10}")
		require.NoError(t, err)
		name, err := file.Text(given["name"], "thing")
		require.NoError(t, err)
		flag, err := file.Flag(given["flag"], "thing")
		require.NoError(t, err)
		count, err := file.Count(given["count"], "thing", 1, 10)
		require.NoError(t, err)
		require.Equal(t, []any{"x", true, 10}, []any{name, flag, count})
	})
}

func TestFiles(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	for _, name := range []string{"b.yaml", "a.yml", ".hidden.yaml", "c.txt"} {
		require.NoError(t, os.WriteFile(filepath.Join(folder, name), []byte("x"), 0o600))
	}
	require.NoError(t, os.Mkdir(filepath.Join(folder, "deeper.yaml"), 0o750))
	t.Run("of a folder are its own YAML files, by name", func(t *testing.T) {
		t.Parallel()
		names, err := strict.Files(folder, "things")
		require.NoError(t, err)
		require.Equal(t, []string{filepath.Join(folder, "a.yml"), filepath.Join(folder, "b.yaml")}, names)
	})
	t.Run("that are not there, too big or none are told", func(t *testing.T) {
		t.Parallel()
		_, err := strict.Files(filepath.Join(folder, "missing"), "things")
		require.ErrorContains(t, err, "there is no such file or folder")
		_, err = strict.Files(filepath.Join(folder, "deeper.yaml"), "things")
		require.ErrorContains(t, err, "the folder holds no .yaml or .yml file")
		_, err = strict.ReadFile(filepath.Join(folder, "missing.yaml"), "things", 1)
		require.ErrorContains(t, err, "there is no such file")
		_, err = strict.ReadFile(filepath.Join(folder, "b.yaml"), "things", 0)
		require.ErrorContains(t, err, "split it into several files")
	})
}
