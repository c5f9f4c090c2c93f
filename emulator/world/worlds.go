package world

import (
	"errors"
	"slices"
	"strings"
	"sync"
	"time"

	"localipay/emulator/alipay"
	"localipay/emulator/chance"
	"localipay/emulator/clock"
	"localipay/emulator/journal"
	"localipay/emulator/ledger"
	"localipay/emulator/store"
)

// ErrTaken is a partner id that exists already.
var ErrTaken = errors.New("this partner id is taken; leave it out to have one made, or delete that merchant first")

// Worlds are all merchants of an emulator.
type Worlds struct {
	// Lost is the journal of requests that reached no merchant.
	Lost *journal.Journal

	config   *Config
	clock    *clock.Clock
	fixtures []Made
	buyers   store.Snapshot

	saving    sync.Mutex // one state file is written at a time
	mu        sync.RWMutex
	worlds    map[string]*World
	invented  uint64
	snapshots map[string]snapshot
}

// New makes the worlds of the fixtures.
func New(c Config, fixtures []Made, buyers []alipay.Buyer) *Worlds {
	db := store.New()
	_ = db.Update(func(t *store.Tx) error { // putting rows cannot fail
		for _, b := range buyers {
			t.PutBuyer(b)
		}
		return nil
	})
	all := &Worlds{
		Lost: journal.New("none"), config: &c, clock: clock.New(c.Source, c.Start), fixtures: fixtures, buyers: db.Snapshot(),
		worlds: map[string]*World{}, snapshots: map[string]snapshot{},
	}
	for _, made := range fixtures {
		all.worlds[made.Merchant.Partner] = newWorld(&c, made, all.buyers)
	}
	return all
}

// Hub tells of every change in any world.
func (a *Worlds) Hub() *Hub { return a.config.Hub }

// Now is real time, moved as --clock says: the clock of what belongs to no
// merchant.
func (a *Worlds) Now() time.Time { return a.clock.Now() }

// Find gives a merchant's world.
func (a *Worlds) Find(partner string) (*World, bool) {
	a.mu.RLock()
	defer a.mu.RUnlock()
	w, ok := a.worlds[partner]
	return w, ok
}

// All lists the worlds by partner id.
func (a *Worlds) All() []*World {
	a.mu.RLock()
	defer a.mu.RUnlock()
	list := make([]*World, 0, len(a.worlds))
	for _, w := range a.worlds {
		list = append(list, w)
	}
	slices.SortFunc(list, func(x, y *World) int { return strings.Compare(x.Partner, y.Partner) })
	return list
}

// Holding finds the world in which a row is. Ids hold something of their
// partner, so at most one has it; the worlds are few.
func (a *Worlds) Holding(has func(store.Reader) bool) (*World, bool) {
	for _, w := range a.All() {
		found := false
		w.Ledger.View(func(r store.Reader) { found = has(r) })
		if found {
			return w, true
		}
	}
	return nil, false
}

// OfCode finds the world of a QR code, by its value or its 23 characters.
func (a *Worlds) OfCode(value string) (*World, bool) {
	code := alipay.CodeOf(value)
	return a.Holding(func(rows store.Reader) bool {
		_, found := rows.QRCode(code)
		return found
	})
}

// OfTrade finds the world of an order.
func (a *Worlds) OfTrade(outTradeNo string) (*World, bool) {
	return a.Holding(func(rows store.Reader) bool {
		_, found := rows.Trade(outTradeNo)
		return found
	})
}

// Make adds a merchant. What it lacks, partner id, name, MD5 key, SFTP
// password, is made from the seed.
func (a *Worlds) Make(m alipay.Merchant) (*World, error) { return a.make(Made{Merchant: m}) }

// MakePlain adds a merchant that the rules of --faults spare: a scenario's own.
func (a *Worlds) MakePlain(m alipay.Merchant) (*World, error) {
	return a.make(Made{Merchant: m, Plain: true})
}

func (a *Worlds) make(made Made) (*World, error) {
	m := made.Merchant
	a.mu.Lock()
	defer a.mu.Unlock()
	if m.Partner == "" {
		m.Partner = a.newPartner()
	}
	if _, taken := a.worlds[m.Partner]; taken {
		return nil, ErrTaken
	}
	made.Merchant = Complete(m, a.config.Seed)
	w := newWorld(a.config, made, a.buyers)
	a.worlds[m.Partner] = w
	return w, nil
}

func (a *Worlds) newPartner() string {
	for {
		a.invented++
		partner := "2088" + chance.New(a.config.Seed, "").Digits("partner", a.invented, 12)
		if _, taken := a.worlds[partner]; !taken {
			return partner
		}
	}
}

// Complete fills in what a merchant was not given.
func Complete(m alipay.Merchant, seed int64) alipay.Merchant {
	made := chance.New(seed, m.Partner)
	if m.Name == "" {
		m.Name = "Merchant " + m.Partner[len(m.Partner)-4:]
	}
	if m.MD5Key == "" {
		m.MD5Key = made.Alphanumeric("md5_key", 0, 32)
	}
	if m.SFTPPassword == "" {
		m.SFTPPassword = made.Alphanumeric("sftp_password", 0, 16)
	}
	return m
}

// Delete removes a merchant and all that is its.
func (a *Worlds) Delete(partner string) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	w, ok := a.worlds[partner]
	if ok {
		w.close()
		delete(a.worlds, partner)
		a.config.Hub.publish(partner, []ledger.Event{{At: w.Clock.Now(), Kind: ledger.EventMerchant, ID: partner, Status: "deleted"}})
	}
	return ok
}

// Reset brings everything back to the fixtures in one step: merchants and
// snapshots made since are gone.
func (a *Worlds) Reset() {
	a.mu.Lock()
	defer a.mu.Unlock()
	kept := map[string]*World{}
	a.config.made = 0
	for _, made := range a.fixtures {
		partner := made.Merchant.Partner
		w, ok := a.worlds[partner]
		if ok && !w.foreign {
			w.Reset()
			w.forget()
			a.config.made++
			w.seq.Store(a.config.made)
		} else {
			w = newWorld(a.config, made, a.buyers)
		}
		kept[partner] = w
	}
	a.keepOnly(kept)
	a.snapshots, a.invented = map[string]snapshot{}, 0
	a.Lost.Clear()
}

// keepOnly closes every world that is not to be kept.
func (a *Worlds) keepOnly(kept map[string]*World) {
	for partner, w := range a.worlds {
		if kept[partner] != w {
			w.close()
		}
	}
	a.worlds = kept
}

// Close stops all workers.
func (a *Worlds) Close() {
	for _, w := range a.All() {
		w.close()
	}
}
