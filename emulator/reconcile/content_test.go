package reconcile_test

import (
	"errors"
	"io"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/iotest"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"localipay/emulator/alipay"
	"localipay/emulator/reconcile"
	"localipay/emulator/store"
)

func read(t require.TestingT, c *reconcile.Content) string {
	var out strings.Builder
	n, err := c.WriteTo(&out)
	require.NoError(t, err)
	require.Equal(t, c.Size(), n)
	require.Equal(t, c.Size(), int64(out.Len()), "its size is what was written")
	return out.String()
}

// dayOf is a day with so many payments, some in the same second.
func dayOf(t require.TestingT, payments int) (store.Reader, alipay.File) {
	day := time.Date(2026, 3, 2, 0, 0, 0, 0, alipay.GMT8(time.Time{}).Location())
	db := store.New()
	require.NoError(t, db.Update(func(w *store.Tx) error {
		w.PutMerchant(alipay.DefaultMerchant(partner))
		for i := range payments {
			w.PutEntry(alipay.Entry{
				Seq: uint64(i + 1), Kind: alipay.EntryPayment, At: day.Add(time.Duration(i/3) * time.Second),
				OutTradeNo: "20260302179443589822" + strconv.Itoa(10_000_000+i), TradeNo: "20260302220019982556" + strconv.Itoa(10_000_000+i),
				Amount: alipay.Money(i + 1), Fee: 1, Currency: "HKD", Issue: alipay.AlipayHK,
				Industry: "5812", MerchantName: "Harbour Noodle 海港麵家"[:14+3*(i%5)], MerchantID: "NOODLE",
			})
		}
		return nil
	}))
	return db.View(), alipay.File{Partner: partner, Kind: alipay.TransactionFile, Day: day}
}

func TestContent(t *testing.T) {
	t.Parallel()
	t.Run("can be read from any place, as much as wanted", func(t *testing.T) {
		t.Parallel()
		for _, kind := range []alipay.FileKind{alipay.TransactionFile, alipay.SettlementFile} {
			rows, f := dayOf(t, 1000)
			f.Kind = kind
			c, ok := reconcile.Open(rows, f)
			require.True(t, ok)
			text := read(t, c)
			rapid.Check(t, func(r *rapid.T) {
				from := rapid.IntRange(0, len(text)).Draw(r, "from")
				p := make([]byte, rapid.SampledFrom([]int{0, 1, 100, 32 << 10, 1 << 20}).Draw(r, "length"))
				n, err := c.ReadAt(p, int64(from))
				require.Equal(r, text[from:min(from+len(p), len(text))], string(p[:n]))
				if from+len(p) > len(text) || from == len(text) {
					require.ErrorIs(r, err, io.EOF)
				} else {
					require.NoError(r, err)
				}
			})
			_, err := c.ReadAt(make([]byte, 1), -1)
			require.Error(t, err)
		}
	})
	t.Run("is a reader like any other", func(t *testing.T) {
		t.Parallel()
		rows, f := dayOf(t, 10)
		c, _ := reconcile.Open(rows, f)
		require.NoError(t, iotest.TestReader(io.NewSectionReader(c, 0, c.Size()), []byte(read(t, c))))
	})
	t.Run("can be read by many at once", func(t *testing.T) {
		t.Parallel()
		rows, f := dayOf(t, 600)
		c, _ := reconcile.Open(rows, f)
		text := read(t, c)
		var readers sync.WaitGroup
		for i := range 16 {
			readers.Go(func() {
				p := make([]byte, 5000)
				n, _ := c.ReadAt(p, int64(i*6001))
				if string(p[:n]) != text[i*6001:i*6001+n] {
					t.Error("a piece is not what stands there")
				}
			})
		}
		readers.Wait()
	})
	t.Run("does not change with the ledger", func(t *testing.T) {
		t.Parallel()
		s := newShop(t)
		s.pay("plain", 1_00, local)
		tomorrow := stamp(t, "2026-03-03 09:00:00")
		c := new(reconcile.Shelf).List(s.read(), tomorrow)[0]
		before := read(t, c)
		s.pay("plain", 2_00, local)
		require.Equal(t, before, read(t, c))
		require.Equal(t, 2, new(reconcile.Shelf).List(s.read(), tomorrow)[0].Rows)
	})
	t.Run("stops where nobody takes it", func(t *testing.T) {
		t.Parallel()
		rows, f := dayOf(t, 1000)
		c, _ := reconcile.Open(rows, f)
		_, err := c.WriteTo(broken{})
		require.ErrorIs(t, err, errBroken)
	})
	t.Run("adds up, and shows its first rows in cells", func(t *testing.T) {
		t.Parallel()
		s := newShop(t)
		s.busyWeek()
		c, err := new(reconcile.Shelf).Find(s.read(), stamp(t, "2026-03-10 09:00:00"), partner+"_settlement_20260309.txt")
		require.NoError(t, err)
		sum := c.Sums[0]
		require.Len(t, c.Sums, 1)
		require.Equal(t, sum.Amount-sum.Fee, sum.Settlement())
		first := c.First(2)
		require.Len(t, first, 2)
		require.Len(t, first[0], len(alipay.SettlementFile.Columns()))
		require.Len(t, c.First(100), c.Rows)
	})
	t.Run("keeps currencies apart", func(t *testing.T) {
		t.Parallel()
		s := newShop(t)
		s.pay("plain", 1_00, local)
		s.patch("currency", "JPY")
		s.pay("plain", 500, local)
		c := new(reconcile.Shelf).List(s.read(), stamp(t, "2026-03-03 09:00:00"))[1]
		require.Equal(t, []reconcile.Sum{{"HKD", 1_00, 1}, {"JPY", 500, 6}}, c.Sums)
		require.Contains(t, read(t, c), "|500|6|JPY|")
	})
}

var errBroken = errors.New("broken")

type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errBroken }

func TestList(t *testing.T) {
	t.Parallel()
	names := func(list []*reconcile.Content) (out []string) {
		for _, c := range list {
			out = append(out, strings.TrimPrefix(c.File.Name(), partner+"_"))
		}
		return out
	}
	s := newShop(t)
	s.busyWeek()
	require.Equal(t, []string{
		"transaction_20260308.txt", "transaction_20260307.txt", "transaction_20260306.txt",
		"settlement_20260304.txt", "transaction_20260304.txt", "settlement_20260303.txt", "transaction_20260303.txt",
		"settlement_20260302.txt", "transaction_20260302.txt",
	}, names(new(reconcile.Shelf).List(s.read(), stamp(t, "2026-03-09 09:00:00"))))
	require.Empty(t, new(reconcile.Shelf).List(s.read(), stamp(t, "2026-03-02 23:59:59")))
	require.Empty(t, new(reconcile.Shelf).List(s.read(), stamp(t, "2026-04-02 12:00:00")))

	coming := func(now string) (out []string) {
		for _, f := range reconcile.Coming(s.read(), stamp(t, now)) {
			out = append(out, strings.TrimPrefix(f.Name(), partner+"_"))
		}
		return out
	}
	require.Equal(t, []string{"transaction_20260307.txt", "transaction_20260308.txt", "transaction_20260309.txt", "settlement_20260309.txt"}, coming("2026-03-08 08:59:59"))
	require.Equal(t, []string{"transaction_20260308.txt", "transaction_20260309.txt", "settlement_20260309.txt"}, coming("2026-03-08 09:00:00"))
	require.Equal(t, []string{"transaction_20260309.txt", "settlement_20260309.txt"}, coming("2026-03-09 09:00:00"))
	require.Empty(t, coming("2026-03-10 09:00:00"))
}

func TestFind(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	s.busyWeek()
	now := stamp(t, "2026-03-11 12:00:00")
	for name, why := range map[string]string{
		partner + "_transaction_20260303.txt":         "seven days",
		partner + "_settlement_20260308.txt":          "nothing is settled on a Sunday; what happens from Friday to Sunday is in Monday's file, " + partner + "_settlement_20260309.txt",
		partner + "_transaction_20260310.txt":         "no money moved on 2026-03-10",
		partner + "_settlement_20260310.txt":          "nothing was settled on 2026-03-10",
		partner + "_transaction_20260311.txt":         "it comes at 2026-03-12 09:00:00",
		"2088000000000002_transaction_20260309.txt":   "is no file of this merchant's",
		"../" + partner + "_transaction_20260309.txt": "is no file of this merchant's",
		partner + "_transaction_20260230.txt":         "is no file of this merchant's",
		"":                                            "is no file of this merchant's",
	} {
		t.Run("says why there is no "+name, func(t *testing.T) {
			t.Parallel()
			_, err := new(reconcile.Shelf).Find(s.read(), now, name)
			require.ErrorContains(t, err, why)
		})
	}
	c, err := new(reconcile.Shelf).Find(s.read(), now, partner+"_transaction_20260309.txt")
	require.NoError(t, err)
	require.Equal(t, 1, c.Rows)
}
