package main_test

import (
	"context"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"localipay/emulator/alipay"
	"localipay/emulator/command"
	"localipay/fixtures"
	"localipay/keys"
)

func text(t *testing.T, file string) string {
	t.Helper()
	data, err := os.ReadFile(file)
	require.NoError(t, err)
	return string(data)
}

func TestEveryDependencyHasItsLineInCONTRIBUTING(t *testing.T) {
	t.Parallel()
	guide := text(t, "CONTRIBUTING.md")
	direct := regexp.MustCompile(`(?m)^(?:require)?\s+([a-z0-9.]+\.[a-z]+/\S+) v\S+$`).FindAllStringSubmatch(text(t, "go.mod"), -1)
	require.NotEmpty(t, direct)
	for _, module := range direct {
		require.Regexp(t, "(?m)^\\| `"+regexp.QuoteMeta(module[1])+"` \\| \\S.*\\|$", guide)
	}
}

func TestEveryFlagOfServeStandsInTheREADME(t *testing.T) {
	t.Parallel()
	var help strings.Builder
	code := command.Execute(context.Background(), command.Process{
		Args: []string{"serve", "--help"}, Getenv: func(string) string { return "" }, Out: &help, Err: &help,
	})
	require.Zero(t, code)
	readme := text(t, "README.md")
	flags := regexp.MustCompile(`(?m)^ {6}(--[a-z-]+)`).FindAllStringSubmatch(help.String(), -1)
	require.NotEmpty(t, flags)
	for _, flag := range flags {
		variable := command.Envar(strings.TrimPrefix(flag[1], "--"))
		require.Regexp(t, "(?m)^\\| `"+flag[1]+"` \\| `"+variable+"` \\|", readme)
	}
}

func TestTheREADMEListsEveryServiceAndSwitch(t *testing.T) {
	t.Parallel()
	readme := text(t, "README.md")
	for _, name := range append(append(alipay.Services(), alipay.ServiceNotifyVerify), alipay.SwitchNames()...) {
		require.Contains(t, readme, "\n| `"+name+"` |")
	}
}

func TestTheREADMEShowsTheKeyThatAnswersAreSignedWith(t *testing.T) {
	t.Parallel()
	require.Contains(t, text(t, "README.md"), "\n"+keys.AlipayPublicLine()+"\n")
}

func TestTheREADMEsFixturesAreRead(t *testing.T) {
	t.Parallel()
	example := regexp.MustCompile("(?s)```yaml\n(merchants:.*?)```").FindStringSubmatch(text(t, "README.md"))
	require.NotNil(t, example)
	set, err := fixtures.Parse("README.md", []byte(example[1]), 1)
	require.NoError(t, err)
	require.Len(t, set.Merchants, 3)
	require.Len(t, set.Buyers, 11)
}

func TestTheImageIsLabelledWithItsVersion(t *testing.T) {
	t.Parallel()
	require.Contains(t, text(t, "Dockerfile"), `org.opencontainers.image.version="`+command.Version()+`"`)
}
