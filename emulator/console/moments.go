package console

import (
	"time"

	"localipay/emulator/alipay"
	"localipay/emulator/view"
)

// say gives a text of the catalogue in the reader's language.
type say func(key string, args ...any) string

// momentLine is a moment of a trade's life as the timeline shows it.
type momentLine struct {
	Class   string // past, now or ahead, and good or bad
	Mark    string // a sign beside the colour, for those who see none
	At      time.Time
	Day     string // where another day begins
	Date    string
	Clock   string
	Gap     string
	Wide    bool // the line of time is broken before it
	Title   string
	Notes   []string
	Notice  string // notify_id, to link to
	CanSend bool   // again
}

// The signs of the timeline.
const (
	markPast  = "•"
	markGood  = "✓"
	markBad   = "✕"
	markNow   = "▸"
	markAhead = "" // its ring is dashed
)

// lines puts a trade's life into words.
func lines(l view.Life, t say) []momentLine {
	list := make([]momentLine, 0, len(l.Moments))
	day := ""
	sendable := lastAttempts(l)
	for i, m := range l.Moments {
		line := momentLine{
			Class: "past", Mark: markPast, At: m.At, Date: dayText(m.At), Clock: clockText(m.At), Gap: gapText(m.Gap, t), Wide: m.Gap.Wide(), Title: title(l, m, t), Notes: notes(m, t),
		}
		line.look(m)
		if line.Date != "" && line.Date != day {
			day, line.Day = line.Date, line.Date
		}
		if m.Notification != nil {
			line.Notice, line.CanSend = m.Notification.ID, sendable[i]
		}
		list = append(list, line)
	}
	return list
}

// lastAttempts are the moments at which "send again" stands: the last of each
// notification.
func lastAttempts(l view.Life) map[int]bool {
	last := map[string]int{}
	for i, m := range l.Moments {
		if m.Kind == view.Sent {
			last[m.Notification.ID] = i
		}
	}
	at := map[int]bool{}
	for _, i := range last {
		at[i] = true
	}
	return at
}

func (x *momentLine) look(m view.Moment) {
	switch {
	case m.Kind == view.Now:
		x.Class, x.Mark = "now", markNow
	case m.Ahead():
		x.Class, x.Mark = "ahead", markAhead
	case m.Good(), m.Kind == view.WasPaid, m.Kind == view.RefundDone, m.Kind == view.RefundAtOnce:
		x.Class, x.Mark = "past good", markGood
	case m.Kind == view.Sent, m.Kind == view.RefundFailed, m.Kind == view.TimedOut:
		x.Class, x.Mark = "past bad", markBad
	}
}

func dayText(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return alipay.GMT8(t).Format("2006-01-02")
}

func gapText(g view.Gap, t say) string {
	switch g.Unit {
	case view.None:
		return ""
	case view.NextDay, view.Back:
		return t("gap." + string(g.Unit))
	default:
		return t("gap."+string(g.Unit), g.N)
	}
}

// title is what happened, in a sentence.
func title(l view.Life, m view.Moment, t say) string {
	key := "moment." + string(m.Kind)
	switch {
	case m.Kind == view.Sent, m.Kind == view.WillSend:
		return t(key+"."+string(m.Notification.Kind), m.Number)
	case m.Kind == view.IsHeld:
		return t(key + "." + string(m.Notification.Kind))
	case m.Refund != nil:
		return t(key, m.Refund.Amount.Format(m.Refund.Currency)+" "+string(m.Refund.Currency))
	case m.Kind == view.Cancelled && l.Trade.Paid():
		return t(key + ".refund")
	}
	return t(key)
}

// notes tell the rest: ids, answers, errors, fault rules.
func notes(m view.Moment, t say) (list []string) {
	if r := m.Refund; r != nil {
		list = append(list, "partner_refund_id "+r.ID)
		if r.Reason != "" && m.Kind != view.WillRefund {
			list = append(list, r.Reason)
		}
		if r.Error != "" && m.Kind != view.RefundAsked {
			list = append(list, string(r.Error))
		}
	}
	if a := m.Attempt; a != nil {
		list = append(list, outcomeOf(*a, t))
		for _, rule := range a.Faults {
			list = append(list, t("moment.faults", rule))
		}
	}
	return list
}

// outcomeOf is what a shop made of an attempt.
func outcomeOf(a alipay.Attempt, t say) string {
	const shown = 80
	switch {
	case a.Acked:
		return t("moment.sent.acked")
	case a.Error != "":
		return a.Error
	case a.Answer == "":
		return t("moment.sent.refused", a.Status)
	}
	return t("moment.sent.refused", a.Status) + ", " + t("moment.sent.answer", legible(alipay.Shorten(a.Answer, shown)))
}

// clockText is a time of day in Hong Kong.
func clockText(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return alipay.GMT8(t).Format("15:04:05")
}
