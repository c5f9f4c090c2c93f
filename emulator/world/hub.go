package world

import (
	"sync"

	"localipay/emulator/ledger"
)

// Event is a change in some world.
type Event struct {
	Partner string
	ledger.Event
}

// EventLost tells a subscriber that it was too slow and must read anew.
const EventLost ledger.EventKind = "lost"

// Hub hands every change to whoever listens.
type Hub struct {
	mu          sync.Mutex
	subscribers map[*Subscription]struct{}
}

// NewHub is a hub without listeners.
func NewHub() *Hub { return &Hub{subscribers: map[*Subscription]struct{}{}} }

// Subscription is one listener. C is never closed.
type Subscription struct {
	C    <-chan Event
	send chan Event
	lost bool
	hub  *Hub
}

// backlog is how many changes wait for a slow listener; one more place is kept
// for telling it that it was too slow.
const backlog = 256

// Subscribe begins to listen.
func (h *Hub) Subscribe() *Subscription {
	send := make(chan Event, backlog+1)
	s := &Subscription{C: send, send: send, hub: h}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.subscribers[s] = struct{}{}
	return s
}

// Close ends the listening.
func (s *Subscription) Close() {
	s.hub.mu.Lock()
	defer s.hub.mu.Unlock()
	delete(s.hub.subscribers, s)
}

func (h *Hub) publish(partner string, events []ledger.Event) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for s := range h.subscribers {
		for _, e := range events {
			s.offer(Event{partner, e})
		}
	}
}

// offer never waits: a slow browser must not slow a payment down. The word that
// something was lost stands where it would have stood, and nothing more is told
// until the listener has read that far. Only publish sends, and it holds the lock.
func (s *Subscription) offer(e Event) {
	switch waiting := len(s.send); {
	case s.lost && waiting > 0:
	case waiting == backlog:
		s.lost = true
		s.send <- Event{Event: ledger.Event{Kind: EventLost, At: e.At}}
	default:
		s.lost = false
		s.send <- e
	}
}

// Publish tells the listeners of something that is no change of a ledger.
func (h *Hub) Publish(e Event) { h.publish(e.Partner, []ledger.Event{e.Event}) }
