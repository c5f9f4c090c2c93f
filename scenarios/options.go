package scenarios

import (
	"runtime"
	"strings"
)

// Options say against what scenarios are played, and how.
type Options struct {
	URL          string // base of the emulator
	Own          bool   // the emulator is the runner's own: a hang is over as soon as it is reported
	Token        string // of --admin-token
	NotifyListen string // where notify_url listens; "" for a free port of the address that reaches the emulator
	NotifyURL    string // base under which the emulator reaches it; "" to derive it
	Parallel     int    // scenarios at once; 0 to choose
}

const mostParallel = 16

func (o Options) withDefaults() Options {
	o.URL = strings.TrimSuffix(o.URL, "/")
	if !strings.Contains(o.URL, "://") {
		o.URL = "http://" + o.URL
	}
	o.NotifyURL = strings.TrimSuffix(o.NotifyURL, "/")
	if o.Parallel <= 0 {
		o.Parallel = min(2*runtime.GOMAXPROCS(0), mostParallel)
	}
	return o
}
