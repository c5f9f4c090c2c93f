package console_test

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/gorilla/mux"
	"github.com/stretchr/testify/require"

	"localipay/emulator/alipay"
	"localipay/emulator/clock"
	"localipay/emulator/console"
	"localipay/emulator/ledger"
	"localipay/emulator/world"
)

// crowded is a console over a merchant with so many paid trades.
func crowded(tb testing.TB, trades int) http.Handler {
	tb.Helper()
	url := func() string { return "http://localhost:8080/" }
	worlds := world.New(world.Config{
		Source: clock.System{}, Start: time.Date(2026, 1, 5, 2, 0, 0, 0, time.UTC), Frozen: true, PublicURL: url,
		Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Hub: world.NewHub(), Count: func(string) {},
	}, nil, []alipay.Buyer{{ID: "2088100000000001", Name: "Ada"}})
	tb.Cleanup(worlds.Close)
	m := alipay.DefaultMerchant(bookPartner)
	m.Name, m.MD5Key = "Noodles", bookKey
	w, err := worlds.Make(m)
	require.NoError(tb, err)
	require.NoError(tb, w.Ledger.Update(nil, func(t *ledger.Tx) error {
		code := t.CreateCode(ledger.CodeRequest{Biz: alipay.BizData{
			Industry: "5812", MerchantID: "M1", MerchantName: "Noodle Co", StoreID: "S1", StoreName: "Noodles Central", Currency: "HKD",
		}})
		for i := range trades {
			trade, err := t.OpenOrder(ledger.Order{QRCode: code.Value, Amount: alipay.Money(i%5000 + 1)})
			if err != nil {
				return err
			}
			if _, _, err = t.Pay(trade.OutTradeNo, ledger.Paid); err != nil {
				return err
			}
		}
		return nil
	}))
	c, err := console.New(console.Config{
		Worlds: worlds, PublicURL: url, Guard: func(_, next http.Handler) http.Handler { return next },
	})
	require.NoError(tb, err)
	router := mux.NewRouter()
	c.Register(router)
	return router
}

func read(tb testing.TB, h http.Handler, path string) *httptest.ResponseRecorder {
	tb.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "http://localhost"+path, nil))
	require.Equal(tb, http.StatusOK, w.Code, w.Body)
	return w
}

func TestSizeOfPages(t *testing.T) {
	t.Parallel()
	h := crowded(t, 300)
	for _, query := range []string{"", "?page=3", "?sort=amount&q=noodles"} {
		require.Less(t, read(t, h, bookHome+"/trades"+query).Body.Len(), 200_000)
	}
}

// BenchmarkTradesPage holds what is promised: 50 ms for a list of 100,000.
func BenchmarkTradesPage(b *testing.B) {
	h := crowded(b, 100_000)
	for _, query := range []string{"", "?page=1000", "?sort=amount", "?sort=status&order=asc&page=700", "?q=noodles", "?q=77777", "?min=40.00"} {
		b.Run(query, func(b *testing.B) {
			for b.Loop() {
				read(b, h, bookHome+"/trades"+query)
			}
		})
	}
}
