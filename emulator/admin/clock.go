package admin

import (
	"errors"
	"net/http"
	"time"

	"localipay/emulator/alipay"
	"localipay/emulator/clock"
	"localipay/emulator/world"
)

type dueJSON struct {
	At   moment `json:"at"`
	Kind string `json:"kind" doc:"What will happen."`
	ID   string `json:"id" doc:"Of the order, refund, notification or store, or a file's name."`
}

type clockJSON struct {
	Now  moment    `json:"now"`
	Mode string    `json:"mode" enum:"running frozen"`
	Next []dueJSON `json:"next"`
}

// shownDue is how much of what is due the clock shows.
const shownDue = 20

func showClock(w *world.World) clockJSON {
	w.Ledger.CatchUp()
	out := clockJSON{Now: stamp(w.Clock.Now()), Mode: string(w.Clock.Mode()), Next: []dueJSON{}}
	for _, d := range w.Ledger.Next(shownDue) {
		out.Next = append(out.Next, dueJSON{stamp(d.At), d.Kind, d.Ref})
	}
	return out
}

func (a *Admin) clock(r *request) (any, error) { return showClock(r.world), nil }

type setClockJSON struct {
	Now  anyTime `json:"now,omitempty"`
	Mode string  `json:"mode,omitempty" enum:"running frozen"`
}

func (a *Admin) setClock(r *request) (any, error) {
	var in setClockJSON
	if err := decode(r.Request, &in); err != nil {
		return nil, err
	}
	var now time.Time
	var err error
	if in.Now != "" {
		if now, err = parseTime("now", in.Now); err != nil {
			return nil, err
		}
	}
	mode := clock.Mode(in.Mode)
	if mode != "" && mode != clock.Running && mode != clock.Frozen {
		return nil, badRequest(`mode: %q is not "running" or "frozen"`, in.Mode)
	}
	if err := r.world.SetClock(now, mode); err != nil {
		return nil, clockFault(err)
	}
	return showClock(r.world), nil
}

type advanceJSON struct {
	By span    `json:"by,omitempty"`
	To anyTime `json:"to,omitempty"`
}

// shape adds that it is one or the other.
func (advanceJSON) shape(s *schemas) object {
	out := s.members(typeOf(advanceJSON{}))
	out["minProperties"], out["maxProperties"] = 1, 1
	return out
}

type eventJSON struct {
	At         moment `json:"at"`
	Kind       string `json:"kind" doc:"What happened, or what fell due."`
	ID         string `json:"id"`
	OutTradeNo string `json:"out_trade_no,omitempty"`
	Status     string `json:"status,omitempty"`
}

type advancedJSON struct {
	Now    moment      `json:"now"`
	Events []eventJSON `json:"events"`
}

func (a *Admin) advance(r *request) (any, error) {
	var in advanceJSON
	if err := decode(r.Request, &in); err != nil {
		return nil, err
	}
	target, err := in.target()
	if err != nil {
		return nil, err
	}
	tooFar := false
	events, err := r.world.Advance(func(now time.Time) time.Time {
		if to := target(now); clock.InRange(to) {
			return to
		}
		tooFar = true
		return now
	})
	switch {
	case errors.Is(err, world.ErrBackwards):
		return nil, badRequest("to: %q: %v", in.To, err)
	case err != nil:
		return nil, clockFault(err)
	case tooFar:
		return nil, badRequest("by: %q leads beyond the year %d", in.By, clock.LastYear)
	}
	out := advancedJSON{Now: stamp(r.world.Clock.Now()), Events: []eventJSON{}}
	for _, e := range events {
		out.Events = append(out.Events, eventJSON{stamp(e.At), string(e.Kind), e.ID, e.OutTradeNo, e.Status})
	}
	return out, nil
}

// target is the time to go to, seen from the time that it will then be.
func (in advanceJSON) target() (func(time.Time) time.Time, error) {
	switch {
	case (in.By == "") == (in.To == ""):
		return nil, badRequest(`give either "by", as {"by":"25m"}, or "to", as {"to":"2026-03-02T23:40:00+08:00"}`)
	case in.To != "":
		to, err := parseTime("to", in.To)
		return func(time.Time) time.Time { return to }, err
	}
	by, err := alipay.ParseDuration(string(in.By))
	if err != nil {
		return nil, badRequest("by: %q: %v", in.By, err)
	}
	return func(now time.Time) time.Time { return now.Add(by) }, nil
}

func clockFault(err error) error {
	if errors.Is(err, world.ErrClockBusy) {
		return fault(http.StatusConflict, "CLOCK_BUSY", "%v", err)
	}
	return badRequest("%v", err)
}
