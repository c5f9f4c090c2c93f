package view_test

import (
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"localipay/emulator/alipay"
	"localipay/emulator/chance"
	"localipay/emulator/clock"
	"localipay/emulator/ledger"
	"localipay/emulator/store"
	"localipay/emulator/view"
)

type noTime struct{}

func (noTime) Now() time.Time { return time.Unix(0, 0) }

func (noTime) After(time.Duration) (<-chan time.Time, func() bool) {
	return nil, func() bool { return true }
}

// shop is a ledger with a code at which anybody can pay.
func shop(t *testing.T) (l *ledger.Ledger, code string) {
	t.Helper()
	db := store.New()
	require.NoError(t, db.Update(func(tx *store.Tx) error {
		tx.PutBuyer(alipay.Buyer{ID: "2088100000000001", Name: "Ada"})
		return nil
	}))
	l = ledger.New(ledger.Config{
		DB: db, Clock: clock.New(noTime{}, noon), Chance: chance.New(1, "2088000000000001"),
		PublicURL: func() string { return "http://localhost/" }, Publish: func([]ledger.Event) {},
	})
	require.NoError(t, l.Update(nil, func(tx *ledger.Tx) error {
		tx.PutMerchant(alipay.DefaultMerchant("2088000000000001"))
		code = tx.CreateCode(ledger.CodeRequest{Biz: alipay.BizData{Industry: "5812", StoreID: "S1", Currency: "HKD"}}).Value
		return nil
	}))
	return l, code
}

func TestSheet(t *testing.T) {
	t.Parallel()
	l, code := shop(t)
	var sheets view.Sheets
	everyone := func(*ledger.Ledger) bool { return true }
	same := func(count int) {
		t.Helper()
		for _, query := range []string{"", "sort=status", "sort=amount&order=asc", "status=TRADE_SUCCESS"} {
			v, err := url.ParseQuery(query)
			require.NoError(t, err)
			q, _ := view.ReadQuery(v, "HKD")
			var want view.List
			l.View(func(r store.Reader) { want = view.Trades(r, q) })
			got := sheets.Of(l, everyone).Trades(l, q)
			require.Equal(t, want, got, query)
			if query == "" {
				require.Equal(t, count, got.Count)
			}
		}
	}
	open := func() (order string) {
		require.NoError(t, l.Update(nil, func(tx *ledger.Tx) error {
			trade, err := tx.OpenOrder(ledger.Order{QRCode: code, Amount: 1000})
			order = trade.OutTradeNo
			return err
		}))
		return order
	}
	pay := func(order string) {
		require.NoError(t, l.Update(nil, func(tx *ledger.Tx) error {
			_, _, err := tx.Pay(order, ledger.Paid)
			return err
		}))
	}

	same(0)
	first := open()
	same(1)
	before := l.Snapshot()
	second, third := open(), open()
	pay(first)
	pay(third)
	same(3)
	pay(second)
	same(3)
	l.Restore(before)
	same(1)
	open() // as many changes as before the restore, but others
	pay(first)
	same(2)

	other, _ := shop(t)
	require.NotSame(t, sheets.Of(l, everyone), sheets.Of(other, everyone))
	require.Same(t, sheets.Of(l, everyone), sheets.Of(l, everyone))
}
