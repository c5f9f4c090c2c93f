package scenarios_test

import (
	"context"
	"io"
	"log/slog"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"

	"localipay/emulator"
	"localipay/scenarios"
	"localipay/scenarios/report"
)

// playStories plays scenarios against an emulator that is started for them.
func playStories(t *testing.T, list []*scenarios.Scenario, served emulator.Options, own bool) []scenarios.Result {
	t.Helper()
	served.Log = slog.New(slog.DiscardHandler)
	e := emulator.RunT(t, served)
	results, err := scenarios.Run(context.Background(), list, scenarios.Options{URL: e.URL(), Own: own},
		report.NewTerminal(io.Discard, report.Style{}))
	require.NoError(t, err)
	require.Len(t, results, len(list))
	return results
}

// runnersWords is what the runner says of one result.
func runnersWords(r scenarios.Result) string {
	var text strings.Builder
	terminal := report.NewTerminal(&text, report.Style{})
	terminal.Began([]*scenarios.Scenario{r.Scenario})
	terminal.Ended([]scenarios.Result{r}, r.Took)
	return text.String()
}

func frozenEmulator() emulator.Options {
	return emulator.Options{Start: time.Date(2026, 1, 5, 2, 0, 0, 0, time.UTC), Frozen: true}
}

func TestBundledScenarios(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		served emulator.Options
		own    bool
	}{
		"against an emulator of the runner's own":               {frozenEmulator(), true},
		"against one that runs on real time, with another seed": {emulator.Options{Seed: 7}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			list, err := scenarios.Load([]string{"."}, nil)
			require.NoError(t, err)
			list = append(list, exampleOfReadme(t))
			for _, result := range playStories(t, list, c.served, c.own) {
				t.Run(result.Scenario.Name, func(t *testing.T) {
					if result.Failure != nil {
						t.Error("\n" + runnersWords(result))
					}
				})
			}
		})
	}
}

// exampleOfReadme reads the one example of this folder's README.
func exampleOfReadme(t *testing.T) *scenarios.Scenario {
	t.Helper()
	readme, err := os.ReadFile("README.md")
	require.NoError(t, err)
	_, after, _ := strings.Cut(string(readme), "```yaml\n")
	example, _, found := strings.Cut(after, "```")
	require.True(t, found)
	list, err := scenarios.Parse("README.md", []byte(example), nil)
	require.NoError(t, err)
	require.Len(t, list, 1)
	return list[0]
}

func TestReadmeListsTheStories(t *testing.T) {
	t.Parallel()
	readme, err := os.ReadFile("README.md")
	require.NoError(t, err)
	rows := map[string][]string{} // sentences by file
	for _, row := range regexp.MustCompile(`(?m)^\| \[.*\]\((.*\.yaml)\) \| (.*) \|$`).FindAllStringSubmatch(string(readme), -1) {
		rows[row[1]] = strings.Split(row[2], " · ")
	}
	written := map[string][]string{}
	for _, s := range stories(t) {
		written[s.file] = append(written[s.file], s.name())
	}
	require.Equal(t, written, rows)
}

func TestBundledScenariosAreWrittenToBeRead(t *testing.T) {
	t.Parallel()
	list := stories(t)
	require.GreaterOrEqual(t, len(list), 24)
	sentence := regexp.MustCompile(`^[a-z0-9_]+( [^ ]+){3,}[^.]$`)
	names := map[string]bool{}
	for _, s := range list {
		require.Regexp(t, sentence, s.name(), "%s: a name is a sentence, without a full stop", s.file)
		require.False(t, names[s.name()], "two scenarios are named %q", s.name())
		names[s.name()] = true
		require.GreaterOrEqual(t, strings.Count(s.comment, "\n"), 1, "%s: %q has no comment that tells its story", s.file, s.name())
		require.NotEqual(t, yaml.ScalarNode, s.member("merchant").Kind, "%s: %q is a guest; a bundled one makes its own world", s.file, s.name())
		eachWord(s.member("steps"), func(word string, _ *yaml.Node) {
			require.NotEqual(t, "wait", word, "%s: %q takes real time", s.file, s.name())
		})
	}
}

// A story that passes whatever happens teaches nothing.
func TestBundledScenariosCanFail(t *testing.T) {
	t.Parallel()
	t.Run("without their faults", func(t *testing.T) {
		t.Parallel()
		var list []*scenarios.Scenario
		for _, s := range stories(t) {
			if s.dropFaults() {
				list = append(list, s.parse(t, ", without its faults"))
			}
		}
		require.GreaterOrEqual(t, len(list), 15)
		requireAllFail(t, list)
	})
	t.Run("when what is expected last is another", func(t *testing.T) {
		t.Parallel()
		var list []*scenarios.Scenario
		for _, s := range stories(t) {
			values := s.expected()
			require.NotEmpty(t, values, s.name())
			was := makeAnother(values[len(values)-1])
			list = append(list, s.parse(t, ", where "+strings.ReplaceAll(was, "${", "{")+" is another"))
		}
		requireAllFail(t, list)
	})
}

func requireAllFail(t *testing.T, list []*scenarios.Scenario) {
	t.Helper()
	for _, result := range playStories(t, list, frozenEmulator(), true) {
		t.Run(result.Scenario.Name, func(t *testing.T) {
			require.NotNil(t, result.Failure, "it passes all the same")
			require.NotEmpty(t, result.Failure.Text)
			require.NotZero(t, result.Failure.Line)
		})
	}
}
