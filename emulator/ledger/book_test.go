package ledger_test

import (
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"localipay/emulator/alipay"
	"localipay/emulator/chance"
	"localipay/emulator/clock"
	"localipay/emulator/ledger"
	"localipay/emulator/store"
)

const (
	partner  = "2088000000000001"
	rich     = "2088000000000099" // AlipayHK, never runs dry, pays where none is named
	limited  = "2088000000000098" // AlipayCN, 100.00
	homeless = "2088000000000097" // no wallet of his own
	shopURL  = "http://shop.test/paid"
)

// book is a ledger on a frozen clock that stands at noon of Monday, 2 March 2026.
type book struct {
	*ledger.Ledger
	t     *testing.T
	clock *clock.Clock
	qr    alipay.QRCode

	mu     sync.Mutex
	events []ledger.Event
}

type noTime struct{}

func (noTime) Now() time.Time { return time.Unix(0, 0) }

func (noTime) After(time.Duration) (<-chan time.Time, func() bool) {
	return nil, func() bool { return true }
}

func stamp(t *testing.T, text string) time.Time {
	t.Helper()
	at, err := alipay.ParseTimestamp(text)
	require.NoError(t, err)
	return at
}

func newBook(t *testing.T, switches ...any) *book {
	t.Helper()
	return bookOf(t, partner, 1, switches...)
}

// bookOf has one code, with a notify_url, in store S1. Switches are name, value, ….
func bookOf(t *testing.T, partner string, seed int64, switches ...any) *book {
	t.Helper()
	b := &book{t: t, clock: clock.New(noTime{}, time.Time{})}
	b.clock.Set(stamp(t, "2026-03-02 12:00:00"), clock.Frozen)
	db := store.New()
	require.NoError(t, db.Update(func(w *store.Tx) error {
		w.PutBuyer(alipay.Buyer{ID: rich, Login: "buyer@example.com", Wallet: alipay.AlipayHK})
		w.PutBuyer(alipay.Buyer{ID: limited, Login: "13212346685", Wallet: alipay.AlipayCN, Balance: 100_00, Limited: true, Rank: 1})
		w.PutBuyer(alipay.Buyer{ID: homeless, Rank: 2})
		return nil
	}))
	b.Ledger = ledger.New(ledger.Config{
		DB: db, Clock: b.clock, Chance: chance.New(seed, partner), PublicURL: func() string { return "http://localhost:8080/" },
		Publish: func(e []ledger.Event) {
			b.mu.Lock()
			defer b.mu.Unlock()
			b.events = append(b.events, e...)
		},
	})
	m := alipay.DefaultMerchant(partner)
	values := map[string]any{}
	for i := 0; i < len(switches); i += 2 {
		values[switches[i].(string)] = switches[i+1]
	}
	require.NoError(t, m.Apply(values))
	b.do(func(tx *ledger.Tx) { tx.PutMerchant(m) })
	b.qr = b.code(b.biz("S1"))
	return b
}

func (b *book) do(fn func(*ledger.Tx)) {
	b.t.Helper()
	require.NoError(b.t, b.Update(nil, func(tx *ledger.Tx) error { fn(tx); return nil }))
}

func (b *book) read() (r store.Reader) {
	b.View(func(now store.Reader) { r = now })
	return r
}

// at sets the clock, as PUT …/clock does.
func (b *book) at(text string) { b.clock.Set(stamp(b.t, text), "") }

func (b *book) after(d time.Duration) { b.clock.Set(b.clock.Now().Add(d), "") }

func (b *book) biz(storeID string) alipay.BizData {
	return alipay.BizData{
		Industry: "5812", MerchantID: "M1", MerchantName: "Noodles", StoreID: storeID, StoreName: "Noodles " + storeID,
		TransCurr: "HKD", Currency: "HKD",
	}
}

func (b *book) code(biz alipay.BizData) (q alipay.QRCode) {
	b.t.Helper()
	b.do(func(tx *ledger.Tx) {
		q = tx.CreateCode(ledger.CodeRequest{Biz: biz, NotifyURL: shopURL, SignType: alipay.MD5, Charset: alipay.UTF8})
	})
	return q
}

func (b *book) order(amount alipay.Money) (trade alipay.Trade) {
	b.t.Helper()
	b.do(func(tx *ledger.Tx) {
		var err error
		trade, err = tx.OpenOrder(ledger.Order{QRCode: b.qr.Value, Amount: amount})
		require.NoError(b.t, err)
	})
	return trade
}

func (b *book) pay(outTradeNo string) (err error) {
	_ = b.Update(nil, func(tx *ledger.Tx) error {
		_, _, err = tx.Pay(outTradeNo, ledger.Paid)
		return err
	})
	return err
}

// paid is a trade that was opened and paid now.
func (b *book) paid(amount alipay.Money) alipay.Trade {
	b.t.Helper()
	trade := b.order(amount)
	require.NoError(b.t, b.pay(trade.OutTradeNo))
	return b.trade(trade.OutTradeNo)
}

func (b *book) trade(outTradeNo string) alipay.Trade {
	b.t.Helper()
	trade, ok := b.read().Trade(outTradeNo)
	require.True(b.t, ok)
	trade.Change = 0 // which no rule knows
	return trade
}

const (
	inSync = true
	later  = false
)

func (b *book) refund(id, outTradeNo string, amount alipay.Money, sync bool) (alipay.Refund, error) {
	return b.request(ledger.RefundRequest{OutTradeNo: outTradeNo, ID: id, Amount: amount, Sync: sync})
}

func (b *book) request(in ledger.RefundRequest) (r alipay.Refund, err error) {
	if in.Currency == "" {
		in.Currency = "HKD"
	}
	in.SignType, in.Charset = alipay.MD5, alipay.GBK
	_ = b.Update(nil, func(tx *ledger.Tx) error {
		r, err = tx.Refund(in)
		return err
	})
	return r, err
}

func (b *book) refunded(id string) alipay.Refund {
	b.t.Helper()
	r, ok := b.read().Refund(id)
	require.True(b.t, ok)
	return r
}

func (b *book) cancel(outTradeNo string) (c ledger.Cancelled, err error) {
	_ = b.Update(nil, func(tx *ledger.Tx) error {
		c, err = tx.Cancel(outTradeNo, "")
		return err
	})
	return c, err
}

func (b *book) patch(name string, value any) {
	b.t.Helper()
	b.do(func(tx *ledger.Tx) {
		_, err := tx.PatchMerchant(map[string]any{name: value})
		require.NoError(b.t, err)
	})
}

func (b *book) balance() alipay.Money { return b.read().Merchant().Balance }

func (b *book) purse(id string) alipay.Money {
	buyer, _ := b.read().Buyer(id)
	return buyer.Balance
}

func (b *book) notifications() []alipay.Notification {
	return slices.Collect(b.read().Notifications(0))
}

// deliver sends what is due now to a shop that answers as told, and tells how
// many sends there were.
func (b *book) deliver(answer string) int {
	b.t.Helper()
	b.CatchUp()
	taken := b.Take(b.clock.Now(), 100, false)
	for _, d := range taken {
		b.Land(d, alipay.Attempt{At: d.At, Status: 200, Answer: answer, Acked: answer == "success"})
	}
	return len(taken)
}

func (b *book) happened(kind string) (list []ledger.Event) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, e := range b.events {
		if e.Due && string(e.Kind) == kind {
			list = append(list, e)
		}
	}
	return list
}

func field(n alipay.Notification, name string) string {
	for _, f := range n.Fields {
		if f.Name == name {
			return f.Value
		}
	}
	return "(absent)"
}

var errRefused = errors.New("refused")

func isLower34(id string) bool {
	return len(id) == 34 && strings.Trim(id, "0123456789abcdefghijklmnopqrstuvwxyz") == ""
}
