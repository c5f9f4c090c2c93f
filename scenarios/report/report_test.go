package report_test

import (
	"encoding/json"
	"encoding/xml"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"localipay/scenarios"
	"localipay/scenarios/report"
)

var update = flag.Bool("update", false, "write the golden files anew")

// golden compares with a file of testdata.
func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		require.NoError(t, os.WriteFile(file, []byte(got), 0o600))
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err)
	require.Equal(t, string(want), got)
}

// run is four scenarios of two files: two pass, one fails twice over, and one
// is never begun.
func run() ([]*scenarios.Scenario, []scenarios.Result) {
	list := []*scenarios.Scenario{
		{File: "testdata/refund.yaml", Line: 1, Name: "a paid order is refunded"},
		{File: "testdata/refund.yaml", Line: 7, Name: "a refund's answer is lost, 'twice'"},
		{File: "testdata/other.yaml", Line: 1, Name: "an <order> times out & closes"},
		{File: "testdata/other.yaml", Line: 9, Name: "a code\x1b[2J is \x00stopped"},
	}
	return list, []scenarios.Result{
		{Scenario: list[0], Took: 12 * time.Millisecond},
		{Scenario: list[1], Took: 1250 * time.Millisecond, Failure: &scenarios.Failure{
			File: "testdata/refund.yaml", Line: 11, Step: "2", Verb: "refund", Name: "the first",
			Text: "the answer is not what was expected",
			Differences: []string{
				"result_code: expected FAIL, came SUCCESS",
				"error: expected nothing, came an error, came twice",
				"refund_amount: expected \"30.00\", came nothing",
			},
			Requests:      []string{"10:00:00 alipay.acquire.overseas.spot.refund partner_refund_id=R1 → SUCCESS\x07"},
			Notifications: []string{"10:00:00 payment 2026 → success"},
		}},
		{Scenario: list[2], Took: 3 * time.Millisecond, Failure: &scenarios.Failure{
			File: "testdata/other.yaml", Line: 5, Step: "4.2", Verb: "pay", Text: "no answer\u0001 came in 2s \uffff\xff]]>",
		}},
		{Scenario: list[3]},
	}
}

func recorded(results int) *report.Record {
	list, all := run()
	var r report.Record
	r.Began(list)
	r.Ended(all[:results], 1300*time.Millisecond)
	return &r
}

func TestJUnit(t *testing.T) {
	t.Parallel()
	began := time.Date(2026, 3, 2, 23, 40, 0, 0, time.FixedZone("", 8*3600))
	t.Run("is what CI systems read", func(t *testing.T) {
		t.Parallel()
		var out strings.Builder
		require.NoError(t, recorded(4).JUnit(&out, began))
		golden(t, "junit.xml", out.String())
	})
	t.Run("can be read back, whatever names and answers hold", func(t *testing.T) {
		t.Parallel()
		var out strings.Builder
		require.NoError(t, recorded(3).JUnit(&out, began))
		var read struct {
			Tests    int `xml:"tests,attr"`
			Failures int `xml:"failures,attr"`
			Skipped  int `xml:"skipped,attr"`
			Suites   []struct {
				Name  string `xml:"name,attr"`
				Cases []struct {
					Name    string    `xml:"name,attr"`
					Failure *string   `xml:"failure"`
					Skipped *struct{} `xml:"skipped"`
				} `xml:"testcase"`
			} `xml:"testsuite"`
		}
		require.NoError(t, xml.Unmarshal([]byte(out.String()), &read))
		require.Equal(t, []int{4, 2, 1}, []int{read.Tests, read.Failures, read.Skipped})
		require.Len(t, read.Suites, 2)
		require.Equal(t, "an <order> times out & closes", read.Suites[1].Cases[0].Name)
		require.Contains(t, *read.Suites[1].Cases[0].Failure, "testdata/other.yaml:5")
		require.NotNil(t, read.Suites[1].Cases[1].Skipped)
		require.Contains(t, *read.Suites[1].Cases[0].Failure, "2s \ufffd\ufffd]]>")
		require.NotRegexp(t, "[\x00-\x08\x1b\uffff]", out.String())
	})
}

func TestJSON(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	require.NoError(t, recorded(3).JSON(&out))
	golden(t, "report.json", out.String())
	require.True(t, json.Valid([]byte(out.String())))
}

// shown plays a run to a terminal.
func shown(t *testing.T, style report.Style, results int) string {
	t.Helper()
	var out strings.Builder
	list, all := run()
	terminal := report.NewTerminal(&out, style)
	terminal.Began(list)
	for _, result := range all[:results] {
		terminal.Started(result.Scenario)
		terminal.Stepped(result.Scenario, 1)
		terminal.Finished(result)
	}
	terminal.Ended(all[:results], 1300*time.Millisecond)
	return out.String()
}

func TestTerminal(t *testing.T) {
	t.Parallel()
	t.Run("shows what failed, in full, and a summary", func(t *testing.T) {
		t.Parallel()
		golden(t, "plain.txt", shown(t, report.Style{Arguments: []string{"--var", "shop=http://x y"}}, 4))
	})
	t.Run("shows a line for each scenario where that is asked for", func(t *testing.T) {
		t.Parallel()
		golden(t, "verbose.txt", shown(t, report.Style{Verbose: true}, 4))
	})
	t.Run("writes no control character where nothing is redrawn", func(t *testing.T) {
		t.Parallel()
		require.NotRegexp(t, `[^\n[:print:]…→|\x{FFFD}]`, shown(t, report.Style{Verbose: true}, 4))
	})
	t.Run("says how far an interrupted run came", func(t *testing.T) {
		t.Parallel()
		require.Contains(t, shown(t, report.Style{}, 3), "interrupted: 3 of 4 ran in 1.3 s, 2 failed: a refund's answer")
		require.Equal(t, "interrupted: 1 of 4 ran in 1.3 s, none failed\n", shown(t, report.Style{}, 1))
	})
	t.Run("counts a scenario that was cut as one that did not run", func(t *testing.T) {
		t.Parallel()
		var out strings.Builder
		list, _ := run()
		cut := scenarios.Result{Scenario: list[0], Took: time.Second, Cut: true, Failure: &scenarios.Failure{Text: "interrupted"}}
		terminal := report.NewTerminal(&out, report.Style{Verbose: true})
		terminal.Began(list[:2])
		terminal.Finished(cut)
		terminal.Ended([]scenarios.Result{cut}, time.Second)
		require.Contains(t, out.String(), "cut  a paid order")
		require.Contains(t, out.String(), "interrupted: 0 of 2 ran in 1.0 s, none failed")
		failed, unfinished := terminal.Failed()
		require.Equal(t, []int{0, 2}, []int{failed, unfinished})
		require.False(t, terminal.Empty())
	})
	t.Run("says that all is well in one line", func(t *testing.T) {
		t.Parallel()
		var out strings.Builder
		list, all := run()
		terminal := report.NewTerminal(&out, report.Style{})
		terminal.Began(list[:1])
		terminal.Started(list[0])
		terminal.Finished(all[0])
		terminal.Ended(all[:1], 880*time.Millisecond)
		require.Equal(t, "1 scenario passed in 0.9 s\n", out.String())
	})
}

func TestALiveTerminal(t *testing.T) {
	t.Parallel()
	t.Run("ends as a plain one does", func(t *testing.T) {
		t.Parallel()
		require.Equal(t, shown(t, report.Style{}, 4), screen(shown(t, report.Style{Live: true}, 4)))
		require.Equal(t, shown(t, report.Style{Verbose: true}, 4), screen(shown(t, report.Style{Live: true, Verbose: true}, 4)))
	})
	t.Run("shows every running scenario with its progress", func(t *testing.T) {
		t.Parallel()
		var out strings.Builder
		list, _ := run()
		terminal := report.NewTerminal(&out, report.Style{Live: true})
		terminal.Began(list)
		terminal.Started(list[0])
		terminal.Started(list[2])
		terminal.Stepped(list[2], 0)
		require.Equal(t, "0 of 4 done\n"+
			"  [..........]   0/0 a paid order is refunded\n"+
			"  [..........]   0/0 an <order> times out & closes\n", screen(out.String()))
	})
	t.Run("does not grow beyond a screen", func(t *testing.T) {
		t.Parallel()
		var out strings.Builder
		terminal := report.NewTerminal(&out, report.Style{Live: true})
		terminal.Began(nil)
		for range 30 {
			terminal.Started(&scenarios.Scenario{Name: "x"})
		}
		require.Equal(t, 12, strings.Count(screen(out.String()), "\n"))
		require.Contains(t, out.String(), "and 20 more")
	})
	t.Run("is coloured only where colour is wanted", func(t *testing.T) {
		t.Parallel()
		colour := regexp.MustCompile(`\x1b\[\d+m`)
		require.NotRegexp(t, colour, shown(t, report.Style{Live: true}, 4))
		coloured := shown(t, report.Style{Colour: true}, 4)
		require.Regexp(t, colour, coloured)
		require.Equal(t, shown(t, report.Style{}, 4), colour.ReplaceAllString(coloured, ""))
	})
}

// screen is what a terminal shows after it got a text: it knows the few
// sequences that are written.
func screen(text string) string {
	text = regexp.MustCompile(`\x1b\[\?7[lh]`).ReplaceAllString(text, "")
	var lines []string
	up := regexp.MustCompile(`^\r\x1b\[(\d+)A\x1b\[J`)
	for text != "" {
		if move := up.FindStringSubmatch(text); move != nil {
			var n int
			for _, digit := range move[1] {
				n = n*10 + int(digit-'0')
			}
			lines, text = lines[:len(lines)-n], text[len(move[0]):]
			continue
		}
		line, rest, _ := strings.Cut(text, "\n")
		lines, text = append(lines, line), rest
	}
	return strings.Join(lines, "\n") + "\n"
}
