package view_test

import (
	"fmt"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"localipay/emulator/alipay"
	"localipay/emulator/store"
	"localipay/emulator/view"
)

var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.FixedZone("", 8*3600))

// filled is a world's rows with so many trades, a minute apart, at two stores
// and of two buyers.
func filled(n int) store.Reader {
	db := store.New()
	_ = db.Update(func(t *store.Tx) error {
		for i, name := range []string{"Noodles Central", "<script>"} {
			t.PutQRCode(alipay.QRCode{
				Seq: uint64(i + 1), Code: fmt.Sprintf("ocx0code%d", i),
				Biz: alipay.BizData{StoreID: fmt.Sprintf("S%d", i), StoreName: name},
			})
			t.PutBuyer(alipay.Buyer{ID: fmt.Sprintf("208810000000000%d", i), Name: []string{"Ada", "Bo"}[i], Rank: i})
		}
		for i := range n {
			t.PutTrade(trade(i))
		}
		return nil
	})
	return db.View()
}

func trade(i int) alipay.Trade {
	t := alipay.Trade{
		Seq: uint64(i + 10), OutTradeNo: fmt.Sprintf("2026%024d", i), TradeNo: fmt.Sprintf("9026%024d", i),
		Status: view.Statuses()[i%4], Amount: alipay.Money((i*7)%1000 + 1), Currency: "HKD", Code: fmt.Sprintf("ocx0code%d", i%2),
		BuyerID: fmt.Sprintf("208810000000000%d", i%2), CreatedAt: noon.Add(time.Duration(i) * time.Minute),
	}
	if t.Status != alipay.WaitBuyerPay {
		t.PaidAt = t.CreatedAt.Add(time.Second)
	}
	if t.Status == alipay.TradeClosed {
		t.Refunded = t.Amount
	}
	return t
}

func ask(t *testing.T, r store.Reader, query string) view.List {
	t.Helper()
	v, err := url.ParseQuery(query)
	require.NoError(t, err)
	q, wrong := view.ReadQuery(v, "HKD")
	require.Empty(t, wrong)
	return view.Trades(r, q)
}

func TestTrades(t *testing.T) {
	t.Parallel()
	rows := filled(240)

	t.Run("are newest first, a page at a time, with the sums of all pages", func(t *testing.T) {
		t.Parallel()
		list := ask(t, rows, "")
		require.Len(t, list.Rows, view.PageSize)
		require.Equal(t, uint64(249), list.Rows[0].Seq)
		require.Equal(t, 5, list.Pages)
		require.Equal(t, 240, list.Count)
		var paid, refunded alipay.Money
		for i := range 240 {
			if row := trade(i); row.Paid() {
				paid, refunded = paid+row.Amount, refunded+row.Refunded
			}
		}
		require.Equal(t, []view.Sum{{Currency: "HKD", Count: 240, Paid: paid, Refunded: refunded}}, list.Sums)
		last := ask(t, rows, "page=5")
		require.Len(t, last.Rows, 40)
		require.Equal(t, uint64(10), last.Rows[39].Seq)
	})
	t.Run("of a page that is not there any more are those of the last", func(t *testing.T) {
		t.Parallel()
		list := ask(t, rows, "page=900")
		require.Equal(t, 5, list.Query.Page)
		require.Equal(t, uint64(10), list.Rows[39].Seq)
	})
	t.Run("are told with their store", func(t *testing.T) {
		t.Parallel()
		require.Equal(t, "<script>", ask(t, rows, "").Rows[0].Store.StoreName)
	})

	filters := map[string]func(view.Row) bool{
		"status=TRADE_CLOSED":            func(r view.Row) bool { return r.Status == alipay.TradeClosed },
		"q=2026000000000000000000000017": func(r view.Row) bool { return r.Seq == 27 },
		"q=9026000000000000000000000017": func(r view.Row) bool { return r.Seq == 27 },
		"q=noodles+CENTRAL":              func(r view.Row) bool { return r.Code == "ocx0code0" },
		"q=s1":                           func(r view.Row) bool { return r.Code == "ocx0code1" },
		"q=%3Cscript%3E":                 func(r view.Row) bool { return r.Code == "ocx0code1" },
		"q=ocx0code1":                    func(r view.Row) bool { return r.Code == "ocx0code1" },
		"q=ada":                          func(r view.Row) bool { return r.BuyerID == "2088100000000000" },
		"q=nobody":                       func(view.Row) bool { return false },
		"min=5.00&max=6":                 func(r view.Row) bool { return r.Amount >= 500 && r.Amount <= 600 },
		"from=2026-03-02&to=2026-03-02":  func(r view.Row) bool { return r.CreatedAt.Day() == 2 },
		"to=2026-03-01":                  func(view.Row) bool { return false },
	}
	for query, wanted := range filters {
		t.Run("are left out unless "+query, func(t *testing.T) {
			t.Parallel()
			count := 0
			for i := range 240 {
				if wanted(view.Row{Trade: trade(i)}) {
					count++
				}
			}
			list := ask(t, rows, query)
			require.Equal(t, count, list.Count)
			for _, r := range list.Rows {
				require.True(t, wanted(r), r.OutTradeNo)
			}
		})
	}

	less := map[string]func(a, b view.Row) bool{
		"sort=amount":             func(a, b view.Row) bool { return a.Amount >= b.Amount },
		"sort=amount&order=asc":   func(a, b view.Row) bool { return a.Amount <= b.Amount },
		"sort=refunded":           func(a, b view.Row) bool { return a.Refunded >= b.Refunded },
		"sort=refunded&order=asc": func(a, b view.Row) bool { return a.Refunded <= b.Refunded },
		"order=asc":               func(a, b view.Row) bool { return a.Seq < b.Seq },
		"sort=status&order=asc":   func(a, b view.Row) bool { return a.Status == b.Status || a.Status == alipay.WaitBuyerPay },
	}
	for query, ordered := range less {
		t.Run("stand in order over all pages with "+query, func(t *testing.T) {
			t.Parallel()
			var all []view.Row
			for page := 1; page <= 5; page++ {
				all = append(all, ask(t, rows, fmt.Sprintf("%s&page=%d", query, page)).Rows...)
			}
			require.Len(t, all, 240)
			seen := map[string]bool{}
			for i, r := range all {
				require.False(t, seen[r.OutTradeNo])
				seen[r.OutTradeNo] = true
				if i > 0 && i < 60 {
					require.True(t, ordered(all[i-1], r), "%d", i)
				}
			}
		})
	}
}

func TestQuery(t *testing.T) {
	t.Parallel()

	t.Run("says which fields it cannot read, and does not filter by them", func(t *testing.T) {
		t.Parallel()
		q, wrong := view.ReadQuery(url.Values{
			"status": {"PAID"}, "from": {"yesterday"}, "to": {"2026-02-30"}, "min": {"-1"}, "max": {"1e9"}, "sort": {"colour"}, "page": {"-4"},
		}, "HKD")
		require.Equal(t, []string{"status", "sort", "from", "to", "min", "max"}, wrong)
		require.False(t, q.Filtered())
		require.Equal(t, 1, q.Page)
	})
	t.Run("comes back as the URL that it was", func(t *testing.T) {
		t.Parallel()
		for _, text := range []string{"", "from=2026-03-02&max=9.50&min=1.00&order=asc&page=2&q=%3Cb%3E&sort=amount&status=TRADE_SUCCESS&to=2026-03-04"} {
			v, err := url.ParseQuery(text)
			require.NoError(t, err)
			q, wrong := view.ReadQuery(v, "HKD")
			require.Empty(t, wrong)
			require.Equal(t, text, q.Values().Encode())
		}
	})
	t.Run("sorts by another column downwards first, and then upwards", func(t *testing.T) {
		t.Parallel()
		q, _ := view.ReadQuery(url.Values{"page": {"3"}}, "HKD")
		q = q.SortedBy(view.ByAmount)
		require.Equal(t, "sort=amount", q.Values().Encode())
		require.Equal(t, "order=asc&sort=amount", q.SortedBy(view.ByAmount).Values().Encode())
	})
}
