package emulator_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"localipay/emulator"
	"localipay/emulator/alipay"
	"localipay/emulator/ledger"
)

// demoCode is a code that the demo merchant has from the start.
func demoCode(t *testing.T, e *emulator.Emulator) string {
	t.Helper()
	answer := get(t, e, "/_admin/merchants/2088000000000001/qrcodes?limit=1")
	return textAt(t, answer, "items", "qrcode")
}

func TestPay(t *testing.T) {
	t.Parallel()

	t.Run("pays an amount to a code", func(t *testing.T) {
		t.Parallel()
		e := emulator.RunT(t)
		trade, err := e.Pay(demoCode(t, e), "88")
		require.NoError(t, err)
		require.Equal(t, alipay.TradeSuccess, trade.Status)
		require.Equal(t, alipay.Money(8800), trade.Amount)
		require.Equal(t, "2088100000000001", trade.BuyerID)
	})

	t.Run("refuses a code that is unknown, by its name", func(t *testing.T) {
		t.Parallel()
		_, err := emulator.RunT(t).Pay("https://qr.alipay.com/ocx0", "1.00")
		require.ErrorIs(t, err, ledger.ErrInvalidQRCode)
		require.ErrorContains(t, err, "ocx0")
	})

	t.Run("refuses what is no amount", func(t *testing.T) {
		t.Parallel()
		e := emulator.RunT(t)
		_, err := e.Pay(demoCode(t, e), "1.001")
		require.ErrorContains(t, err, `"1.001"`)
	})

	t.Run("tells that the buyer's wallet was too empty", func(t *testing.T) {
		t.Parallel()
		e := emulator.RunT(t, emulator.Options{Fixtures: poorFixtures(t)})
		trade, err := e.Pay(demoCode(t, e), "50.01")
		require.ErrorContains(t, err, "insufficient_funds")
		require.ErrorContains(t, err, "2088100000000009")
		require.Equal(t, alipay.WaitBuyerPay, trade.Status)
		_, err = e.Pay(demoCode(t, e), "50.00")
		require.NoError(t, err)
	})
}

// poorFixtures is a file in which the first buyer has 50.00.
func poorFixtures(t *testing.T) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "poor.yaml")
	require.NoError(t, os.WriteFile(file, []byte(`
merchants:
  - partner: "2088000000000001"
    stores:
      - {store_id: S1, store_name: Noodles, secondary_merchant_id: M1, secondary_merchant_name: Noodles,
         secondary_merchant_industry: "5812", qrcode: true}
buyers:
  - {buyer_id: "2088100000000009", login_id: 852-98765432, name: Poor, wallet: ALIPAYHK, balance: "50.00"}
`), 0o600))
	return file
}

func TestAdvance(t *testing.T) {
	t.Parallel()

	t.Run("moves one merchant's clock", func(t *testing.T) {
		t.Parallel()
		e := emulator.RunT(t)
		require.NoError(t, e.Advance("2088000000000001", 90*time.Minute))
		for partner, now := range map[int]string{1: "2026-01-05T11:30:00+08:00", 2: "2026-01-05T10:00:00+08:00"} {
			answer := get(t, e, fmt.Sprintf("/_admin/merchants/208800000000000%d/clock", partner))
			require.Equal(t, now, textAt(t, answer, "now"))
		}
	})

	t.Run("refuses a merchant that is none, and a way back", func(t *testing.T) {
		t.Parallel()
		e := emulator.RunT(t)
		require.ErrorContains(t, e.Advance("2088000000000404", time.Minute), "2088000000000404")
		require.ErrorContains(t, e.Advance("2088000000000001", -time.Minute), "later")
	})
}
