package emulator

import (
	"io"
	"log/slog"
	"time"

	"localipay/emulator/clock"
	"localipay/emulator/fault"
	"localipay/fixtures"
)

// Options are what an emulator is started with. The zero value is an emulator
// of the built-in demo on real time that listens nowhere: its Handler answers.
type Options struct {
	Listen     string // host:port; port 0 picks one; "" for none
	TLSListen  string // the same over HTTPS
	SFTPListen string // the same, of reconciliation files
	PublicURL  string // base of every URL handed out; "" for the listener's

	TLSHosts []string // further names of the certificate
	TLSDir   string   // folder where CA and certificate are kept; "" for memory

	Fixtures  string              // YAML file or folder; "" for the built-in demo
	Merchants []fixtures.Merchant // further merchants, as of --merchant
	Seed      int64               // 0 counts as 1
	State     string              // state file, loaded if it exists; "" for none

	Start  time.Time // where clocks start; zero for real time
	Frozen bool      // clocks stand still at Start

	NotifyTimeout time.Duration // real time a shop has to answer; 0 or less for 5 s
	AdminToken    string        // "" for none
	AllowHosts    []string      // further Host names for console and admin API

	Log     *slog.Logger // nil for none
	Version string
	Source  clock.Source // real time; nil for the machine's

	Faults []fault.Rule // of every merchant from the start, as of --faults
}

const (
	defaultNotifyTimeout = 5 * time.Second
	defaultPublicURL     = "http://localhost:8080/"
)

func (o Options) withDefaults() Options {
	if o.Seed == 0 {
		o.Seed = 1
	}
	if o.NotifyTimeout <= 0 {
		o.NotifyTimeout = defaultNotifyTimeout
	}
	if o.Log == nil {
		o.Log = slog.New(slog.NewTextHandler(io.Discard, &slog.HandlerOptions{Level: slog.LevelError + 1}))
	}
	if o.Source == nil {
		o.Source = clock.System{}
	}
	if o.Version == "" {
		o.Version = "dev"
	}
	return o
}
