package world

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"localipay/emulator/alipay"
	"localipay/emulator/ledger"
)

// Sender makes one attempt to deliver a notification. It must return when ctx
// ends.
type Sender interface {
	Send(ctx context.Context, d ledger.Delivery) alipay.Attempt
}

// together is how many deliveries may be on their way at once (decision 36).
const together = 16

// worker does what falls due in one world, on a running clock and a frozen
// one alike. While a clock is advanced it stands aside.
type worker struct {
	world  *World
	sender Sender

	ctx    context.Context //nolint:containedctx // the worker's own life, not a call's
	cancel context.CancelFunc
	wake   chan struct{}

	turn      sync.Mutex // held by whoever takes deliveries
	flying    atomic.Int32
	advancing atomic.Bool
}

func newWorker(w *World, sender Sender) *worker {
	k := &worker{world: w, sender: sender, wake: make(chan struct{}, 1)}
	k.ctx, k.cancel = context.WithCancel(context.Background())
	return k
}

func (k *worker) poke() {
	select {
	case k.wake <- struct{}{}:
	default:
	}
}

func (k *worker) stop() { k.cancel() }

func (k *worker) run() {
	for k.ctx.Err() == nil {
		_, changed := k.world.Ledger.Busy()
		now := k.step()
		fired, stop := k.timer(now)
		select {
		case <-k.ctx.Done():
		case <-k.wake:
		case <-changed:
		case <-fired:
		}
		stop()
	}
}

// step does what is due now, and tells when that was.
func (k *worker) step() time.Time {
	k.turn.Lock()
	defer k.turn.Unlock()
	now := k.world.Clock.Now()
	k.world.Ledger.CatchUp()
	for _, d := range k.world.Ledger.Take(now, together-int(k.flying.Load()), false) {
		k.flying.Add(1)
		go func() {
			k.land(d, k.deliver(d))
			k.flying.Add(-1)
			k.poke()
		}()
	}
	return now
}

func (k *worker) land(d ledger.Delivery, attempts []alipay.Attempt) {
	if k.ctx.Err() != nil {
		return
	}
	for i, a := range attempts { // who waits for it to land finds it in the log
		k.world.shared.report(k.world.Partner, d, len(d.Notification.Attempts)+i+1, a)
	}
	k.world.Ledger.Land(d, attempts...)
}

// timer fires when the next thing falls due, if the clock gets there by itself:
// the next after the moment that step has looked at, which may be over already.
func (k *worker) timer(seen time.Time) (fired <-chan time.Time, stop func() bool) {
	at, ok := k.world.Ledger.NextAfter(seen)
	if ok {
		if wait, ever := k.world.Clock.Until(at); ever {
			return k.world.shared.Source.After(wait)
		}
	}
	return nil, func() bool { return true }
}
