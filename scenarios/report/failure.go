package report

import (
	"bytes"
	"fmt"
	"os"
	"strconv"
	"strings"
	"unicode/utf8"
)

// writeFailure tells everything about a failure, for somebody who has never
// seen this scenario: where, what the file says there, what was expected and
// came, what was sent before, and how to see it again.
func writeFailure(b *strings.Builder, o outcome, arguments []string, c colours) {
	f := o.result.Failure
	where, step := place(f)
	fmt.Fprintf(b, "%s %s\n", c.red("FAIL"), c.bold(clean(o.scenario.Name)))
	fmt.Fprintf(b, "  at %s", where)
	if step != "" {
		fmt.Fprintf(b, "  (%s)", step)
	}
	b.WriteByte('\n')
	if line := excerpt(f.File, f.Line); line != "" {
		number := strconv.Itoa(f.Line)
		fmt.Fprintf(b, "  %s\n", c.dim(number+" | "+line))
	}
	if f.Text != "" {
		fmt.Fprintf(b, "\n  %s\n", clean(f.Text))
	}
	writeDifferences(b, f.Differences, c)
	writeLines(b, "the last requests, oldest first", f.Requests, c)
	writeLines(b, "the last notifications, oldest first", f.Notifications, c)
	fmt.Fprintf(b, "\n  run it alone: %s\n\n", rerun(o.scenario, arguments))
}

// writeDifferences puts what was expected above what came.
func writeDifferences(b *strings.Builder, lines []string, c colours) {
	if len(lines) > 0 {
		b.WriteByte('\n')
	}
	widest := 0
	for _, line := range lines {
		if field, _, _, ok := parts(line); ok {
			widest = max(widest, utf8.RuneCountInString(field))
		}
	}
	for _, line := range lines {
		field, want, came, ok := parts(line)
		if !ok {
			fmt.Fprintf(b, "    %s\n", clean(line))
			continue
		}
		pad := strings.Repeat(" ", widest-utf8.RuneCountInString(field))
		fmt.Fprintf(b, "    %s%s  expected  %s\n", field, pad, c.green(want))
		fmt.Fprintf(b, "    %s  came      %s\n", strings.Repeat(" ", widest), c.red(came))
	}
}

// parts takes "field: expected X, came Y" apart, where that is unmistakable.
func parts(line string) (field, want, came string, ok bool) {
	const expected, but = "expected ", ", came "
	line = clean(line)
	if strings.HasPrefix(line, expected) {
		line = ": " + line
	}
	if strings.Count(line, ": "+expected) != 1 || strings.Count(line, but) != 1 {
		return "", "", "", false
	}
	field, rest, _ := strings.Cut(line, ": "+expected)
	want, came, ok = strings.Cut(rest, but)
	return field, want, came, ok
}

func writeLines(b *strings.Builder, title string, lines []string, c colours) {
	if len(lines) == 0 {
		return
	}
	fmt.Fprintf(b, "\n  %s\n", title)
	for _, line := range lines {
		fmt.Fprintf(b, "    %s\n", c.dim(clean(line)))
	}
}

// excerpt is what a file says in a line, or "" where that cannot be told.
func excerpt(file string, line int) string {
	data, err := os.ReadFile(file) //nolint:gosec // the user named it, and it has been read before
	if err != nil || line < 1 {
		return ""
	}
	lines := bytes.Split(data, []byte("\n"))
	if line > len(lines) {
		return ""
	}
	return strings.TrimRight(clean(string(lines[line-1])), " \r"+string('\uFFFD'))
}
