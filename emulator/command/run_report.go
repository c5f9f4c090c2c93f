package command

import (
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"time"

	"localipay/scenarios/report"
)

// standardOutput in place of a file's name.
const standardOutput = "-"

// reportFile is one of the reports that were asked for.
type reportFile struct {
	out   io.Writer
	file  *os.File // nil for standard output
	form  func(*report.Record, io.Writer, time.Time) error
	flag  string
	whole bool // has been written
}

type reportFiles []*reportFile

// openReports opens the files before anything runs: that one cannot be
// written would otherwise be known when all is lost. What an earlier run has
// left in them is gone from now on.
func (r *Run) openReports(p Process) (reportFiles, error) {
	var files reportFiles
	for _, wanted := range []struct {
		flag, name string
		form       func(*report.Record, io.Writer, time.Time) error
	}{
		{"--junit", r.JUnit, (*report.Record).JUnit},
		{"--json", r.JSON, func(record *report.Record, out io.Writer, _ time.Time) error { return record.JSON(out) }},
	} {
		one := &reportFile{out: p.Out, form: wanted.form, flag: wanted.flag}
		switch wanted.name {
		case "":
			continue
		case standardOutput:
		default:
			file, err := os.Create(wanted.name)
			if err != nil {
				return nil, errors.Join(fmt.Errorf("%s: the report cannot be written: %w", wanted.flag, err), files.close())
			}
			one.file, one.out = file, file
		}
		files = append(files, one)
	}
	return files, nil
}

func (files reportFiles) write(record *report.Record, began time.Time) error {
	var problems []error
	for _, f := range files {
		if err := f.form(record, f.out, began); err != nil {
			problems = append(problems, fmt.Errorf("%s: the report could not be written: %w", f.flag, err))
			continue
		}
		f.whole = true
	}
	return errors.Join(problems...)
}

// close takes away what holds no report: an empty file would be read as one.
func (files reportFiles) close() error {
	var problems []error
	for _, f := range files {
		if f.file == nil {
			continue
		}
		info, err := f.file.Stat()
		problems = append(problems, err, f.file.Close())
		if !f.whole && err == nil && info.Mode().IsRegular() {
			problems = append(problems, os.Remove(f.file.Name()))
		}
	}
	return errors.Join(problems...)
}

// screen is where people read, even while standard output carries a report.
func (r *Run) screen(p Process) io.Writer {
	if r.JUnit == standardOutput || r.JSON == standardOutput {
		return p.Err
	}
	return p.Out
}

func (r *Run) style(p Process) report.Style {
	redrawn := isTerminal(r.screen(p), p.Getenv)
	style := report.Style{Live: redrawn, Colour: redrawn && p.Getenv("NO_COLOR") == "", Verbose: r.Verbose}
	for _, given := range r.Var {
		style.Arguments = append(style.Arguments, "--var", given)
	}
	if r.Against != "" {
		style.Arguments = append(style.Arguments, "--against", r.Against)
	}
	return style
}

// isTerminal tells whether control sequences are understood there.
func isTerminal(out io.Writer, getenv func(string) string) bool {
	file, ok := out.(*os.File)
	if !ok || getenv("TERM") == "dumb" || runtime.GOOS == "windows" && getenv("WT_SESSION") == "" {
		return false
	}
	info, err := file.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
