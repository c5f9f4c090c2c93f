package report

import (
	"fmt"
	"strings"
	"time"
	"unicode"

	"localipay/scenarios"
)

// place is where a failure was: file:line, step, verb and name.
func place(f *scenarios.Failure) (where, step string) {
	where = fmt.Sprintf("%s:%d", f.File, f.Line)
	if f.Step != "" {
		step = "step " + f.Step
	}
	if f.Verb != "" {
		step = strings.TrimPrefix(step+", "+f.Verb, ", ")
	}
	if f.Name != "" {
		step = strings.TrimPrefix(step+", \""+f.Name+"\"", ", ")
	}
	return clean(where), clean(step)
}

// clean takes out what would move a terminal's cursor, and what XML cannot
// carry: names come from files, and much of a failure from the system under test.
func clean(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t', r == '\n':
			return ' '
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r), r == 0xFFFE, r == 0xFFFF:
			return unicode.ReplacementChar
		}
		return r
	}, text)
}

// span writes a time taken: 12 ms, 1.2 s, 2 min 5 s.
func span(d time.Duration) string {
	switch {
	case d < time.Second:
		return fmt.Sprintf("%d ms", d.Milliseconds())
	case d < time.Minute:
		return seconds(d)
	}
	d = d.Round(time.Second)
	return fmt.Sprintf("%d min %d s", d/time.Minute, d%time.Minute/time.Second)
}

func seconds(d time.Duration) string { return fmt.Sprintf("%.1f s", d.Seconds()) }

// rerun is the line that runs one scenario again, alone.
func rerun(s *scenarios.Scenario, arguments []string) string {
	words := []string{"localipay run", shellWord(s.File), "--filter", quoted(s.Name)}
	for _, argument := range arguments {
		words = append(words, shellWord(argument))
	}
	return clean(strings.Join(words, " "))
}

// shellWord quotes what a shell would not take as it stands.
func shellWord(text string) string {
	plain := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("_-./:=@%+,", r)
	}
	if text != "" && strings.IndexFunc(text, func(r rune) bool { return !plain(r) }) < 0 {
		return text
	}
	return quoted(text)
}

func quoted(text string) string { return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'" }

// scenariosOf is "1 scenario" or "21 scenarios".
func scenariosOf(n int) string {
	if n == 1 {
		return "1 scenario"
	}
	return fmt.Sprintf("%d scenarios", n)
}

// summary is the last line of a run.
func summary(list []outcome, took time.Duration) string {
	t := count(list)
	var names []string
	for _, o := range list {
		if o.status == failed {
			names = append(names, clean(o.scenario.Name))
		}
	}
	switch ran := t.passed + t.failed; {
	case t.unfinished > 0 && t.failed > 0:
		return fmt.Sprintf("interrupted: %d of %d ran in %s, %d failed: %s", ran, t.total, seconds(took), t.failed, listed(names))
	case t.unfinished > 0:
		return fmt.Sprintf("interrupted: %d of %d ran in %s, none failed", ran, t.total, seconds(took))
	case t.failed > 0:
		return fmt.Sprintf("%d of %d failed in %s: %s", t.failed, t.total, seconds(took), listed(names))
	}
	return fmt.Sprintf("%s passed in %s", scenariosOf(t.total), seconds(took))
}

// listed keeps the line a line: every failure has been shown before it.
func listed(names []string) string {
	const most = 5
	if len(names) > most {
		return strings.Join(names[:most], ", ") + fmt.Sprintf(" and %d more", len(names)-most)
	}
	return strings.Join(names, ", ")
}
