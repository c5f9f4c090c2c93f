package ledger

import (
	"slices"
	"strconv"
	"time"

	"localipay/emulator/alipay"
	"localipay/emulator/fault"
	"localipay/emulator/store"
)

// AddFault puts a rule behind those that are there.
func (t *Tx) AddFault(r fault.Rule) fault.Rule {
	r.Seq = t.seq()
	r.ID = "F" + strconv.FormatUint(t.next(func(c *store.Counters) *uint64 { return &c.Fault }), 10)
	t.putFault(r)
	return r
}

// AddFaults puts rules behind those that are there.
func (t *Tx) AddFaults(rules []fault.Rule) {
	for _, r := range rules {
		t.AddFault(r)
	}
}

// RemoveFault takes a rule away. What it held back goes out.
func (t *Tx) RemoveFault(id string) error {
	r, ok := t.Fault(id)
	if !ok {
		return ErrNoFault
	}
	t.write.RemoveFault(r)
	t.tell(Event{Kind: EventFault, ID: id, Status: "removed"})
	t.releaseHeld(func(d store.Due) bool { return d.Plan.Hold == id })
	return nil
}

// ClearFaults takes all rules away. Whatever is held back goes out, also where
// its rule was of --faults and did not come back with the state file.
func (t *Tx) ClearFaults() {
	for _, r := range slices.Collect(t.Faults()) {
		_ = t.RemoveFault(r.ID) // it was there a line ago
	}
	t.releaseHeld(func(store.Due) bool { return true })
}

func (t *Tx) putFault(r fault.Rule) {
	t.write.PutFault(r)
	t.tell(Event{Kind: EventFault, ID: r.ID, Status: "acted " + strconv.Itoa(r.Acted)})
}

func (l *Ledger) draw(rule string, match int) float64 {
	return l.chance.Fraction("fault/"+rule, uint64(match))
}

// Faults holds a call against the rules, counts, and tells what they make of it.
func (l *Ledger) Faults(on fault.Subject) (plan fault.Call) {
	l.restoring.RLock()
	defer l.restoring.RUnlock()
	if !aimed(l.db.View(), on.Target) {
		return plan
	}
	l.alone(func(t *Tx) {
		var changed []fault.Rule
		plan, changed = fault.ForCall(t.Faults(), on, l.draw)
		for _, r := range changed {
			t.putFault(r)
		}
	})
	return plan
}

// aimed spares a write where no rule is for the target, which is nearly always.
func aimed(r store.Reader, target string) bool {
	for rule := range r.Faults() {
		if rule.Aims(target) {
			return true
		}
	}
	return false
}

// plan holds a send against the rules, once, and tells whether it may leave
// now: a delay puts it off, and a hold until another has gone out.
func (l *Ledger) plan(d store.Due, n alipay.Notification) (planned store.Due, leaves bool) {
	l.alone(func(t *Tx) { planned, leaves = t.plan(d, n) })
	return planned, leaves
}

func (t *Tx) plan(d store.Due, n alipay.Notification) (store.Due, bool) {
	plan, changed := fault.ForSend(t.Faults(), subject(n), t.ledger.draw)
	if len(changed) == 0 {
		return d, true
	}
	for _, r := range changed {
		t.putFault(r)
	}
	if len(plan.Labels) == 0 {
		return d, true
	}
	d.Plan, d.At = &plan, wholeSecond(d.At.Add(plan.Delay))
	if plan.Hold != "" {
		d.Class = store.Held
	}
	t.write.PutDue(d)
	leaves := plan.Delay == 0 && plan.Hold == ""
	if !leaves && dueKind(d.Kind) == dueSend {
		n.Due = d.At
		if plan.Hold != "" {
			n.Due = time.Time{}
		}
		t.putNotification(n)
	}
	return d, leaves
}

// subject is a notification as rules see it.
func subject(n alipay.Notification) fault.Subject {
	return fault.Subject{Target: fault.TargetNotification, Get: func(name string) (string, bool) {
		return alipay.FieldOf(n.Fields, name)
	}}
}

// releaseHeld lets what is held back go out: now, or when a delay beside the
// hold is over.
func (t *Tx) releaseHeld(which func(store.Due) bool) {
	for d := range t.DueNext(store.Held) {
		if !which(d) {
			continue
		}
		d.Class = store.Delivery
		if d.Plan.Delay == 0 || d.At.Before(t.now) {
			d.At = t.now
		}
		t.write.PutDue(d)
		if n, ok := t.Notification(d.Ref); ok && dueKind(d.Kind) == dueSend {
			n.Due = d.At
			t.putNotification(n)
		}
	}
}
