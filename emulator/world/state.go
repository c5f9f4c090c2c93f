package world

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"

	"localipay/emulator/clock"
	"localipay/emulator/store"
)

// stateVersion changes when an older file can no longer be read. Those of
// version 1 have no books, of which the reconciliation files are made.
const stateVersion = 2

// state is a state file: all worlds, without journals and snapshots.
type state struct {
	Localipay int         `json:"localipay_state"`
	Invented  uint64      `json:"invented"`
	Worlds    []worldFile `json:"worlds"`
}

type worldFile struct {
	Made  Made        `json:"made"`
	Clock clock.State `json:"clock"`
	Rows  store.Dump  `json:"rows"`
}

// Save writes all worlds to a file: beside it first and then renamed, so that
// a crash leaves the old file whole.
func (a *Worlds) Save(path string) error {
	a.saving.Lock()
	defer a.saving.Unlock()
	temp, err := os.Create(path + ".part") //nolint:gosec // beside the file that the user names
	if err != nil {
		return fmt.Errorf("state: %w", err)
	}
	err = errors.Join(a.write(temp), temp.Sync(), temp.Close())
	if err == nil {
		err = os.Rename(temp.Name(), path)
	}
	if err != nil {
		_ = os.Remove(temp.Name())
		return fmt.Errorf("state: %w", err)
	}
	return nil
}

func (a *Worlds) write(out io.Writer) error {
	s := state{Localipay: stateVersion}
	worlds := a.All()
	slices.SortFunc(worlds, func(x, y *World) int { return cmp.Compare(x.Seq(), y.Seq()) })
	for _, w := range worlds {
		s.Worlds = append(s.Worlds, worldFile{Made: w.made, Clock: w.Clock.State(), Rows: w.Ledger.Dump()})
	}
	a.mu.RLock()
	s.Invented = a.invented
	a.mu.RUnlock()
	return json.NewEncoder(out).Encode(s)
}

// Load replaces all worlds by those of a file, and tells whether there was
// one. A merchant of the fixtures that the file lacks was deleted.
func (a *Worlds) Load(path string) (bool, error) {
	file, err := os.Open(path) //nolint:gosec // the user names it
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("state: %w", err)
	}
	defer func() { _ = file.Close() }()
	s, err := readState(file)
	if err != nil {
		return false, fmt.Errorf("state: %s is not a state file of this version of localipay: %w; move it away to start afresh", path, err)
	}
	return true, a.replace(s)
}

func readState(in io.Reader) (s state, err error) {
	decoder := json.NewDecoder(in)
	if err := decoder.Decode(&s); err != nil {
		return s, err
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return s, errors.New("something follows its end")
	}
	if s.Localipay != stateVersion {
		return s, fmt.Errorf("it is of version %d, not %d", s.Localipay, stateVersion)
	}
	seen := map[string]bool{}
	for _, w := range s.Worlds {
		if err := w.check(); err != nil {
			return s, err
		}
		if seen[w.Made.Merchant.Partner] {
			return s, fmt.Errorf("partner %s stands twice", w.Made.Merchant.Partner)
		}
		seen[w.Made.Merchant.Partner] = true
	}
	return s, nil
}

// check looks at what a world cannot do without: a file that somebody edited
// must not start a merchant that nobody can call.
func (f worldFile) check() error {
	partner := f.Made.Merchant.Partner
	switch {
	case partner == "" || f.Rows.Merchant.Partner != partner || f.Rows.Merchant.MD5Key == "":
		return fmt.Errorf("the rows of partner %q are not whole", partner)
	case f.Clock.Mode != clock.Running && f.Clock.Mode != clock.Frozen:
		return fmt.Errorf("the clock of partner %s is neither running nor frozen but %q", partner, f.Clock.Mode)
	}
	for _, rule := range f.Rows.Faults {
		if err := rule.Check(); err != nil {
			return fmt.Errorf("partner %s: %w", partner, err)
		}
	}
	return nil
}

func (a *Worlds) replace(s state) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	worlds := map[string]*World{}
	for _, f := range s.Worlds {
		w := newWorld(a.config, f.Made, a.buyers)
		w.foreign = true
		if err := w.Ledger.Load(f.Rows, f.Clock, w.startFaults()...); err != nil {
			return err
		}
		worlds[w.Partner] = w
	}
	a.keepOnly(worlds)
	a.invented = s.Invented
	return nil
}
