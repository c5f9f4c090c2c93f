package emulator_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// layers are the packages from the inside out. One may import what stands on
// lines before its own, and nothing else of this module.
var layers = [][]string{
	{"alipay", "suggest", "chance", "metrics", "keys"},
	{"signature", "clock", "strict", "authority"},
	{"fault", "fixtures"},
	{"wire", "store", "page"},
	{"diagnosis"},
	{"ledger", "journal"},
	{"service", "notify", "view", "reconcile"},
	{"world"},
	{"scenarios/match"},
	{"scenarios"},
	{"stage"},
	{"gateway", "admin", "console", "wallet", "sftpd"},
	{"emulator"},
	{"scenarios/report", "browser"},
	{"command"},
	{"main"},
}

// neighbours are the arrows within a line.
var neighbours = map[string][]string{"alipay": {"suggest"}}

// insiders may import these and no others, whatever stands before them.
var insiders = map[string][]string{
	"fixtures": {"alipay", "suggest", "keys", "strict"},
	// Scenarios speak HTTP to an emulator, like anyone: they share words, no state.
	"scenarios/match":  {"alipay", "strict"},
	"scenarios":        {"alipay", "suggest", "strict", "clock", "fault", "signature", "wire", "keys", "fixtures", "scenarios/match"},
	"scenarios/report": {"clock", "scenarios"},
}

// visitors read what stands outside: fixtures are for the front door alone.
var visitors = map[string][]string{"fixtures": {"emulator", "command", "main"}}

func TestArrowsPointInwards(t *testing.T) {
	t.Parallel()
	packages := listed(t, "./...", "..")
	require.GreaterOrEqual(t, len(packages), 15)
	for name, imports := range packages {
		t.Run(name+" imports only what stands further in", func(t *testing.T) {
			t.Parallel()
			own := layerOf(name)
			require.GreaterOrEqual(t, own, 0, "%s has no place in layers: give it one", name)
			for _, imported := range imports {
				at := layerOf(imported)
				inwards := at >= 0 && at < own || slices.Contains(neighbours[name], imported)
				require.True(t, inwards, "%s → %s", name, imported)
				if allowed, ok := insiders[name]; ok {
					require.Contains(t, allowed, imported, "%s → %s", name, imported)
				}
				if allowed, ok := visitors[imported]; ok {
					require.Contains(t, allowed, name, "%s → %s", name, imported)
				}
			}
		})
	}
}

// TestProgramsDoNotLinkTesting: who embeds the emulator gets no test flags.
func TestProgramsDoNotLinkTesting(t *testing.T) {
	t.Parallel()
	out, err := exec.Command("go", "list", "-deps", ".").Output()
	require.NoError(t, explained(err))
	deps := strings.Fields(string(out))
	require.Contains(t, deps, "localipay/emulator/gateway")
	require.NotContains(t, deps, "testing")
	require.NotContains(t, deps, "github.com/stretchr/testify/require")
}

func layerOf(name string) int {
	return slices.IndexFunc(layers, func(names []string) bool { return slices.Contains(names, name) })
}

// listed gives the packages of a pattern with what they import of this module.
func listed(t *testing.T, patterns ...string) map[string][]string {
	t.Helper()
	arguments := append([]string{"list", "-json=ImportPath,Imports"}, patterns...)
	out, err := exec.Command("go", append(arguments, "../keys/...", "../fixtures/...", "../scenarios/...")...).Output()
	require.NoError(t, explained(err))
	packages := map[string][]string{}
	for decoder := json.NewDecoder(bytes.NewReader(out)); ; {
		var p struct {
			ImportPath string
			Imports    []string
		}
		err := decoder.Decode(&p)
		if errors.Is(err, io.EOF) {
			return packages
		}
		require.NoError(t, err)
		name := short(p.ImportPath)
		packages[name] = nil
		for _, path := range p.Imports {
			if path == "localipay" || strings.HasPrefix(path, "localipay/") {
				packages[name] = append(packages[name], short(path))
			}
		}
	}
}

// short is a package's name within layers: its path in the module, without the
// folder that nearly all are in.
func short(path string) string {
	if path == "localipay" {
		return "main"
	}
	return strings.TrimPrefix(strings.TrimPrefix(path, "localipay/"), "emulator/")
}

// explained shows what go list wrote to its standard error.
func explained(err error) error {
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return errors.Join(err, errors.New(string(exit.Stderr)))
	}
	return err
}
