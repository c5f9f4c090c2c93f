package command_test

import (
	"context"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"localipay/emulator/command"
)

type variables map[string]string

// ended is what a run of the program left behind.
type ended struct {
	out, err string
	code     int
}

// run runs the program; what it starts, it ends at once.
func run(t *testing.T, env variables, args ...string) ended {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	return runIn(ctx, env, args...)
}

func runIn(ctx context.Context, env variables, args ...string) ended {
	var out, err strings.Builder
	code := command.Execute(ctx, command.Process{
		Args: args, Getenv: func(name string) string { return env[name] }, Out: &out, Err: &err,
	})
	return ended{out.String(), err.String(), code}
}

func TestMistakesEndWithExitCode1AndSayWhatToDo(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		env  variables
		args []string
		want string
	}{
		"a flag misspelt":             {nil, []string{"--lsten", "x"}, `unknown flag --lsten, did you mean "--listen"?`},
		"a command misspelt":          {nil, []string{"sgin"}, `there is no command "sgin"; did you mean "sign"?`},
		"a command that is not there": {nil, []string{"reconciliation"}, "explain, healthcheck, run, schema, serve, sign, version"},
		"serve given a word":          {nil, []string{"serve", "now"}, "unexpected argument now"},
		"a number that is none":       {nil, []string{"--seed", "one"}, `--seed: expected a valid 64 bit int but got "one"`},
		"a choice that is none":       {nil, []string{"--log-format", "xml"}, `--log-format must be one of "text","json"`},
		"a variable that is wrong":    {variables{"LOCALIPAY_SEED": "one"}, nil, `LOCALIPAY_SEED="one"`},
		"sign without parameters":     {nil, []string{"sign"}, "NAME=VALUE"},
		"a partner of 15 digits":      {nil, []string{"--merchant", "208800000000001:key"}, "a partner id of 16 digits"},
		"a merchant without a key":    {nil, []string{"--merchant", "2088000000000101"}, "write it as PARTNER:MD5KEY"},
		"a key file that is missing":  {nil, []string{"--merchant", "2088000000000101:k:nowhere.pem"}, "nowhere.pem"},
		"fixtures that are missing":   {nil, []string{"--listen=127.0.0.1:0", "--fixtures=nowhere.yaml"}, "fixtures nowhere.yaml: there is no such file or folder"},
		"an address without a port":   {nil, []string{"--listen", "8080"}, "cannot listen on 8080"},
		"a time without an offset":    {nil, []string{"--clock", "2026-03-02 23:40"}, "2026-03-02T23:40:00+08:00"},
		"no time to answer":           {nil, []string{"--notify-timeout", "0s"}, "must be more than nothing"},
		"a public URL without host":   {nil, []string{"--public-url", "http://:8080"}, "write it as http://localhost:8080"},
		"a public URL with a star":    {nil, []string{"--public-url", "https://*.shop.test"}, "write it as http://localhost:8080"},
		"a public URL without scheme": {nil, []string{"--public-url", "localhost:8080"}, "write it as http://localhost:8080"},
		"a state file in no folder":   {nil, []string{"--state", "nowhere/state.json"}, "there is no folder nowhere"},
		"a health check of nothing":   {nil, []string{"healthcheck", "localhost:8080"}, "write it as http://localhost:8080"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := run(t, c.env, c.args...)
			require.Equal(t, 1, got.code)
			require.Contains(t, got.err, c.want)
			require.True(t, strings.HasPrefix(got.err, "localipay: "), got.err)
			require.Empty(t, got.out)
		})
	}
}

func TestHelp(t *testing.T) {
	t.Parallel()
	t.Run("shows the flags of serve without a command", func(t *testing.T) {
		t.Parallel()
		got := run(t, nil, "--help")
		require.Zero(t, got.code)
		require.Contains(t, got.out, "healthcheck")
		require.Contains(t, got.out, "--listen=")
		require.Empty(t, got.err)
	})
	t.Run("wins over mistakes on the line", func(t *testing.T) {
		t.Parallel()
		got := run(t, variables{"LOCALIPAY_SEED": "one"}, "sign", "--help")
		require.Zero(t, got.code)
		require.Contains(t, got.out, "--partner=")
	})
}

// TestEveryFlagHasAVariable takes the flags of interface.md that exist today.
func TestEveryFlagHasAVariable(t *testing.T) {
	t.Parallel()
	help := run(t, nil, "--help").out + run(t, nil, "sign", "--help").out + run(t, nil, "healthcheck", "--help").out + run(t, nil, "explain", "--help").out
	for _, flag := range []string{
		"listen", "tls-listen", "tls-host", "tls-dir", "sftp-listen", "public-url", "fixtures", "merchant", "allow-host", "faults", "clock",
		"frozen", "notify-timeout", "seed", "state",
		"admin-token", "log-format", "partner", "md5-key", "private-key", "public-key", "sign-type", "charset", "gateway", "post",
	} {
		require.Contains(t, help, "--"+flag)
		require.Contains(t, help, "($LOCALIPAY_"+strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))+")")
	}
	flags := regexp.MustCompile(`(?m)^ {6}--[a-z5-]+`).FindAllString(help, -1)
	require.Len(t, regexp.MustCompile(`\$LOCALIPAY_`).FindAllString(help, -1), len(flags), "one variable for each flag")
}

func TestTheFlagWinsOverItsVariable(t *testing.T) {
	t.Parallel()
	env := variables{"LOCALIPAY_PARTNER": "2088000000000002", "LOCALIPAY_MD5_KEY": ""}
	require.Contains(t, run(t, env, "sign", "a=b").out, "partner=2088000000000002")
	require.Contains(t, run(t, env, "sign", "a=b", "--partner=2088000000000003").out, "partner=2088000000000003")
}

func TestVersion(t *testing.T) {
	t.Parallel()
	got := run(t, nil, "version")
	require.Zero(t, got.code)
	require.Regexp(t, `^localipay \S+, commit .+, go1\.\S+ \w+/\w+\n$`, got.out)
}
