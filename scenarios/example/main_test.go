package main

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"localipay/emulator"
	"localipay/scenarios/example/bugs"
)

func none(string) string { return "" }

func TestSettings(t *testing.T) {
	t.Parallel()
	t.Run("a flag wins over its variable, and bugs come from both", func(t *testing.T) {
		t.Parallel()
		env := func(name string) string {
			return map[string]string{"SHOP_PARTNER": "2088000000000009", "SHOP_LISTEN": ":1", "SHOP_BUGS": "amount-float, notify-race"}[name]
		}
		s, err := parseSettings([]string{"--listen", ":2", "--bill-by-amount"}, env, io.Discard)
		require.NoError(t, err)
		require.Equal(t, "2088000000000009", s.get("partner"))
		require.Equal(t, ":2", s.get("listen"))
		require.Equal(t, []string{"notify-race", "bill-by-amount", "amount-float"}, s.bugs.Names())
	})
	t.Run("a flag may take a bug away again", func(t *testing.T) {
		t.Parallel()
		s, err := parseSettings([]string{"--amount-float=false"}, func(name string) string {
			return map[string]string{"SHOP_BUGS": "amount-float"}[name]
		}, io.Discard)
		require.NoError(t, err)
		require.Empty(t, s.bugs.Names())
	})
	for name, args := range map[string][]string{
		`no bug "x"`:                 nil,
		"is no flag":                 {"serve"},
		"neither true nor false":     {"--amount-float=perhaps"},
		"--gateway-timeout":          {"--gateway-timeout", "soon"},
		"--expire-after":             {"--expire-after", "late"},
		"needs --private-key":        {"--sign-type", "RSA2"},
		"--private-key":              {"--private-key", "/none"},
		"--alipay-public-key":        {"--alipay-public-key", "/none"},
		`neither "emulator" nor`:     {"--clock", "noon"},
		"--alipay-public-key go.mod": {"--alipay-public-key", "go.mod"},
	} {
		t.Run("an error says "+name, func(t *testing.T) {
			t.Parallel()
			env := none
			if args == nil {
				env = func(name string) string { return map[string]string{"SHOP_BUGS": "x"}[name] }
			}
			s, err := parseSettings(args, env, io.Discard)
			if err == nil {
				_, err = s.config()
			}
			require.ErrorContains(t, err, name)
		})
	}
}

func TestHelpListsEverySettingAndBug(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	require.Zero(t, execute(t.Context(), []string{"--help"}, none, &out, io.Discard))
	for _, row := range settingsTable() {
		require.Contains(t, out.String(), "--"+row.flag+" ")
	}
	for _, row := range bugs.Table() {
		require.Contains(t, out.String(), row.Sentence)
	}
}

// TestTheREADMETellsWhatIsThere holds its two tables against the code.
func TestTheREADMETellsWhatIsThere(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("README.md")
	require.NoError(t, err)
	for _, row := range settingsTable() {
		require.Contains(t, string(text), "| `--"+row.flag+"` | `"+row.variable+"` |")
	}
	lines := regexp.MustCompile("(?m)^\\| (\\d+) \\| `--([a-z0-9-]+)` \\| (.*) \\| `(.*)` \\|$").FindAllStringSubmatch(string(text), -1)
	require.Len(t, lines, len(bugs.Table()))
	for i, row := range bugs.Table() {
		require.Equal(t, []string{strconv.Itoa(row.Number), string(row.Bug), row.Sentence}, lines[i][1:4])
		for file := range strings.SplitSeq(lines[i][4], "`, `") {
			code, err := os.ReadFile(file)
			require.NoError(t, err)
			require.Regexp(t, `// .*bugs? (\d+ and )?`+strconv.Itoa(row.Number)+`\b`, string(code), file)
		}
	}
}

func TestTheEmbeddedKeyIsTheEmulators(t *testing.T) {
	t.Parallel()
	theirs, err := os.ReadFile("../../keys/alipay_public.pem")
	require.NoError(t, err)
	require.Equal(t, string(theirs), string(alipayPublicKey))
}

// TestTheShopStartsAndEnds runs the program itself.
func TestTheShopStartsAndEnds(t *testing.T) {
	t.Parallel()
	alipay := emulator.RunT(t)
	ctx, stop := context.WithCancel(t.Context())
	read, write := io.Pipe()
	ended := make(chan int, 1)
	go func() {
		ended <- execute(ctx, []string{
			"--listen", "127.0.0.1:0", "--gateway", alipay.GatewayURL(), "--clock", "emulator",
			"--database", filepath.Join(t.TempDir(), "shop.db"), "--bill-by-amount",
		}, none, write, io.Discard)
		_ = write.Close()
	}()
	banner := make([]byte, 500)
	n, err := read.Read(banner)
	require.NoError(t, err)
	line := string(banner[:n])
	require.Contains(t, line, "bugs on: bill-by-amount")
	response, err := http.Get(regexp.MustCompile(`http://[0-9.:]+`).FindString(line) + "/state")
	require.NoError(t, err)
	defer func() { _ = response.Body.Close() }()
	state, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	require.Contains(t, string(state), `"now": "2026-01-05T10:00:00+08:00"`)
	healthcheck := func() int {
		listen := regexp.MustCompile(`127\.0\.0\.1:\d+`).FindString(line)
		return execute(context.WithoutCancel(ctx), []string{"healthcheck", "--listen", listen}, none, io.Discard, io.Discard)
	}
	require.Zero(t, healthcheck())
	stop()
	require.Zero(t, <-ended)
	require.Equal(t, 1, healthcheck())
}

func TestAnErrorEndsItWithOne(t *testing.T) {
	t.Parallel()
	var complaints bytes.Buffer
	require.Equal(t, 1, execute(t.Context(), []string{"--clock", "noon"}, none, io.Discard, &complaints))
	require.Contains(t, complaints.String(), "shop: --clock")
	alipay := emulator.RunT(t)
	complaints.Reset()
	require.Equal(t, 1, execute(t.Context(), []string{"--listen", "127.0.0.1:0", "--gateway", alipay.GatewayURL(), "--md5-key", "wrong"},
		none, io.Discard, &complaints))
	require.Contains(t, complaints.String(), "ILLEGAL_SIGN")
}
