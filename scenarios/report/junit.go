package report

import (
	"encoding/xml"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"time"

	"localipay/scenarios"
)

// The elements that CI systems read (GitLab, Jenkins, GitHub's reporters).
// encoding/xml replaces what XML 1.0 cannot carry, but not in CDATA, whose
// text must be clean.
type junitSuites struct {
	XMLName xml.Name `xml:"testsuites"`
	Name    string   `xml:"name,attr"`
	junitCounts
	Suites []junitSuite `xml:"testsuite"`
}

type junitCounts struct {
	Tests    int    `xml:"tests,attr"`
	Failures int    `xml:"failures,attr"`
	Errors   int    `xml:"errors,attr"`
	Skipped  int    `xml:"skipped,attr"`
	Time     string `xml:"time,attr"`
}

// junitSuite is a file.
type junitSuite struct {
	Name string `xml:"name,attr"`
	junitCounts
	Timestamp string      `xml:"timestamp,attr"`
	Cases     []junitCase `xml:"testcase"`
}

// junitCase is a scenario.
type junitCase struct {
	Name    string        `xml:"name,attr"`
	Class   string        `xml:"classname,attr"`
	Time    string        `xml:"time,attr"`
	File    string        `xml:"file,attr"`
	Line    int           `xml:"line,attr"`
	Failure *junitFailure `xml:"failure"`
	Skipped *junitSkipped `xml:"skipped"`
}

type junitFailure struct {
	Message string `xml:"message,attr"`
	Type    string `xml:"type,attr"`
	Text    string `xml:",cdata"`
}

type junitSkipped struct {
	Message string `xml:"message,attr"`
}

// JUnit writes the run as JUnit XML: a testsuite for each file, a testcase for
// each scenario. began is when the run began.
func (r *Record) JUnit(out io.Writer, began time.Time) error {
	list := r.outcomes()
	doc := junitSuites{Name: "localipay", junitCounts: counts(list, r.took)}
	for _, file := range byFile(list) {
		doc.Suites = append(doc.Suites, suite(file, began))
	}
	text, err := xml.MarshalIndent(doc, "", "  ")
	if err != nil {
		return err
	}
	_, err = io.WriteString(out, xml.Header+string(text)+"\n")
	return err
}

// byFile groups outcomes, in the order in which the files first appear.
func byFile(list []outcome) [][]outcome {
	var files [][]outcome
	at := map[string]int{}
	for _, o := range list {
		i, seen := at[o.scenario.File]
		if !seen {
			i = len(files)
			at[o.scenario.File] = i
			files = append(files, nil)
		}
		files[i] = append(files[i], o)
	}
	return files
}

func suite(list []outcome, began time.Time) junitSuite {
	var took time.Duration
	for _, o := range list {
		took += o.result.Took
	}
	s := junitSuite{
		Name:        filepath.ToSlash(list[0].scenario.File),
		junitCounts: counts(list, took),
		Timestamp:   began.UTC().Format("2006-01-02T15:04:05"), // its schema knows no zone
	}
	for _, o := range list {
		s.Cases = append(s.Cases, testcase(o))
	}
	return s
}

func counts(list []outcome, took time.Duration) junitCounts {
	t := count(list)
	return junitCounts{Tests: t.total, Failures: t.failed, Skipped: t.unfinished, Time: xmlSeconds(took)}
}

func testcase(o outcome) junitCase {
	file := filepath.ToSlash(o.scenario.File)
	c := junitCase{
		Name: o.scenario.Name, Class: strings.TrimSuffix(file, filepath.Ext(file)), Time: xmlSeconds(o.result.Took),
		File: file, Line: o.scenario.Line,
	}
	switch o.status {
	case failed:
		c.Failure = junitFailed(o)
	case interrupted:
		c.Skipped = &junitSkipped{"interrupted"}
	case notRun:
		c.Skipped = &junitSkipped{"not run: the run was interrupted"}
	}
	return c
}

func junitFailed(o outcome) *junitFailure {
	var b strings.Builder
	writeFailure(&b, o, nil, false)
	f := o.result.Failure
	kind := "failure"
	if len(f.Differences) > 0 {
		kind = "difference"
	}
	return &junitFailure{Message: oneLine(f), Type: kind, Text: "\n" + strings.TrimSpace(b.String()) + "\n"}
}

// oneLine is a failure where there is room for no more.
func oneLine(f *scenarios.Failure) string {
	text := clean(f.Text)
	if len(f.Differences) > 0 {
		text = strings.TrimPrefix(text+": "+clean(f.Differences[0]), ": ")
	}
	if more := len(f.Differences) - 1; more > 0 {
		text += fmt.Sprintf(" (and %d more)", more)
	}
	return text
}

func xmlSeconds(d time.Duration) string { return fmt.Sprintf("%.3f", d.Seconds()) }
