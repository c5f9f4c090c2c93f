package ledger

import (
	"slices"
	"time"

	"localipay/emulator/alipay"
	"localipay/emulator/fault"
	"localipay/emulator/store"
)

// Delivery is one send of a notification that somebody has taken on.
type Delivery struct {
	Notification alipay.Notification
	Merchant     alipay.Merchant
	At           time.Time  // its due time, by the merchant's clock
	Plan         fault.Send // what fault rules make of it

	due        store.Due
	generation uint64
}

// Take claims deliveries that are due until a moment, in order of due time, at
// most limit; with together, only those due at the same instant as the first.
// Each must come back through Land.
func (l *Ledger) Take(until time.Time, limit int, together bool) []Delivery {
	l.restoring.RLock()
	defer l.restoring.RUnlock()
	return l.takeDue(until, limit, together)
}

func (l *Ledger) takeDue(until time.Time, limit int, together bool) []Delivery {
	var list []Delivery
	for d := range l.db.View().DueNext(store.Delivery) {
		if len(list) == limit || d.At.After(until) || together && len(list) > 0 && !d.At.Equal(list[0].At) {
			break
		}
		if taken, ok := l.take(d); ok {
			list = append(list, taken)
		}
	}
	return list
}

func (l *Ledger) take(d store.Due) (Delivery, bool) {
	if !l.claims.take(d.Seq, d.Ref) {
		return Delivery{}, false
	}
	// Between reading the row and claiming it, the send may have landed; only
	// what is still due then is ours.
	r := l.db.View()
	n, ok := r.Notification(d.Ref)
	leaves := ok && unchanged(r, d)
	if leaves && d.Plan == nil && aimed(r, fault.TargetNotification) {
		d, leaves = l.plan(d, n)
	}
	if !leaves {
		l.claims.land(d.Seq, d.Ref)
		return Delivery{}, false
	}
	taken := Delivery{Notification: n, Merchant: r.Merchant(), At: d.At, due: d, generation: l.generation}
	if d.Plan != nil {
		taken.Plan = *d.Plan
	}
	return taken, true
}

func unchanged(r store.Reader, d store.Due) bool {
	still, ok := r.Due(d.Kind, d.Ref)
	return ok && still.Seq == d.Seq && still.At.Equal(d.At) && still.Class == d.Class
}

// Land books what became of a delivery, in however many attempts, and, on the
// ladder, when the next one is due: counted from when this one was (spec
// decision 37). A delivery that began before a reset or restore is discarded.
func (l *Ledger) Land(d Delivery, attempts ...alipay.Attempt) {
	l.restoring.RLock()
	defer l.restoring.RUnlock()
	if d.generation != l.generation {
		return
	}
	// Without catching up first: what is due at the same instant as this send,
	// and was put there later, comes after it (spec decision 36).
	l.alone(func(t *Tx) { t.land(d, attempts) })
	l.claims.land(d.due.Seq, d.Notification.ID)
}

func (t *Tx) land(d Delivery, attempts []alipay.Attempt) {
	now := t.now
	t.now = d.At
	defer func() { t.now = now }()
	if row, ok := t.Due(d.due.Kind, d.due.Ref); ok && row.Seq == d.due.Seq { // and not a later resend
		t.write.RemoveDue(d.due.Kind, d.due.Ref)
	}
	n, ok := t.Notification(d.Notification.ID)
	if !ok {
		return
	}
	n.Attempts = append(n.Attempts[:len(n.Attempts):len(n.Attempts)], attempts...)
	acked := slices.ContainsFunc(attempts, func(a alipay.Attempt) bool { return a.Acked })
	if acked && !n.Acked() {
		n.AckedAt = d.At
		if now.After(d.At) { // a slow shop, or a clock that was set forward: the ack is now
			n.AckedAt = now
		}
	}
	t.climb(&n, d.due)
	t.putNotification(n)
	status := "not acked"
	if acked {
		status = "acked"
	}
	t.did(dueSend, n.ID, n.OutTradeNo, status)
	if !d.Plan.Lose { // a lost one has not gone out
		t.releaseHeld(func(held store.Due) bool { return held.Ref != n.ID })
	}
}

// climb plans the next send of the ladder, unless the shop has said success. It
// keeps the number of the first: which of several shops answers sooner must not
// show in any row.
func (t *Tx) climb(n *alipay.Notification, sent store.Due) {
	resent := dueKind(sent.Kind) == dueResend
	sent.Plan = nil // each send is held against the rules anew
	if !resent {
		n.Rung++
	}
	ladder := alipay.Ladder()
	switch {
	case n.Acked():
		n.Due = time.Time{}
		t.never(dueSend, n.ID)
	case resent: // the ladder goes on as it was
	case n.Rung <= len(ladder):
		n.Due = t.now.Add(ladder[n.Rung-1])
		sent.At = n.Due
		t.write.PutDue(sent)
	default:
		n.Due = time.Time{}
	}
}

// Busy tells whether notifications are held back or on their way, and gives a
// channel that is closed when that may have changed.
func (l *Ledger) Busy() (bool, <-chan struct{}) { return l.claims.busy() }

// Settled tells whether all that a hold's request caused has been sent and
// answered, and gives a channel that is closed when that may have changed. Of
// no hold at all it is whether nothing is to be sent now by anybody.
func (l *Ledger) Settled(h *Hold) (settled bool, changed <-chan struct{}) {
	busy, changed := l.claims.busy()
	r := l.db.View()
	if h == nil {
		next, ok := first(r.DueNext(store.Delivery))
		return !busy && (!ok || next.At.After(l.clock.Now())), changed
	}
	for _, caused := range h.caused {
		// A retry keeps its row's number; by its later time it is another send.
		// What a fault rule holds back is due at no time.
		d, ok := r.Due(caused.Kind, caused.Ref)
		if ok && d.Seq == caused.Seq && !d.At.After(caused.At) && d.Class == store.Delivery {
			return false, changed
		}
	}
	return true, changed
}
