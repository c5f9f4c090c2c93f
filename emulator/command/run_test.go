package command_test

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"localipay/emulator"
	"localipay/emulator/command"
)

const (
	paid = `name: an order is paid
steps:
  - create_qrcode: {}
    save: {code: qrcode}
  - pay: {qrcode: "${code}", amount: "88.00"}
    save: {order: out_trade_no}
  - expect_trade: {out_trade_no: "${order}", trade_status: TRADE_SUCCESS}
`
	unpaid = `name: an order is "paid" by <nobody>
steps:
  - create_qrcode: {}
    save: {code: qrcode}
  - order: {qrcode: "${code}", amount: "88.00"}
    save: {order: out_trade_no}
  - expect_trade: {out_trade_no: "${order}", trade_status: TRADE_SUCCESS}
`
)

func TestRunPlaysScenarios(t *testing.T) {
	t.Parallel()
	t.Run("and says in one line that all passed", func(t *testing.T) {
		t.Parallel()
		got := runIn(t.Context(), nil, "run", write(t, "a.yaml", paid+"---\n"+strings.Replace(paid, "order", "second order", 1)))
		require.Zero(t, got.code, got.out+got.err)
		require.Regexp(t, `^2 scenarios passed in \d+\.\d s\n$`, got.out)
		require.Empty(t, got.err)
	})
	t.Run("of a folder", func(t *testing.T) {
		t.Parallel()
		folder := t.TempDir()
		require.NoError(t, os.WriteFile(filepath.Join(folder, "a.yaml"), []byte(paid), 0o600))
		require.NoError(t, os.WriteFile(filepath.Join(folder, "b.yml"), []byte(paid), 0o600))
		got := runIn(t.Context(), nil, "run", folder, "--verbose")
		require.Zero(t, got.code, got.out+got.err)
		require.Regexp(t, `(?m)^ok   an order is paid  .*a\.yaml:1, \d`, got.out)
		require.Contains(t, got.out, "b.yml:1")
		require.Contains(t, got.out, "2 scenarios passed")
	})
	t.Run("and ends with 2 and the whole story where one failed", func(t *testing.T) {
		t.Parallel()
		file := write(t, "a.yaml", paid+"---\n"+unpaid)
		got := runIn(t.Context(), nil, "run", file, "--var", "shop=x y")
		require.Equal(t, 2, got.code)
		require.Empty(t, got.err)
		require.Contains(t, got.out, `FAIL an order is "paid" by <nobody>`)
		require.Contains(t, got.out, "at "+file+":15")
		require.Regexp(t, `trade_status +expected +TRADE_SUCCESS\n +came +WAIT_BUYER_PAY\n`, got.out)
		require.Contains(t, got.out, "alipay.commerce.qrcode.create")
		require.Contains(t, got.out, "run it alone: localipay run "+file+` --filter 'an order is "paid" by <nobody>' --var 'shop=x y'`)
		require.Regexp(t, `(?m)^1 of 2 failed in \d+\.\d s: an order is "paid" by <nobody>\n\z`, got.out)
	})
	t.Run("against a running emulator, with its token", func(t *testing.T) {
		t.Parallel()
		e := emulator.RunT(t, emulator.Options{AdminToken: "secret"})
		file := write(t, "a.yaml", paid)
		env := variables{"LOCALIPAY_ADMIN_TOKEN": "secret", "LOCALIPAY_AGAINST": e.URL()}
		got := runIn(t.Context(), env, "run", file)
		require.Zero(t, got.code, got.out+got.err)
		require.Len(t, e.Merchants(), 3, "its own world is gone again")
		require.NotZero(t, runIn(t.Context(), variables{"LOCALIPAY_AGAINST": e.URL()}, "run", file).code)
	})
	t.Run("with the values of --var", func(t *testing.T) {
		t.Parallel()
		file := write(t, "a.yaml", strings.Replace(paid, "steps:", "vars: {sum: \"1.00\"}\nsteps:", 1)+
			"  - expect_trade: {out_trade_no: \"${order}\", amount: \"${sum}\"}\n")
		require.Equal(t, 2, runIn(t.Context(), nil, "run", file).code)
		require.Zero(t, runIn(t.Context(), nil, "run", file, "--var", "sum=88.00").code)
		require.Zero(t, runIn(t.Context(), variables{"LOCALIPAY_VAR": "sum=88.00"}, "run", file).code)
	})
}

func TestRunFilters(t *testing.T) {
	t.Parallel()
	file := write(t, "a.yaml", paid+"---\n"+unpaid)
	t.Run("by a part of the name", func(t *testing.T) {
		t.Parallel()
		got := runIn(t.Context(), nil, "run", file, "--filter", "is paid")
		require.Zero(t, got.code, got.out)
		require.Contains(t, got.out, "1 scenario passed")
	})
	t.Run("and lists near names where nothing has that part", func(t *testing.T) {
		t.Parallel()
		got := runIn(t.Context(), nil, "run", file, "--filter", "is payed by NOBODY")
		require.Equal(t, 1, got.code)
		require.Contains(t, got.err, `--filter "is payed by NOBODY": no scenario has that in its name; there is`)
		require.Contains(t, got.err, "\n  an order is \"paid\" by <nobody>\n")
		require.Empty(t, got.out)
	})
}

func TestRunRefusesMistakesBeforeItRuns(t *testing.T) {
	t.Parallel()
	file := write(t, "a.yaml", paid)
	for name, c := range map[string]struct {
		args []string
		want string
	}{
		"no file":                     {nil, `expected "<FILE> ..."`},
		"a file that is not there":    {[]string{"nowhere.yaml"}, "nowhere.yaml: there is no such file or folder"},
		"a word misspelt":             {[]string{write(t, "b.yaml", "steps:\n  - pya: {}\n")}, `b.yaml:2`},
		"a JUnit file in no folder":   {[]string{file, "--junit", "nowhere/x.xml"}, "--junit: the report cannot be written: open nowhere/x.xml"},
		"a JSON file that is a place": {[]string{file, "--json", t.TempDir()}, "--json: the report cannot be written"},
		"two reports in one place":    {[]string{file, "--json", "-", "--junit", "-"}, "name a file for one"},
		"an emulator without scheme":  {[]string{file, "--against", "localhost:8080"}, `--against "localhost:8080": write it as http://localhost:8080`},
		"an emulator that is not up":  {[]string{file, "--against", "http://127.0.0.1:1"}, "127.0.0.1:1"},
		"a value without a name":      {[]string{file, "--var", "x"}, `--var "x": write it as NAME=VALUE`},
		"a negative number at once":   {[]string{file, "--parallel=-1"}, "--parallel -1: must be 1 or more"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := runIn(t.Context(), nil, append([]string{"run"}, c.args...)...)
			require.Equal(t, 1, got.code, got.out)
			require.Contains(t, got.err, c.want)
			require.NotContains(t, got.out, "passed")
		})
	}
	t.Run("and leaves no report of an earlier run behind", func(t *testing.T) {
		t.Parallel()
		old := write(t, "old.xml", "<testsuites/>")
		got := runIn(t.Context(), nil, "run", write(t, "b.yaml", "steps: []\n"), "--junit", old)
		require.Equal(t, 1, got.code)
		require.NoFileExists(t, old)
	})
}

func TestRunWritesReports(t *testing.T) {
	t.Parallel()
	t.Run("into files", func(t *testing.T) {
		t.Parallel()
		junit, list := filepath.Join(t.TempDir(), "j.xml"), filepath.Join(t.TempDir(), "r.json")
		got := runIn(t.Context(), nil, "run", write(t, "a.yaml", paid+"---\n"+unpaid), "--junit", junit, "--json", list)
		require.Equal(t, 2, got.code, got.err)
		data, err := os.ReadFile(junit)
		require.NoError(t, err)
		require.Regexp(t, `<testsuites name="localipay" tests="2" failures="1" errors="0" skipped="0"`, string(data))
		data, err = os.ReadFile(list)
		require.NoError(t, err)
		require.True(t, json.Valid(data))
		require.Contains(t, string(data), `"trade_status: expected TRADE_SUCCESS, came WAIT_BUYER_PAY"`)
	})
	t.Run("to standard output, and what people read to standard error", func(t *testing.T) {
		t.Parallel()
		got := runIn(t.Context(), nil, "run", write(t, "a.yaml", paid), "--json", "-")
		require.Zero(t, got.code)
		require.True(t, json.Valid([]byte(got.out)), got.out)
		require.Contains(t, got.err, "1 scenario passed")
	})
	t.Run("of a run that was interrupted, which ends with 130", func(t *testing.T) {
		t.Parallel()
		junit := filepath.Join(t.TempDir(), "j.xml")
		got := run(t, nil, "run", write(t, "a.yaml", paid+"---\n"+unpaid), "--junit", junit)
		require.Equal(t, 130, got.code, got.err)
		require.Contains(t, got.out, "interrupted: 0 of 2 ran")
		data, err := os.ReadFile(junit)
		require.NoError(t, err)
		require.Contains(t, string(data), `tests="2" failures="0" errors="0" skipped="2"`)
	})
}

// signs is a writer that tells when a text has been written so many times.
type signs struct {
	mu   sync.Mutex
	text strings.Builder
	want string
	seen chan int
}

func (s *signs) Write(data []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	before := strings.Count(s.text.String(), s.want)
	s.text.Write(data)
	if now := strings.Count(s.text.String(), s.want); now > before {
		s.seen <- now
	}
	return len(data), nil
}

func TestRunWatches(t *testing.T) {
	t.Parallel()
	file := write(t, "a.yaml", unpaid)
	ctx, interrupt := context.WithCancel(t.Context())
	out := &signs{want: "waiting for a change", seen: make(chan int, 9)}
	code := make(chan int)
	var problems strings.Builder
	go func() {
		code <- command.Execute(ctx, command.Process{
			Args: []string{"run", file, "--watch"}, Getenv: func(string) string { return "" }, Out: out, Err: &problems,
		})
	}()
	<-out.seen
	save := func(text string) { // at once: a file that is half written would be a change too
		require.NoError(t, os.Rename(write(t, "new.yaml", text), file))
	}
	save("steps: [{pya: {}}]")
	<-out.seen
	save(paid)
	<-out.seen
	interrupt()
	require.Zero(t, <-code, "the last run's")
	require.Regexp(t, `(?s)1 of 1 failed.*waiting.*waiting.*1 scenario passed.*waiting`, out.text.String())
	require.NotContains(t, out.text.String(), "\x1b")
	require.Contains(t, problems.String(), "a.yaml:1")
}

func TestSchemaPrints(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"scenario", "faults", "fixtures"} {
		t.Run("the schema of "+name, func(t *testing.T) {
			t.Parallel()
			got := run(t, nil, "schema", name)
			require.Zero(t, got.code, got.err)
			require.True(t, json.Valid([]byte(got.out)))
			require.Contains(t, got.out, "localipay schema "+name)
		})
	}
	for _, args := range [][]string{{"schema"}, {"schema", "fault"}, {"schema", "x"}} {
		got := run(t, nil, args...)
		require.Equal(t, 1, got.code)
		require.Contains(t, got.err, "scenario, faults, fixtures")
	}
	require.Contains(t, run(t, nil, "schema", "fault").err, `did you mean "faults"?`)
}

func TestEveryFlagOfRunHasAVariable(t *testing.T) {
	t.Parallel()
	help := run(t, nil, "run", "--help").out
	flags := regexp.MustCompile(`(?m)^ {6}--[a-z5-]+`).FindAllString(help, -1)
	require.Len(t, flags, 11)
	for _, flag := range flags {
		require.Contains(t, strings.Join(strings.Fields(help), " "), "($"+command.Envar(strings.TrimPrefix(strings.TrimSpace(flag), "--"))+")")
	}
}
