package emulator

import (
	"bytes"
	"log/slog"
	"sync"
	"time"
)

// TB is what RunT needs of a test. It is testing.TB in small, so that a
// program which uses this package does not link package testing.
type TB interface {
	Helper()
	Cleanup(fn func())
	Fatalf(format string, args ...any)
	Logf(format string, args ...any)
}

// RunT starts an emulator for a test: on a free port of 127.0.0.1, its clocks
// frozen at Monday, 5 January 2026, 10:00 in Hong Kong, its log in the test's.
// It is closed when the test ends. Options, if given, replace that default;
// an empty Listen still means a free port.
func RunT(t TB, options ...Options) *Emulator {
	t.Helper()
	o := Options{Start: time.Date(2026, 1, 5, 2, 0, 0, 0, time.UTC), Frozen: true}
	if len(options) > 0 {
		o = options[0]
	}
	if o.Listen == "" {
		o.Listen = "127.0.0.1:0"
	}
	log := &testLog{t: t}
	if o.Log == nil {
		o.Log = slog.New(slog.NewTextHandler(log, nil))
	}
	e, err := New(o)
	if err != nil {
		t.Fatalf("localipay: %v", err)
		return nil
	}
	t.Cleanup(func() {
		if err := e.Close(); err != nil {
			t.Logf("localipay: %v", err)
		}
		log.end()
	})
	return e
}

// testLog writes to a test's log while the test runs. Package testing panics
// at a line that comes later, and what was on its way when the emulator closed
// may still have something to say.
type testLog struct {
	t     TB
	mu    sync.Mutex
	ended bool
}

func (l *testLog) Write(line []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.ended {
		l.t.Logf("%s", bytes.TrimSuffix(line, []byte("\n")))
	}
	return len(line), nil
}

func (l *testLog) end() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.ended = true
}
