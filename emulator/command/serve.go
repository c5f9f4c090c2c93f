package command

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/url"
	"strings"
	"time"

	"localipay/emulator"
	"localipay/emulator/clock"
	"localipay/emulator/fault"
)

// Serve runs the emulator until its context ends.
type Serve struct {
	Listen        string        `default:"${listen}" help:"Address of gateway and admin API, default ${default}; port 0 picks one." placeholder:"HOST:PORT"`
	TLSListen     string        `name:"tls-listen" help:"Address on which the same is served over HTTPS, with a certificate for Alipay's host names; default: none." placeholder:"HOST:PORT"`
	TLSHost       []string      `name:"tls-host" help:"A further name of that certificate; repeatable, or with commas between them." placeholder:"NAME"`
	TLSDir        string        `name:"tls-dir" help:"Folder in which that certificate and its CA stay (ca.pem is for clients); default: it lives in memory." placeholder:"FOLDER"`
	SFTPListen    string        `name:"sftp-listen" help:"Address on which reconciliation files are served over SFTP; default: none." placeholder:"HOST:PORT"`
	PublicURL     string        `name:"public-url" help:"Base of every URL that the emulator hands out; default: the listener's." placeholder:"URL"`
	Fixtures      string        `help:"YAML file or folder of merchants, stores and buyers; default: the built-in demo." placeholder:"PATH"`
	Merchant      []string      `sep:"none" help:"A merchant without a fixtures file; repeatable, or with commas between them." placeholder:"PARTNER:MD5KEY[:RSA_PUBLIC_KEY_FILE]"`
	AllowHost     []string      `help:"A further Host name for the admin API; repeatable, or with commas between them." placeholder:"NAME"`
	Faults        string        `help:"YAML file of fault rules active from the start, for every merchant." placeholder:"FILE"`
	Clock         string        `help:"RFC 3339 time at which every merchant's clock starts, running; default: real time." placeholder:"TIME"`
	Frozen        bool          `help:"Clocks stand still where they start, until they are moved."`
	NotifyTimeout time.Duration `default:"5s" help:"Real time that a shop has to answer a notification."`
	Seed          int64         `default:"1" help:"Every generated id, MD5 key and name follows from it."`
	State         string        `help:"File to load at the start, if it exists, and to save on exit." placeholder:"FILE"`
	AdminToken    string        `help:"Token that the admin API then wants as Authorization: Bearer." placeholder:"TOKEN"`
	LogFormat     string        `default:"text" enum:"text,json" help:"Format of the log on standard error: text or json."`
}

// Run serves until ctx ends.
func (s *Serve) Run(ctx context.Context, p Process) error {
	o, err := s.options(p.Err)
	if err != nil {
		return err
	}
	e, err := emulator.New(o)
	if err != nil {
		return err
	}
	banner(p.Out, e, o)
	<-ctx.Done()
	return e.Close()
}

func (s *Serve) options(log io.Writer) (emulator.Options, error) {
	o := emulator.Options{
		Listen: s.Listen, TLSListen: s.TLSListen, TLSHosts: trimmed(s.TLSHost), TLSDir: s.TLSDir, SFTPListen: s.SFTPListen,
		PublicURL: s.PublicURL, Fixtures: s.Fixtures, Seed: s.Seed, State: s.State,
		Frozen: s.Frozen, NotifyTimeout: s.NotifyTimeout, AdminToken: s.AdminToken, AllowHosts: trimmed(s.AllowHost),
		Log: logger(log, s.LogFormat), Version: Version(),
	}
	for _, err := range []error{s.checkTimeout(), s.checkTLS(), checkPublicURL(s.PublicURL), checkState(s.State)} {
		if err != nil {
			return o, err
		}
	}
	if s.Clock != "" {
		start, err := time.Parse(time.RFC3339, s.Clock)
		if err != nil {
			return o, fmt.Errorf("--clock %q: write it as 2026-03-02T23:40:00+08:00", s.Clock)
		}
		if !clock.InRange(start) {
			return o, fmt.Errorf("--clock %q: clocks show the years %d to %d", s.Clock, clock.FirstYear, clock.LastYear)
		}
		o.Start = start
	}
	var err error
	if s.Faults != "" {
		if o.Faults, err = fault.Load(s.Faults); err != nil {
			return o, err
		}
	}
	o.Merchants, err = merchants(s.Merchant)
	return o, err
}

// trimmed lets a blank stand behind the commas of a variable.
func trimmed(list []string) (out []string) {
	for _, text := range list {
		out = append(out, strings.TrimSpace(text))
	}
	return out
}

func (s *Serve) checkTimeout() error {
	if s.NotifyTimeout <= 0 {
		return fmt.Errorf("--notify-timeout %s: must be more than nothing", s.NotifyTimeout)
	}
	return nil
}

// checkTLS: who names a host or a folder means to have HTTPS.
func (s *Serve) checkTLS() error {
	switch {
	case s.TLSListen != "":
		return nil
	case len(s.TLSHost) > 0:
		return fmt.Errorf("--tls-host %s: there is no HTTPS; add --tls-listen 127.0.0.1:8443", s.TLSHost[0])
	case s.TLSDir != "":
		return fmt.Errorf("--tls-dir %s: there is no HTTPS; add --tls-listen 127.0.0.1:8443", s.TLSDir)
	}
	return nil
}

// checkPublicURL: every URL handed out begins with it, so a slip here would
// only show much later, in somebody else's program.
func checkPublicURL(text string) error {
	if text == "" {
		return nil
	}
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" || strings.Contains(u.Host, "*") || u.RawQuery != "" || u.Fragment != "" {
		return fmt.Errorf("--public-url %q: write it as http://localhost:8080", text)
	}
	return nil
}

func logger(out io.Writer, format string) *slog.Logger {
	if format == "json" {
		return slog.New(slog.NewJSONHandler(out, nil))
	}
	return slog.New(slog.NewTextHandler(out, nil))
}
