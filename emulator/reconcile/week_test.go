package reconcile_test

import (
	"flag"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"localipay/emulator/alipay"
	"localipay/emulator/chance"
	"localipay/emulator/clock"
	"localipay/emulator/ledger"
	"localipay/emulator/reconcile"
	"localipay/emulator/store"
)

var update = flag.Bool("update", false, "write testdata/week anew")

const (
	partner  = "2088000000000001"
	local    = "2088000000000099" // AlipayHK, pays where nobody is named
	mainland = "2088000000000098" // AlipayCN
)

type noTime struct{}

func (noTime) Now() time.Time { return time.Unix(0, 0) }

func (noTime) After(time.Duration) (<-chan time.Time, func() bool) {
	return nil, func() bool { return true }
}

// shop is a merchant on a frozen clock, with three codes.
type shop struct {
	*ledger.Ledger
	t     *testing.T
	clock *clock.Clock
	codes map[string]string // name → value
}

func stamp(t *testing.T, text string) time.Time {
	t.Helper()
	at, err := alipay.ParseTimestamp(text)
	require.NoError(t, err)
	return at
}

func newShop(t *testing.T) *shop {
	t.Helper()
	s := &shop{t: t, clock: clock.New(noTime{}, time.Time{}), codes: map[string]string{}}
	s.clock.Set(stamp(t, "2026-03-02 08:00:00"), clock.Frozen)
	db := store.New()
	require.NoError(t, db.Update(func(w *store.Tx) error {
		w.PutBuyer(alipay.Buyer{ID: local, Wallet: alipay.AlipayHK})
		w.PutBuyer(alipay.Buyer{ID: mainland, Wallet: alipay.AlipayCN, Rank: 1})
		return nil
	}))
	s.Ledger = ledger.New(ledger.Config{
		DB: db, Clock: s.clock, Chance: chance.New(1, partner), PublicURL: func() string { return "http://localhost:8080/" },
		Publish: func([]ledger.Event) {},
	})
	m := alipay.DefaultMerchant(partner)
	require.NoError(t, m.Apply(map[string]any{"fee_rate": "0.012"}))
	s.do(func(tx *ledger.Tx) error { tx.PutMerchant(m); return nil })
	s.code("plain", alipay.BizData{StoreID: "S1", MerchantName: "Harbour Noodle"})
	s.code("fixed", alipay.BizData{StoreID: "S1", MerchantName: "海港麵家", FeeType: alipay.FeeFixed, FeeValue: "1.50"})
	s.code("rate", alipay.BizData{StoreID: "S2", MerchantName: "Harbour | Tea\n", FeeType: alipay.FeeRate, FeeValue: "0.005"})
	return s
}

func (s *shop) do(fn func(*ledger.Tx) error) {
	s.t.Helper()
	require.NoError(s.t, s.Update(nil, fn))
}

func (s *shop) code(name string, biz alipay.BizData) {
	s.t.Helper()
	biz.Industry, biz.MerchantID, biz.TransCurr, biz.Currency = "5812", "NOODLE", "HKD", "HKD"
	s.do(func(tx *ledger.Tx) error {
		s.codes[name] = tx.CreateCode(ledger.CodeRequest{Biz: biz}).Value
		return nil
	})
}

func (s *shop) pay(code string, amount alipay.Money, buyer string) (outTradeNo string) {
	s.t.Helper()
	s.do(func(tx *ledger.Tx) error {
		trade, err := tx.OpenOrder(ledger.Order{QRCode: s.codes[code], Amount: amount, Buyer: buyer})
		require.NoError(s.t, err)
		outTradeNo = trade.OutTradeNo
		_, _, err = tx.Pay(outTradeNo, ledger.Paid)
		return err
	})
	return outTradeNo
}

const (
	inSync = true
	later  = false
)

func (s *shop) refund(id, outTradeNo string, amount alipay.Money, sync bool) {
	s.t.Helper()
	s.do(func(tx *ledger.Tx) error {
		_, err := tx.Refund(ledger.RefundRequest{OutTradeNo: outTradeNo, ID: id, Amount: amount, Currency: "HKD", Sync: sync})
		return err
	})
}

func (s *shop) cancel(outTradeNo string) (err error) {
	return s.Update(nil, func(tx *ledger.Tx) error {
		_, err = tx.Cancel(outTradeNo, "")
		return err
	})
}

func (s *shop) patch(name string, value any) {
	s.t.Helper()
	s.do(func(tx *ledger.Tx) error {
		_, err := tx.PatchMerchant(map[string]any{name: value})
		return err
	})
}

// at sets the clock; what falls due on the way is done.
func (s *shop) at(text string) {
	s.clock.Set(stamp(s.t, text), "")
	s.CatchUp()
}

func (s *shop) read() (r store.Reader) {
	s.View(func(now store.Reader) { r = now })
	return r
}

// busyWeek is what happens from Monday, 2 March 2026, to the Monday after.
func (s *shop) busyWeek() {
	s.at("2026-03-02 12:00:00")
	noon := s.pay("plain", 88_00, local)
	fixed := s.pay("fixed", 100_00, mainland)
	s.pay("rate", 33_33, local)
	s.refund("SAME-DAY", fixed, 100_00, later)

	s.at("2026-03-03 23:50:00")
	inTime, tooLate := s.pay("plain", 20_00, local), s.pay("fixed", 50_00, local)
	s.at("2026-03-03 23:59:59")
	require.NoError(s.t, s.cancel(inTime))
	s.at("2026-03-04 00:00:00")
	require.ErrorIs(s.t, s.cancel(tooLate), alipay.TradeCancelTimeOut)
	s.refund("AFTER-MIDNIGHT", tooLate, 50_00, inSync)

	s.at("2026-03-04 10:00:00")
	s.refund("TONIGHT", noon, 30_00, later)
	s.at("2026-03-04 23:30:00")
	s.patch("balance", "0")
	s.refund("SHORT", noon, 8_00, later)
	// Nothing happens on the fifth: its night finds no funds.
	s.at("2026-03-06 09:00:00")
	s.patch("balance", "1000")

	s.at("2026-03-06 09:30:00")
	friday := s.pay("plain", 10_05, local)
	s.at("2026-03-07 18:00:00")
	s.patch("refund_returns_fee", true)
	s.pay("rate", 1_00, mainland)
	s.refund("SATURDAY", friday, 3_35, inSync)
	s.at("2026-03-08 23:59:59")
	s.refund("SUNDAY", friday, 6_70, inSync)
	s.at("2026-03-09 00:00:00")
	s.pay("plain", 1_234_567_89, local)
}

// TestBusyWeek holds every file that such a week brings against testdata/week.
func TestBusyWeek(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	s.busyWeek()
	came := map[string]string{}
	for day := stamp(t, "2026-03-03 08:00:00"); day.Before(stamp(t, "2026-03-20 00:00:00")); day = day.Add(alipay.Day) {
		for _, c := range new(reconcile.Shelf).List(s.read(), day) {
			text := read(t, c)
			require.True(t, came[c.File.Name()] == "" || came[c.File.Name()] == text, "%s has changed", c.File.Name())
			came[c.File.Name()] = text
		}
	}
	folder := filepath.Join("testdata", "week")
	if *update {
		require.NoError(t, os.RemoveAll(folder))
		require.NoError(t, os.MkdirAll(folder, 0o755))
		for name, text := range came {
			require.NoError(t, os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600))
		}
	}
	entries, err := os.ReadDir(folder)
	require.NoError(t, err)
	names := []string{}
	for _, e := range entries {
		names = append(names, e.Name())
		t.Run(e.Name()+" is as it was", func(t *testing.T) {
			t.Parallel()
			want, err := os.ReadFile(filepath.Join(folder, e.Name()))
			require.NoError(t, err)
			require.Equal(t, string(want), came[e.Name()], "go test ./emulator/reconcile -run TestBusyWeek -update writes it")
		})
	}
	require.Len(t, came, len(names), "a file came that is not in %s", folder)
	require.True(t, slices.IsSorted(names))
}
