package world

import (
	"maps"
	"reflect"
	"slices"

	"localipay/emulator/ledger"
)

// snapshot is all worlds at one moment.
type snapshot struct {
	worlds   map[string]kept
	invented uint64
}

type kept struct {
	made    Made
	foreign bool
	seq     uint64
	state   ledger.Snapshot
}

// sameAs tells whether a world was made as the kept one was, so that a reset
// brings back the same; a deleted merchant may have been made anew otherwise.
func (k kept) sameAs(w *World) bool {
	return w.foreign == k.foreign && reflect.DeepEqual(w.made, k.made)
}

// Snapshot keeps everything under a name; one of that name is replaced.
func (a *Worlds) Snapshot(name string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	s := snapshot{worlds: map[string]kept{}, invented: a.invented}
	for partner, w := range a.worlds {
		s.worlds[partner] = kept{w.made, w.foreign, w.Seq(), w.Ledger.Snapshot()}
	}
	a.snapshots[name] = s
}

// Restore goes back to a snapshot of everything: merchants made since are
// gone, deleted ones are there again. Journals stay as they are.
func (a *Worlds) Restore(name string) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	s, ok := a.snapshots[name]
	if !ok {
		return false
	}
	worlds := map[string]*World{}
	for partner, k := range s.worlds {
		w, still := a.worlds[partner]
		if !still || !k.sameAs(w) {
			w = newWorld(a.config, k.made, a.buyers)
			w.foreign = k.foreign
		}
		w.seq.Store(k.seq)
		w.Ledger.Restore(k.state)
		w.worker.poke()
		worlds[partner] = w
	}
	a.keepOnly(worlds)
	a.invented = s.invented
	return true
}

// Snapshots lists the names.
func (a *Worlds) Snapshots() []string {
	a.mu.RLock()
	defer a.mu.RUnlock()
	return slices.Sorted(maps.Keys(a.snapshots))
}

// DropSnapshot forgets a snapshot.
func (a *Worlds) DropSnapshot(name string) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	_, ok := a.snapshots[name]
	delete(a.snapshots, name)
	return ok
}

// Snapshot keeps this world alone under a name.
func (w *World) Snapshot(name string) {
	s := w.Ledger.Snapshot()
	w.mu.Lock()
	defer w.mu.Unlock()
	w.snapshots[name] = s
}

// forget drops all snapshots of this world.
func (w *World) forget() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.snapshots = map[string]ledger.Snapshot{}
}

// Restore goes back to a snapshot of this world.
func (w *World) Restore(name string) bool {
	w.mu.Lock()
	s, ok := w.snapshots[name]
	w.mu.Unlock()
	if ok {
		w.Ledger.Restore(s)
		w.worker.poke()
	}
	return ok
}

// Snapshots lists the names.
func (w *World) Snapshots() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Sorted(maps.Keys(w.snapshots))
}

// DropSnapshot forgets a snapshot.
func (w *World) DropSnapshot(name string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	_, ok := w.snapshots[name]
	delete(w.snapshots, name)
	return ok
}
