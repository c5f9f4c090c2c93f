package reconcile

import (
	"sync"

	"localipay/emulator/alipay"
	"localipay/emulator/store"
)

// Shelf remembers what a merchant's files come to, so that a file is looked
// through once, and again only when its rows are others. The zero Shelf is
// empty and ready; it is safe for concurrent use.
type Shelf struct {
	mu    sync.Mutex
	known map[string]kept
}

type kept struct {
	versions versions
	look     *look
}

// versions are those of the days that a file covers: four for Monday's
// settlement, one for all others.
type versions [4]*store.Version

func versionsOf(rows store.Reader, f alipay.File) (v versions) {
	day, to := f.Span()
	for i := 0; day.Before(to); i++ {
		v[i] = rows.DayVersion(day)
		day = day.Add(alipay.Day)
	}
	return v
}

// maxKept is more than can be there at once.
const maxKept = 32

// open is Open from memory, where that is still right.
func (s *Shelf) open(rows store.Reader, f alipay.File) (*Content, bool) {
	v := versionsOf(rows, f)
	if v == (versions{}) || !f.Possible() {
		return nil, false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	k, ok := s.known[f.Name()]
	if !ok || k.versions != v {
		if len(s.known) >= maxKept || s.known == nil {
			s.known = map[string]kept{}
		}
		k = kept{v, lookThrough(rows, f)}
		s.known[f.Name()] = k
	}
	return &Content{f, k.look, rows}, true
}
