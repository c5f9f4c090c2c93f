package world_test

import (
	"context"
	"encoding/json"
	"log/slog"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"localipay/emulator/alipay"
	"localipay/emulator/ledger"
	"localipay/emulator/store"
	"localipay/emulator/world"
)

const (
	noodles = "2088000000000001"
	tea     = "2088000000000002"
	limited = "2088000000000098" // a buyer with 100.00; the other has no limit
)

// manual is real time as a test moves it.
type manual struct {
	mu     sync.Mutex
	now    time.Time
	timers map[*timer]struct{}
	set    *sync.Cond
}

type timer struct {
	at time.Time
	c  chan time.Time
}

func newManual() *manual {
	m := &manual{now: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), timers: map[*timer]struct{}{}}
	m.set = sync.NewCond(&m.mu)
	return m
}

func (m *manual) Now() time.Time {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.now
}

func (m *manual) After(d time.Duration) (<-chan time.Time, func() bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	t := &timer{at: m.now.Add(d), c: make(chan time.Time, 1)}
	if d <= 0 {
		t.c <- m.now
	}
	m.timers[t] = struct{}{}
	m.set.Broadcast()
	return t.c, func() bool {
		m.mu.Lock()
		defer m.mu.Unlock()
		delete(m.timers, t)
		return true
	}
}

// pass lets so much real time pass once a timer was set for just that time.
func (m *manual) pass(d time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()
	target := m.now.Add(d)
	for !m.hasTimer(target) {
		m.set.Wait()
	}
	m.now = target
	for t := range m.timers {
		if !t.at.After(target) {
			t.c <- target
			delete(m.timers, t)
		}
	}
}

// armed waits until a timer was set for so much later.
func (m *manual) armed(d time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for !m.hasTimer(m.now.Add(d)) {
		m.set.Wait()
	}
}

func (m *manual) hasTimer(at time.Time) bool {
	for t := range m.timers {
		if t.at.Equal(at) {
			return true
		}
	}
	return false
}

// shop stands for all shops: a Sender without a network.
type shop struct {
	mu     sync.Mutex
	sent   []ledger.Delivery
	answer func(d ledger.Delivery) bool // nil: success
}

func (s *shop) Send(ctx context.Context, d ledger.Delivery) alipay.Attempt {
	s.mu.Lock()
	s.sent = append(s.sent, d)
	answer := s.answer
	s.mu.Unlock()
	acked := ctx.Err() == nil && (answer == nil || answer(d))
	return alipay.Attempt{At: d.At, Status: 200, Acked: acked}
}

func (s *shop) answers(how func(ledger.Delivery) bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.answer = how
}

func (s *shop) count() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.sent)
}

// town is some worlds with their shops.
type town struct {
	*world.Worlds
	t      *testing.T
	time   *manual
	shop   *shop
	config world.Config
}

func merchant(partner string, change ...func(*alipay.Merchant)) world.Made {
	m := alipay.DefaultMerchant(partner)
	for _, c := range change {
		c(&m)
	}
	return world.Made{Merchant: world.Complete(m, 1), Codes: []ledger.CodeRequest{{
		Biz: alipay.BizData{MerchantID: "M1", StoreID: "S1"}, NotifyURL: "http://shop.test/", SignType: alipay.MD5, Charset: alipay.UTF8,
	}}}
}

func buyers() []alipay.Buyer {
	return []alipay.Buyer{{ID: "2088000000000099"}, {ID: limited, Balance: 100_00, Limited: true, Rank: 1}}
}

var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.FixedZone("", 8*60*60))

// newTown has two merchants whose clocks are frozen at noon.
func newTown(t *testing.T, change ...func(*world.Config)) *town {
	t.Helper()
	o := &town{t: t, time: newManual(), shop: &shop{}}
	o.config = world.Config{
		Seed: 1, Source: o.time, Start: noon, Frozen: true, PublicURL: func() string { return "http://localhost/" },
		Sender: o.shop, Log: slog.New(slog.DiscardHandler), Hub: world.NewHub(), Count: func(string) {},
	}
	for _, c := range change {
		c(&o.config)
	}
	o.Worlds = world.New(o.config, []world.Made{merchant(noodles), merchant(tea)}, buyers())
	t.Cleanup(o.Close)
	return o
}

func running(c *world.Config) { c.Frozen = false }

func (o *town) world(partner string) *world.World {
	o.t.Helper()
	w, ok := o.Find(partner)
	require.True(o.t, ok)
	return w
}

func do(t *testing.T, w *world.World, fn func(*ledger.Tx)) {
	t.Helper()
	require.NoError(t, w.Ledger.Update(nil, func(tx *ledger.Tx) error { fn(tx); return nil }))
}

func order(t *testing.T, w *world.World) (trade alipay.Trade) {
	t.Helper()
	do(t, w, func(tx *ledger.Tx) {
		for q := range tx.QRCodes(^uint64(0)) {
			var err error
			trade, err = tx.OpenOrder(ledger.Order{QRCode: q.Value, Amount: 100})
			require.NoError(t, err)
			return
		}
	})
	return trade
}

func pay(t *testing.T, w *world.World) (trade alipay.Trade) {
	t.Helper()
	trade = order(t, w)
	do(t, w, func(tx *ledger.Tx) {
		var err error
		trade, _, err = tx.Pay(trade.OutTradeNo, ledger.Paid)
		require.NoError(t, err)
	})
	return trade
}

func refund(t *testing.T, w *world.World, trade alipay.Trade) {
	t.Helper()
	do(t, w, func(tx *ledger.Tx) {
		_, err := tx.Refund(ledger.RefundRequest{
			OutTradeNo: trade.OutTradeNo, ID: "R1", Amount: 10, Currency: "HKD", NotifyURL: "http://shop.test/refunded",
			SignType: alipay.MD5, Charset: alipay.UTF8,
		})
		require.NoError(t, err)
	})
}

func rows(w *world.World) (d store.Dump) { return w.Ledger.Dump() }

func text(t require.TestingT, w *world.World) string {
	out, err := json.Marshal(rows(w))
	require.NoError(t, err)
	return string(out)
}

func by(d time.Duration) func(time.Time) time.Time {
	return func(now time.Time) time.Time { return now.Add(d) }
}

func advance(t *testing.T, w *world.World, d time.Duration) []ledger.Event {
	t.Helper()
	events, err := w.Advance(by(d))
	require.NoError(t, err)
	return events
}

// brief is what an event says, without its time.
func brief(events []ledger.Event) (list []string) {
	for _, e := range events {
		list = append(list, e.At.Format("15:04:05 ")+string(e.Kind)+" "+e.Status)
	}
	return list
}

// gate is a shop that tells when it was reached and answers when it may.
type gate struct{ reached, open chan struct{} }

func newGate(s *shop) gate {
	g := gate{make(chan struct{}, 100), make(chan struct{})}
	s.answers(func(ledger.Delivery) bool {
		g.reached <- struct{}{}
		<-g.open
		return true
	})
	return g
}

// down is a network without shops.
type down struct{}

func (down) Send(_ context.Context, d ledger.Delivery) alipay.Attempt {
	return alipay.Attempt{At: d.At, Error: "connection refused"}
}
