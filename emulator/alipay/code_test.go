package alipay_test

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"strconv"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"localipay/emulator/alipay"
)

func TestTableOfCodes(t *testing.T) {
	t.Parallel()
	seen := map[alipay.Code]bool{}
	for _, row := range alipay.Codes() {
		require.Regexp(t, `^[A-Z][A-Z0-9_]*$`, string(row.Code))
		require.False(t, seen[row.Code], "%s has two rows", row.Code)
		seen[row.Code] = true
		require.Contains(t, []alipay.Level{alipay.LevelGateway, alipay.LevelBusiness, alipay.LevelBoth}, row.Level, row.Code)
		require.NotEmpty(t, row.Text, row.Code)
		require.LessOrEqual(t, utf8.RuneCountInString(row.Text), 64, "%s: detail_error_des is String(64)", row.Code)
		require.NotEmpty(t, row.Source, row.Code)
		found, ok := alipay.LookupCode(row.Code)
		require.True(t, ok)
		require.Equal(t, row, found)
	}
	t.Run("has a row for every code that has a name in Go", func(t *testing.T) {
		t.Parallel()
		named := namedCodes(t)
		require.Greater(t, len(named), 20)
		for _, c := range named {
			require.True(t, seen[c], "%s has no row", c)
		}
	})
	t.Run("cannot be changed by who lists it", func(t *testing.T) {
		t.Parallel()
		alipay.Codes()[0].Text = "changed"
		require.NotEqual(t, "changed", alipay.Codes()[0].Text)
	})
	t.Run("does not know what is no code", func(t *testing.T) {
		t.Parallel()
		_, ok := alipay.LookupCode("NO_SUCH_CODE")
		require.False(t, ok)
	})
}

// namedCodes reads the constants of type Code from the source, as the
// language cannot list them.
func namedCodes(t *testing.T) (codes []alipay.Code) {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "code.go", nil, 0)
	require.NoError(t, err)
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok || fmt.Sprint(spec.Type) != "Code" {
			return true
		}
		text, err := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
		require.NoError(t, err)
		codes = append(codes, alipay.Code(text))
		return true
	})
	return codes
}

func TestCodeIn(t *testing.T) {
	t.Parallel()
	t.Run("finds a bare code and its text", func(t *testing.T) {
		t.Parallel()
		code, text := alipay.CodeIn(alipay.TradeNotExist)
		require.Equal(t, alipay.TradeNotExist, code)
		require.Equal(t, alipay.TradeNotExist.Text(), text)
	})
	t.Run("finds a code that says because of what", func(t *testing.T) {
		t.Parallel()
		err := alipay.IllegalArgument.Because("%s is missing", "sign")
		code, text := alipay.CodeIn(fmt.Errorf("gateway: %w", err))
		require.Equal(t, alipay.IllegalArgument, code)
		require.Contains(t, text, "sign is missing")
		require.ErrorIs(t, err, alipay.IllegalArgument)
	})
	t.Run("takes any other error for a SYSTEM_ERROR", func(t *testing.T) {
		t.Parallel()
		code, text := alipay.CodeIn(errors.New("disk full"))
		require.Equal(t, alipay.SystemError, code)
		require.Equal(t, "disk full", text)
	})
	t.Run("says the text of a code beside it", func(t *testing.T) {
		t.Parallel()
		require.Equal(t, "TRADE_NOT_EXIST: the trade does not exist", alipay.TradeNotExist.Error())
		require.Equal(t, "UNHEARD_OF", alipay.Code("UNHEARD_OF").Error())
	})
}
