package world

import (
	"context"
	"errors"
	"sync"
	"time"

	"localipay/emulator/alipay"
	"localipay/emulator/clock"
	"localipay/emulator/ledger"
)

// Why a clock cannot be moved.
var (
	ErrClockBusy = errors.New("this merchant's clock is being advanced; wait for that call's answer")
	ErrBackwards = errors.New("a clock can only be advanced to a later time; to go back, set it")
)

// Advance moves the clock to a time and does everything that falls due on the
// way, the target included, each at its own due time and in that order. It
// returns when all has settled, with what happened (spec decision 36).
func (w *World) Advance(to func(now time.Time) time.Time) ([]ledger.Event, error) {
	k := w.worker
	if !k.advancing.CompareAndSwap(false, true) {
		return nil, ErrClockBusy
	}
	defer k.poke()
	defer k.advancing.Store(false)
	k.turn.Lock()
	defer k.turn.Unlock()
	k.quiet()
	generation := w.Ledger.Generation()
	now := w.Clock.Now()
	target := to(now)
	if target.Before(now) {
		return nil, ErrBackwards
	}
	happened := w.watch()
	w.Clock.Stand(now)
	for k.quiet() && k.advanceOnce(generation, target) {
	}
	w.Ledger.Arrive(generation, target)
	return happened(), nil
}

// advanceOnce does what is due next, unless that is later than the target.
// Deliveries of one instant go out together and are booked in their order,
// whichever shop answers first, so that the same test always makes the same rows.
func (k *worker) advanceOnce(generation uint64, target time.Time) bool {
	taken, more := k.world.Ledger.Step(generation, target, together)
	attempts := make([][]alipay.Attempt, len(taken))
	var sends sync.WaitGroup
	for i, d := range taken {
		sends.Go(func() { attempts[i] = k.deliver(d) })
	}
	sends.Wait()
	for i, d := range taken {
		k.land(d, attempts[i])
	}
	return more
}

// quiet waits until nothing is held back or on its way, and tells whether the
// worker is still alive then.
func (k *worker) quiet() bool {
	for {
		busy, changed := k.world.Ledger.Busy()
		if !busy {
			return k.ctx.Err() == nil
		}
		select {
		case <-changed:
		case <-k.ctx.Done():
			return false
		}
	}
}

// SetClock moves the clock or changes its mode; a zero value leaves that be.
// What is due then runs as if the clock had come there by itself.
func (w *World) SetClock(now time.Time, mode clock.Mode) error {
	if !now.IsZero() && w.worker.advancing.Load() {
		return ErrClockBusy
	}
	before := w.Clock.Now()
	w.Clock.Set(now, mode)
	if w.Clock.Now().Before(before) {
		w.Ledger.WentBack(before)
	}
	w.Ledger.CatchUp() // here and not by the worker, who might come after the next change
	w.published([]ledger.Event{{At: w.Clock.Now(), Kind: ledger.EventClock}})
	return nil
}

// Settle lets go what a hold keeps back and waits until the shops have answered
// it, or failed to; with no hold, all that is to be sent now. While the clock is advanced it does not wait: what it
// would wait for goes out in the advance's own order (spec decision 36).
func (w *World) Settle(ctx context.Context, hold *ledger.Hold) {
	hold.Release()
	for {
		settled, changed := w.Ledger.Settled(hold)
		if settled || w.worker.advancing.Load() {
			return
		}
		w.worker.poke()
		select {
		case <-changed:
		case <-ctx.Done():
			return
		case <-w.worker.ctx.Done():
			return
		}
	}
}
