package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"time"

	"localipay/emulator/clock"
	"localipay/emulator/strict"
)

// pollEvery is how often the files are looked at. Polling sees what the
// kernel's own notices do not: files in a container's bind mount, editors that
// put a new file in the place of the old.
const pollEvery = 250 * time.Millisecond

const clearScreen = "\x1b[2J\x1b[H"

// stamp tells one state of a file from the next.
type stamp struct {
	changed time.Time
	size    int64
}

// watch runs, and runs again after each change, until ctx ends. The exit code
// is the last run's.
func (r *Run) watch(ctx context.Context, p Process, vars map[string]string) error {
	screen := r.screen(p)
	for {
		if isTerminal(screen, p.Getenv) {
			_, _ = io.WriteString(screen, clearScreen)
		}
		before := r.stamps()
		err := r.once(ctx, p, vars)
		var code exit
		if err != nil && !errors.As(err, &code) { // a mistake that the next change may mend
			_, _ = fmt.Fprintln(p.Err, "localipay:", err)
			err = exit(1)
		}
		if ctx.Err() != nil {
			return err
		}
		_, _ = fmt.Fprintln(screen, "waiting for a change; Ctrl-C ends")
		if !r.changed(ctx, before) {
			return err
		}
	}
}

// changed waits until the files are no longer as before; false if ctx ended.
func (r *Run) changed(ctx context.Context, before map[string]stamp) bool {
	for maps.Equal(before, r.stamps()) {
		tick, stop := clock.System{}.After(pollEvery)
		select {
		case <-tick:
		case <-ctx.Done():
			stop()
			return false
		}
	}
	return true
}

// stamps looks at every file; one that is not there now may be there again in
// a moment.
func (r *Run) stamps() map[string]stamp {
	found := map[string]stamp{}
	for _, path := range r.Files {
		names, err := strict.Files(path, "scenarios")
		if err != nil {
			continue
		}
		for _, name := range names {
			if info, err := os.Stat(name); err == nil {
				found[name] = stamp{info.ModTime(), info.Size()}
			}
		}
	}
	return found
}
