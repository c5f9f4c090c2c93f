package report_test

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"localipay/scenarios"
	"localipay/scenarios/report"
)

// FuzzReports: whatever a name or an answer holds, XML and JSON can be read,
// and no terminal is told to do anything.
func FuzzReports(f *testing.F) {
	f.Add("name", "a: expected b, came c")
	f.Add("\x1b[2J\u202e", "]]>\xff\uffff\x00")
	f.Add("'; rm -rf /; '", ": expected , came ")
	f.Fuzz(func(t *testing.T, name, text string) {
		s := &scenarios.Scenario{File: "none.yaml", Name: name}
		result := scenarios.Result{Scenario: s, Failure: &scenarios.Failure{
			File: "none.yaml", Step: name, Verb: text, Text: text, Differences: []string{text, name}, Requests: []string{text}, Notifications: []string{name},
		}}
		var screen, junit, list strings.Builder
		terminal := report.NewTerminal(&screen, report.Style{Verbose: true, Arguments: []string{"--var", text}})
		terminal.Began([]*scenarios.Scenario{s})
		terminal.Started(s)
		terminal.Finished(result)
		terminal.Ended([]scenarios.Result{result}, time.Second)
		require.NotRegexp(t, `[\x00-\x09\x0b-\x1f\x7f-\x{9f}\x{202a}-\x{202e}]`, screen.String())
		require.NoError(t, terminal.JUnit(&junit, time.Unix(0, 0)))
		for decoder := xml.NewDecoder(strings.NewReader(junit.String())); ; {
			_, err := decoder.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			require.NoError(t, err)
		}
		require.NoError(t, terminal.JSON(&list))
		require.True(t, json.Valid([]byte(list.String())))
	})
}
