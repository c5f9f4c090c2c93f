package view

import (
	"time"

	"localipay/emulator/alipay"
)

// Unit is what a gap is counted in.
type Unit string

// Units of gaps. NextDay is another day in Hong Kong, less than a day later:
// the difference between a cancel and a refund.
const (
	None    Unit = ""
	Seconds Unit = "seconds"
	Minutes Unit = "minutes"
	Hours   Unit = "hours"
	NextDay Unit = "next_day"
	Days    Unit = "days"
	Back    Unit = "back" // the clock was put back
)

// Gap is the time between two moments, as people say it.
type Gap struct {
	Unit Unit
	N    int
}

// Wide tells whether the line of time is broken here.
func (g Gap) Wide() bool { return g.Unit == Hours || g.Unit == NextDay || g.Unit == Days }

// GapBetween measures from a moment to a later one, in the largest unit that
// says enough. There is none where either is not known.
func GapBetween(from, to time.Time) Gap {
	if from.IsZero() || to.IsZero() {
		return Gap{}
	}
	from, to = from.Truncate(time.Second), to.Truncate(time.Second)
	between := to.Sub(from)
	days := int(alipay.StartOfDay(to).Sub(alipay.StartOfDay(from)) / alipay.Day)
	switch {
	case between < 0:
		return Gap{Unit: Back}
	case between == 0:
		return Gap{}
	case between < time.Minute:
		return Gap{Seconds, int(between / time.Second)}
	case days == 1:
		return Gap{NextDay, 1}
	case days > 1:
		return Gap{Days, days}
	case between < time.Hour:
		return Gap{Minutes, int(between / time.Minute)}
	}
	return Gap{Hours, int(between / time.Hour)}
}
