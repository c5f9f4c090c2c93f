package service_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"localipay/emulator/alipay"
	"localipay/emulator/service"
)

// TestAddingAService: a service is one file, one row in the table, rows in the
// table of codes and a wire example. Each test here turns red when one is missing.
func TestAddingAService(t *testing.T) {
	t.Parallel()
	sources := sourcesOf(t, ".")
	for _, s := range service.All() {
		t.Run(s.Name+" has a file of its own that names it", func(t *testing.T) {
			t.Parallel()
			named := regexp.MustCompile(" is " + regexp.QuoteMeta(s.Name) + `\b`)
			var files []string
			for name, text := range sources {
				if named.MatchString(text) {
					files = append(files, name)
					require.Equal(t, 1, strings.Count(text, "= Service{"), "%s is about one service", name)
				}
			}
			require.Len(t, files, 1, "write a comment in its file: %q", "// x is "+s.Name)
		})
		t.Run(s.Name+" has a success and a failure in fixtures/wire", func(t *testing.T) {
			t.Parallel()
			for _, example := range []string{"success.txt", "failure.txt"} {
				require.FileExists(t, filepath.Join("../../fixtures/wire", s.Name, example))
			}
		})
		t.Run(s.Name+" can be in a contract", func(t *testing.T) {
			t.Parallel()
			require.True(t, alipay.IsService(s.Name))
		})
		t.Run(s.Name+" refuses with codes of the table", func(t *testing.T) {
			t.Parallel()
			_, known := alipay.LookupCode(s.Form.Illegal)
			require.True(t, known)
		})
	}
	t.Run("every service of a contract is in the table", func(t *testing.T) {
		t.Parallel()
		require.Len(t, service.All(), len(alipay.Services()))
		for _, name := range alipay.Services() {
			_, found := service.Find(name)
			require.True(t, found, name)
		}
	})
	t.Run("every variable of type Service is a row of the table", func(t *testing.T) {
		t.Parallel()
		declared := 0
		for _, text := range sources {
			declared += strings.Count(text, "= Service{")
		}
		require.Len(t, service.All(), declared)
	})
}

func sourcesOf(t *testing.T, folder string) map[string]string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(folder, "*.go"))
	require.NoError(t, err)
	sources := map[string]string{}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		text, err := os.ReadFile(name)
		require.NoError(t, err)
		sources[name] = string(text)
	}
	require.NotEmpty(t, sources)
	return sources
}

// TestCodesAreInTheTable reads the code: each alipay.Code that gateway,
// services or ledger name has a row, and none is written as a literal.
func TestCodesAreInTheTable(t *testing.T) {
	t.Parallel()
	codes := codeConstants(t)
	require.NotEmpty(t, codes)
	used := 0
	for _, folder := range []string{".", "../gateway", "../ledger", "../wire", "../signature"} {
		for name, text := range sourcesOf(t, folder) {
			file, err := parser.ParseFile(token.NewFileSet(), name, text, 0)
			require.NoError(t, err)
			ast.Inspect(file, func(n ast.Node) bool {
				selector, ok := n.(*ast.SelectorExpr)
				if !ok {
					return true
				}
				if in, ok := selector.X.(*ast.Ident); !ok || in.Name != "alipay" {
					return true
				}
				if code, ok := codes[selector.Sel.Name]; ok {
					used++
					_, known := alipay.LookupCode(code)
					require.True(t, known, "%s names %s, which has no row", name, code)
				}
				return true
			})
			require.NotContains(t, text, `alipay.Code("`, "%s: give it a constant", name)
		}
	}
	require.Greater(t, used, 20)
}

// codeConstants are the constants of type Code in package alipay.
func codeConstants(t *testing.T) map[string]alipay.Code {
	t.Helper()
	found := map[string]alipay.Code{}
	for name, text := range sourcesOf(t, "../alipay") {
		file, err := parser.ParseFile(token.NewFileSet(), name, text, 0)
		require.NoError(t, err)
		ast.Inspect(file, func(n ast.Node) bool {
			spec, ok := n.(*ast.ValueSpec)
			if !ok {
				return true
			}
			if kind, ok := spec.Type.(*ast.Ident); !ok || kind.Name != "Code" {
				return true
			}
			literal, ok := spec.Values[0].(*ast.BasicLit)
			require.True(t, ok, "%s: a code is written out", spec.Names[0].Name)
			value, err := strconv.Unquote(literal.Value)
			require.NoError(t, err)
			found[spec.Names[0].Name] = alipay.Code(value)
			return true
		})
	}
	return found
}
