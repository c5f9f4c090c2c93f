package ledger

import "time"

// Event is a change as it happened, for those who watch: the console, a
// clock's advance. Due is set on what the clock did by itself.
type Event struct {
	At         time.Time
	Kind       EventKind
	ID         string
	OutTradeNo string
	Status     string
	Due        bool
}

// EventKind names what changed, or, of a due event, what fell due.
type EventKind string

// The kinds of rows that change.
const (
	EventWorld        EventKind = "world" // all of it: a reset or restore
	EventMerchant     EventKind = "merchant"
	EventCode         EventKind = "qrcode"
	EventTrade        EventKind = "trade"
	EventRefund       EventKind = "refund"
	EventNotification EventKind = "notification"
	EventStore        EventKind = "store"
	EventClock        EventKind = "clock"
	EventFault        EventKind = "fault"
)
