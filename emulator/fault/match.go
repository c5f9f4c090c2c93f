package fault

import (
	"iter"
	"strings"

	"localipay/emulator/alipay"
)

// Subject is a call or a notification that rules are held against.
type Subject struct {
	Target string // a service, notify_verify or notification
	Get    func(name string) (value string, ok bool)
}

// Draw gives a number from 0 up to 1 that follows from a rule and the number
// of its match alone (spec decision 40).
type Draw func(rule string, match int) float64

// Aims tells whether the rule is for a target at all.
func (r Rule) Aims(target string) bool {
	return r.Target == target || r.Target == TargetAny && alipay.IsService(target)
}

func (r Rule) matches(on Subject) bool {
	if !r.Aims(on.Target) {
		return false
	}
	for _, f := range r.When {
		got, ok := on.Get(f.Name)
		if !ok || !like(got, f.Value) {
			return false
		}
	}
	return true
}

// like matches a text against a pattern in which * stands for any text.
func like(text, pattern string) bool {
	parts := strings.Split(pattern, "*")
	first, last := parts[0], parts[len(parts)-1]
	if len(parts) == 1 {
		return text == pattern
	}
	if len(text) < len(first)+len(last) || !strings.HasPrefix(text, first) || !strings.HasSuffix(text, last) {
		return false
	}
	text = text[len(first) : len(text)-len(last)]
	for _, part := range parts[1 : len(parts)-1] {
		_, rest, found := strings.Cut(text, part)
		if !found {
			return false
		}
		text = rest
	}
	return true
}

// willing counts a match and tells whether the rule is to act on it.
func (r *Rule) willing(draw Draw) bool {
	r.Matched++
	return r.Matched > r.After && (r.Times == 0 || r.Acted < r.Times) &&
		(r.Probability >= 1 || draw(r.ID, r.Matched) < r.Probability)
}

// ForCall tells what the rules, in their order, make of a call. The first that
// decides its outcome wins, and delays add up: a rule that comes too late has
// matched but not acted. changed are the rules whose counters moved.
func ForCall(rules iter.Seq[Rule], on Subject, draw Draw) (plan Call, changed []Rule) {
	changed = work(rules, on, draw, func(k kind, r Rule) {
		k.call(r.Do, &plan)
		plan.Labels = append(plan.Labels, r.Label())
	})
	return plan, changed
}

// ForSend is ForCall for one send of a notification.
func ForSend(rules iter.Seq[Rule], on Subject, draw Draw) (plan Send, changed []Rule) {
	changed = work(rules, on, draw, func(k kind, r Rule) {
		k.send(r.Do, &plan)
		if k.name == hold.name {
			plan.Hold = r.ID
		}
		plan.Labels = append(plan.Labels, r.Label())
	})
	return plan, changed
}

func work(rules iter.Seq[Rule], on Subject, draw Draw, act func(kind, Rule)) (changed []Rule) {
	decided := false
	for r := range rules {
		if !r.matches(on) {
			continue
		}
		k, known := find(r.Do.Kind)
		if r.willing(draw) && known && (k.adds || !decided) {
			r.Acted++
			act(k, r)
			decided = decided || !k.adds
		}
		changed = append(changed, r)
	}
	return changed
}
