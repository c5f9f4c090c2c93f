package report

import (
	"fmt"
	"io"
	"strings"
	"time"

	"localipay/scenarios"
)

// Style is how a Terminal shows a run.
type Style struct {
	Live    bool // redraw what is running, in place: for a real terminal
	Colour  bool
	Verbose bool // a line for every scenario, not only for those that failed
	// Arguments are the flags, beside the file and --filter, that whoever runs
	// a failed scenario again will want.
	Arguments []string
}

// Terminal is a reporter for people.
type Terminal struct {
	Record
	out     io.Writer
	style   Style
	colours colours
	running []progress
	drawn   int // lines of the live part that stand there now
	done    int
	failed  int
}

type progress struct {
	scenario *scenarios.Scenario
	done     int
}

// NewTerminal makes a reporter that writes to out.
func NewTerminal(out io.Writer, style Style) *Terminal {
	return &Terminal{out: out, style: style, colours: colours(style.Colour)}
}

// Started shows the scenario as running.
func (t *Terminal) Started(s *scenarios.Scenario) {
	t.running = append(t.running, progress{scenario: s})
	t.draw("")
}

// Stepped moves the scenario on.
func (t *Terminal) Stepped(s *scenarios.Scenario, done int) {
	for i := range t.running {
		if t.running[i].scenario == s {
			t.running[i].done = done
		}
	}
	t.draw("")
}

// Finished takes the scenario from those that run.
func (t *Terminal) Finished(result scenarios.Result) {
	t.Record.Finished(result)
	for i, p := range t.running {
		if p.scenario == result.Scenario {
			t.running = append(t.running[:i], t.running[i+1:]...)
			break
		}
	}
	t.done++
	status := statusOf(result, true)
	if status == failed {
		t.failed++
	}
	above := ""
	if t.style.Verbose {
		above = t.line(result, status)
	}
	t.draw(above)
}

// line is one scenario of a verbose run.
func (t *Terminal) line(result scenarios.Result, status status) string {
	s := result.Scenario
	word := map[string]string{
		string(passed): t.colours.green("ok  "), string(failed): t.colours.red("FAIL"),
	}[string(status)]
	if word == "" {
		word = "cut "
	}
	return fmt.Sprintf("%s %s  %s\n", word, clean(s.Name), t.colours.dim(fmt.Sprintf("%s:%d, %s", clean(s.File), s.Line, span(result.Took))))
}

// Ended shows what failed, in the order of the files, and the summary.
func (t *Terminal) Ended(results []scenarios.Result, took time.Duration) {
	t.Record.Ended(results, took)
	t.running = nil
	list := t.outcomes()
	var b strings.Builder
	b.WriteString(t.erase())
	tally := count(list)
	if t.style.Verbose && tally.failed > 0 {
		b.WriteByte('\n')
	}
	for _, o := range list {
		if o.status == failed {
			writeFailure(&b, o, t.style.Arguments, t.colours)
		}
	}
	line := summary(list, took)
	switch {
	case tally.failed > 0:
		line = t.colours.red(line)
	case tally.unfinished == 0:
		line = t.colours.green(line)
	}
	b.WriteString(line + "\n")
	t.write(b.String())
}

// write: an error here is of a terminal that is gone; the exit code still tells.
func (t *Terminal) write(text string) {
	if text != "" {
		_, _ = io.WriteString(t.out, text)
	}
}
