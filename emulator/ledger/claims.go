package ledger

import (
	"sync"

	"localipay/emulator/store"
)

// claims knows which deliveries may not be picked up: those whose cause has
// not been answered yet, and those that are on their way.
type claims struct {
	mu      sync.Mutex
	held    map[uint64]*Hold
	flying  map[uint64]struct{}
	sending map[string]int // notify_id → sends on their way
	changed chan struct{}  // closed and replaced at every change
}

func newClaims() *claims {
	c := &claims{changed: make(chan struct{})}
	c.empty()
	return c
}

func (c *claims) empty() {
	c.held, c.flying, c.sending = map[uint64]*Hold{}, map[uint64]struct{}{}, map[string]int{}
}

// Hold keeps what one request caused from leaving before its answer, and knows
// what that was.
type Hold struct {
	claims   *claims
	caused   []store.Due
	released bool
}

// Hold is a new, empty hold. Release it when the answer is written.
func (l *Ledger) Hold() *Hold { return &Hold{claims: l.claims} }

// Pending tells whether the hold keeps anything back.
func (h *Hold) Pending() bool { return len(h.caused) > 0 && !h.released }

// Release lets the notifications leave. It may be called more than once.
func (h *Hold) Release() {
	if h == nil || !h.Pending() {
		return
	}
	h.claims.mu.Lock()
	defer h.claims.mu.Unlock()
	for _, d := range h.caused {
		if h.claims.held[d.Seq] == h { // after a restore the number may be another's
			delete(h.claims.held, d.Seq)
		}
	}
	h.released = true
	h.claims.wake()
}

func (c *claims) hold(h *Hold, caused []store.Due) {
	if h == nil || len(caused) == 0 {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, d := range caused {
		c.held[d.Seq] = h
	}
	h.caused, h.released = append(h.caused, caused...), false
}

// take claims a delivery, unless it is held or taken.
func (c *claims) take(seq uint64, notifyID string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	_, held := c.held[seq]
	_, flying := c.flying[seq]
	if held || flying {
		return false
	}
	c.flying[seq] = struct{}{}
	c.sending[notifyID]++
	return true
}

func (c *claims) land(seq uint64, notifyID string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, ok := c.flying[seq]; !ok {
		return // the world was reset meanwhile
	}
	delete(c.flying, seq)
	if c.sending[notifyID]--; c.sending[notifyID] == 0 {
		delete(c.sending, notifyID)
	}
	c.wake()
}

func (c *claims) isSending(notifyID string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.sending[notifyID] > 0
}

func (c *claims) clear() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.empty()
	c.wake()
}

// busy tells whether anything is held or on its way, and gives a channel that
// is closed at the next change.
func (c *claims) busy() (bool, <-chan struct{}) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.held)+len(c.flying) > 0, c.changed
}

func (c *claims) wake() {
	close(c.changed)
	c.changed = make(chan struct{})
}
