package console

import (
	"errors"
	"time"

	"localipay/emulator/alipay"
	"localipay/emulator/clock"
	"localipay/emulator/ledger"
	"localipay/emulator/page"
	"localipay/emulator/store"
	"localipay/emulator/world"
)

// clockPage is a merchant's clock, what is due next, and what happened while it
// was moved.
type clockPage struct {
	here
	Now      time.Time
	Frozen   bool
	Next     []store.Due
	Moved    bool
	Happened []ledger.Event
	More     int // than Happened
	Wrong    string
}

// shownDue bounds both lists.
const shownDue = 20

func (c *Console) clock(call *call) (any, error) { return call.clockPage(), nil }

func (c *call) clockPage() clockPage {
	c.world.Ledger.CatchUp()
	return clockPage{
		here: c.here(), Now: c.world.Clock.Now(), Frozen: c.world.Clock.Mode() == clock.Frozen,
		Next: c.world.Ledger.Next(shownDue),
	}
}

// moveClock does what the pressed button says.
func (c *Console) moveClock(call *call) result {
	path := call.home() + "/clock"
	switch do := call.PostFormValue("do"); do {
	case "freeze":
		return call.back(path, page.Done("clock.frozen_now"), call.clockError(call.world.SetClock(time.Time{}, clock.Frozen)))
	case "run":
		return call.back(path, page.Done("clock.running_now"), call.clockError(call.world.SetClock(time.Time{}, clock.Running)))
	case "set":
		to, err := call.time()
		if err == nil {
			err = call.clockError(call.world.SetClock(to, ""))
		}
		return call.back(path, page.Done("clock.was_set", alipay.Stamp(to)), err)
	default:
		return call.advance(do)
	}
}

func (c *call) advance(do string) result {
	target, err := c.target(do)
	var events []ledger.Event
	if err == nil {
		tooFar := false
		events, err = c.world.Advance(func(now time.Time) time.Time {
			if to := target(now); clock.InRange(to) {
				return to
			}
			tooFar = true
			return now
		})
		err = c.clockError(err)
		if tooFar {
			err = refused(c.say("clock.too_far", clock.LastYear))
		}
	}
	p := c.clockPage()
	if err != nil {
		p.Wrong = err.Error()
		return again(p)
	}
	p.Moved, p.Happened = true, events[:min(len(events), shownDue)]
	p.More = len(events) - len(p.Happened)
	return shown(p)
}

// target is the time to go to, seen from the time that it will then be.
func (c *call) target(do string) (func(time.Time) time.Time, error) {
	switch do {
	case "25m":
		return func(now time.Time) time.Time { return now.Add(25 * time.Minute) }, nil
	case "midnight":
		return func(now time.Time) time.Time { return alipay.StartOfDay(now).Add(alipay.Day) }, nil
	case "next":
		at, ok := c.world.Ledger.NextAfter(c.world.Clock.Now())
		if !ok {
			return nil, refused(c.say("clock.nothing_due"))
		}
		return func(now time.Time) time.Time { return later(now, at) }, nil
	case "to":
		to, err := c.time()
		return func(time.Time) time.Time { return to }, err
	case "by":
		by, err := alipay.ParseDuration(c.PostFormValue("by"))
		if err != nil {
			return nil, refused(c.say("clock.bad_span"))
		}
		return func(now time.Time) time.Time { return now.Add(by) }, nil
	}
	return nil, refused(c.say("error.form"))
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// time reads a field of type datetime-local, which is without zone: GMT+8.
func (c *call) time() (time.Time, error) {
	text := c.PostFormValue("to")
	for _, layout := range []string{"2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02 15:04:05", "2006-01-02 15:04", time.RFC3339} {
		if t, err := time.ParseInLocation(layout, text, alipay.GMT8(time.Time{}).Location()); err == nil && clock.InRange(t) {
			return t, nil
		}
	}
	return time.Time{}, refused(c.say("clock.bad_time"))
}

// clockError says in the reader's language why a clock cannot be moved.
func (c *call) clockError(err error) error {
	switch {
	case errors.Is(err, world.ErrClockBusy):
		return refused(c.say("clock.busy"))
	case errors.Is(err, world.ErrBackwards):
		return refused(c.say("clock.backwards"))
	}
	return err
}
