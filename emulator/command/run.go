package command

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"localipay/emulator"
	"localipay/emulator/alipay"
	"localipay/emulator/clock"
	"localipay/scenarios"
	"localipay/scenarios/report"
)

// Run runs scenario files.
type Run struct {
	Files        []string `arg:"" name:"FILE" help:"Scenario files, or folders of them."`
	Against      string   `help:"Base URL of a running emulator; default: one of its own." placeholder:"URL"`
	Filter       string   `help:"Run only the scenarios whose name has this part." placeholder:"NAME"`
	Var          []string `sep:"none" help:"A value for $${NAME} in the files; repeatable; wins over their own vars." placeholder:"NAME=VALUE"`
	JUnit        string   `name:"junit" help:"File for a report as JUnit XML; - for standard output." placeholder:"FILE"`
	JSON         string   `name:"json" help:"File for a report as JSON; - for standard output." placeholder:"FILE"`
	Verbose      bool     `help:"A line for every scenario."`
	Watch        bool     `help:"Run again whenever one of the files changes, until interrupted."`
	Parallel     int      `help:"How many scenarios run at once; default: as many as suit the machine." placeholder:"N"`
	NotifyListen string   `help:"Address on which the files' own notify_url listens; default: one of its own choice." placeholder:"HOST:PORT"`
	NotifyURL    string   `name:"notify-url" help:"Where the emulator reaches that; default: its address on the connection to the emulator." placeholder:"URL"`
	AdminToken   string   `help:"The --admin-token of the emulator." placeholder:"TOKEN"`
}

// Exit codes of run beside 0 and 1.
const (
	exitFailed      = 2
	exitInterrupted = 130 // what a shell says of a program that Ctrl-C has ended
)

// Help follows the flags' own.
func (*Run) Help() string {
	return "Exit code 0: all passed; 1: a mistake in a file or on the command line, nothing ran; " +
		"2: some failed; 130: interrupted before the end, and none had failed."
}

// ownNotifyTimeout: most shops are this program itself, and a scenario whose
// shop hangs should not take longer than it must.
const ownNotifyTimeout = 2 * time.Second

// Run runs the scenarios, once or whenever a file changes.
func (r *Run) Run(ctx context.Context, p Process) error {
	vars, err := r.check()
	if err != nil {
		return err
	}
	if r.Watch {
		return r.watch(ctx, p, vars)
	}
	return r.once(ctx, p, vars)
}

// check looks at the flags before anything is touched.
func (r *Run) check() (map[string]string, error) {
	if err := errors.Join(checkAddress("--against", r.Against), checkAddress("--notify-url", r.NotifyURL)); err != nil {
		return nil, err
	}
	if r.Parallel < 0 {
		return nil, fmt.Errorf("--parallel %d: must be 1 or more", r.Parallel)
	}
	if r.JUnit == standardOutput && r.JSON == standardOutput {
		return nil, errors.New("--junit - and --json -: both cannot go to standard output; name a file for one")
	}
	vars := map[string]string{}
	for _, given := range r.Var {
		name, value, ok := strings.Cut(given, "=")
		if !ok || name == "" {
			return nil, fmt.Errorf("--var %q: write it as NAME=VALUE", given)
		}
		vars[name] = value
	}
	return vars, nil
}

func checkAddress(flag, address string) error {
	if address == "" || alipay.IsWebAddress(address) {
		return nil
	}
	return fmt.Errorf("%s %q: write it as http://localhost:8080", flag, address)
}

// once runs everything one time, and writes the reports however it ends.
func (r *Run) once(ctx context.Context, p Process, vars map[string]string) (err error) {
	files, err := r.openReports(p)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, files.close()) }()
	list, err := scenarios.Load(r.Files, vars)
	if err == nil {
		list, err = named(list, r.Filter)
	}
	if err != nil {
		return err
	}
	terminal := report.NewTerminal(r.screen(p), r.style(p))
	began := clock.System{}.Now()
	if err := r.play(ctx, list, terminal); err != nil {
		return err
	}
	if err := files.write(&terminal.Record, began); err != nil {
		return err
	}
	return codeOf(&terminal.Record)
}

func (r *Run) play(ctx context.Context, list []*scenarios.Scenario, terminal *report.Terminal) (err error) {
	o := scenarios.Options{
		URL: r.Against, Own: r.Against == "", Token: r.AdminToken,
		NotifyListen: r.NotifyListen, NotifyURL: r.NotifyURL, Parallel: r.Parallel,
	}
	if o.Own {
		e, err := emulator.New(emulator.Options{Listen: "127.0.0.1:0", Seed: 1, NotifyTimeout: ownNotifyTimeout, Version: Version()})
		if err != nil {
			return err
		}
		defer func() { _ = e.Close() }() // all that it could not save is nobody's
		o.URL, o.Token = e.URL(), ""
	}
	_, err = scenarios.Run(ctx, list, o, terminal)
	if ctx.Err() == nil {
		return err
	}
	if terminal.Empty() { // interrupted before it began: the reports are written all the same
		terminal.Began(list)
		terminal.Ended(nil, 0)
	}
	return nil
}

// codeOf is nil where all is well. What failed has been told already.
func codeOf(record *report.Record) error {
	failed, unfinished := record.Failed()
	switch {
	case failed > 0:
		return exit(exitFailed)
	case unfinished > 0:
		return exit(exitInterrupted)
	}
	return nil
}
