package world

import (
	"crypto/rsa"
	"slices"
	"sync"
	"sync/atomic"

	"localipay/emulator/alipay"
	"localipay/emulator/chance"
	"localipay/emulator/clock"
	"localipay/emulator/fault"
	"localipay/emulator/journal"
	"localipay/emulator/ledger"
	"localipay/emulator/reconcile"
	"localipay/emulator/store"
	"localipay/keys"
)

// World is one merchant's world.
type World struct {
	Partner string
	Ledger  *ledger.Ledger
	Clock   *clock.Clock
	Journal *journal.Journal

	seq  atomic.Uint64
	made Made
	// foreign worlds came from a state file: their fixtures may be others than
	// those that this emulator was started with.
	foreign bool

	origin ledger.Snapshot
	began  clock.State
	shared *Config
	worker *worker
	key    atomic.Pointer[parsedKey]
	shelf  reconcile.Shelf

	mu        sync.Mutex
	snapshots map[string]ledger.Snapshot
	watchers  map[*watcher]struct{}
}

// Made is how a world was made: what a reset brings back.
type Made struct {
	Merchant alipay.Merchant
	Codes    []ledger.CodeRequest `json:",omitempty"`
	Plain    bool                 `json:",omitempty"` // a scenario's own: without the rules of --faults
}

type parsedKey struct {
	text string
	key  *rsa.PublicKey
}

// newWorld makes a world and starts its worker.
func newWorld(c *Config, made Made, buyers store.Snapshot) *World {
	c.made++
	w := &World{
		Partner: made.Merchant.Partner, Clock: clock.New(c.Source, c.Start), Journal: journal.New(made.Merchant.Partner),
		made: made, shared: c, snapshots: map[string]ledger.Snapshot{}, watchers: map[*watcher]struct{}{},
	}
	w.seq.Store(c.made)
	w.began = clock.State{Mode: clock.Running}
	if c.Frozen {
		w.Clock.Set(c.Start, clock.Frozen)
		w.began = w.Clock.State()
	}
	w.Ledger = ledger.New(ledger.Config{
		DB: store.From(buyers), Clock: w.Clock, Chance: chance.New(c.Seed, w.Partner),
		PublicURL: c.PublicURL, Publish: w.published,
	})
	w.worker = newWorker(w, c.Sender)
	w.seed()
	w.origin = w.Ledger.Snapshot()
	go w.worker.run()
	return w
}

func (w *World) seed() {
	_ = w.Ledger.Update(nil, func(t *ledger.Tx) error { // putting rows cannot fail
		t.PutMerchant(w.made.Merchant)
		for _, code := range w.made.Codes {
			t.CreateCode(code)
		}
		t.AddFaults(w.startFaults())
		return nil
	})
}

// startFaults are the rules of --faults.
func (w *World) startFaults() []fault.Rule {
	if w.made.Plain {
		return nil
	}
	rules := slices.Clone(w.shared.Faults)
	for i := range rules {
		rules[i].AtStart = true
	}
	return rules
}

// Seq is the order in which worlds were made.
func (w *World) Seq() uint64 { return w.seq.Load() }

// Merchant is the world's merchant as it is now.
func (w *World) Merchant() (m alipay.Merchant) {
	w.Ledger.View(func(r store.Reader) { m = r.Merchant() })
	return m
}

// PublicKey is the merchant's parsed RSA key, or nil where none was uploaded.
// Parsing costs more than checking a signature, so the last key is kept.
func (w *World) PublicKey(m alipay.Merchant) *rsa.PublicKey {
	if m.RSAPublicKey == "" {
		return nil
	}
	if p := w.key.Load(); p != nil && p.text == m.RSAPublicKey {
		return p.key
	}
	key, err := keys.ParsePublic(m.RSAPublicKey)
	if err != nil {
		return nil // refused already where it was set
	}
	w.key.Store(&parsedKey{m.RSAPublicKey, key})
	return key
}

// Reset brings the world back as it was made, its clock and journal too. The
// world of a state file that is older than --clock starts at --clock.
func (w *World) Reset() {
	began := w.began
	if began.Mode == clock.Running && !w.shared.Start.IsZero() {
		began.Offset = w.shared.Start.Sub(w.shared.Source.Now())
	}
	w.Ledger.Reset(w.origin, began)
	w.Journal.Clear()
	w.worker.poke()
}

// close stops the worker; what is on its way is given up.
func (w *World) close() { w.worker.stop() }
