package ledger

import (
	"time"

	"localipay/emulator/store"
)

// dueKind names what happens later.
type dueKind string

const (
	duePayTimeout dueKind = "payment_timeout"
	dueFinish     dueKind = "trade_finished"
	dueRefund     dueKind = "refund"
	dueReview     dueKind = "review"
	dueFile       dueKind = "file"
	dueFileGone   dueKind = "file_removed"
	dueSend       dueKind = "notification"
	dueResend     dueKind = "resend"
)

func (k dueKind) class() store.Class {
	if k == dueSend || k == dueResend {
		return store.Delivery
	}
	return store.Deed
}

// catchUp does what is due until a moment, each at its own due time, as if
// the clock had come there by itself (spec decision 36).
func (t *Tx) catchUp(until time.Time) {
	for {
		d, ok := first(t.DueNext(store.Deed))
		if !ok || d.At.After(until) {
			return
		}
		t.run(d)
	}
}

func (t *Tx) run(d store.Due) {
	now := t.now
	t.now = d.At
	t.write.RemoveDue(d.Kind, d.Ref)
	switch dueKind(d.Kind) {
	case duePayTimeout:
		t.timeOut(d.Ref)
	case dueFinish:
		t.finish(d.Ref)
	case dueRefund:
		t.refundTonight(d.Ref)
	case dueReview:
		t.review(d.Ref)
	case dueFile:
		t.fileIsThere(d.Ref)
	case dueFileGone:
		t.did(dueFileGone, d.Ref, "", "")
	case dueSend, dueResend:
		// Deliveries are not the ledger's to do; DueNext(Deed) has none.
	}
	t.now = now
}

// did tells what the clock did by itself.
func (t *Tx) did(kind dueKind, id, outTradeNo, status string) {
	t.tell(Event{Kind: EventKind(kind), ID: id, OutTradeNo: outTradeNo, Status: status, Due: true})
}

// CatchUp does what is due now.
func (l *Ledger) CatchUp() {
	if l.overdue(l.db.View()) {
		_ = l.Update(nil, func(*Tx) error { return nil }) // catching up cannot fail
	}
}

// Next lists what is due next, both deeds and deliveries, at most limit rows.
// Unlike View it does nothing: it is what moves the clock that asks.
func (l *Ledger) Next(limit int) []store.Due {
	r := l.db.View()
	deeds, deliveries := take(r.DueNext(store.Deed), limit), take(r.DueNext(store.Delivery), limit)
	var list []store.Due
	for len(list) < limit && len(deeds)+len(deliveries) > 0 {
		if len(deliveries) == 0 || len(deeds) > 0 && before(deeds[0], deliveries[0]) {
			list, deeds = append(list, deeds[0]), deeds[1:]
		} else {
			list, deliveries = append(list, deliveries[0]), deliveries[1:]
		}
	}
	return list
}

// NextAfter is when the first thing falls due that is not due at t.
func (l *Ledger) NextAfter(t time.Time) (at time.Time, ok bool) {
	r := l.db.View()
	deed, deedOK := r.DueAfter(store.Deed, t)
	delivery, deliveryOK := r.DueAfter(store.Delivery, t)
	if !deedOK || deliveryOK && before(delivery, deed) {
		return delivery.At, deliveryOK
	}
	return deed.At, true
}

func before(a, b store.Due) bool {
	return a.At.Before(b.At) || a.At.Equal(b.At) && a.Seq < b.Seq
}

func take(all func(func(store.Due) bool), limit int) (list []store.Due) {
	for d := range all {
		if len(list) == limit {
			break
		}
		list = append(list, d)
	}
	return list
}
