package world

import (
	"sync"

	"localipay/emulator/ledger"
)

// watcher collects what happens in a world while somebody watches.
type watcher struct {
	mu     sync.Mutex
	events []ledger.Event
}

// published is called by the ledger after each commit.
func (w *World) published(events []ledger.Event) {
	w.mu.Lock()
	for watching := range w.watchers {
		watching.add(events)
	}
	w.mu.Unlock()
	w.shared.Hub.publish(w.Partner, events)
	w.worker.poke()
}

func (x *watcher) add(events []ledger.Event) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.events = append(x.events, events...)
}

// watch collects events until the returned function is called, which gives
// those that the clock brought by itself.
func (w *World) watch() (done func() []ledger.Event) {
	x := &watcher{}
	w.mu.Lock()
	w.watchers[x] = struct{}{}
	w.mu.Unlock()
	return func() []ledger.Event {
		w.mu.Lock()
		delete(w.watchers, x)
		w.mu.Unlock()
		due := []ledger.Event{}
		for _, e := range x.events {
			if e.Due {
				due = append(due, e)
			}
		}
		return due
	}
}
