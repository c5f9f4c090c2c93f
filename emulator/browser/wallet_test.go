package browser_test

import (
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"
)

func TestWallet(t *testing.T) {
	t.Parallel()
	t.Run("the whole payment, from a photo of the code to the receipt", func(t *testing.T) {
		t.Parallel()
		s := openShop(t)
		b := open(t, s.e.URL(), phone("en"))
		b.visit("/wallet")
		b.shows("Who pays")
		b.shoot("wallet")
		b.do(chromedp.SetUploadFiles(`[name="photo"]`, []string{s.photo()}))
		b.click("Read the photo")
		b.shows(evil)
		b.fill("amount", "88.00")
		b.shoot("wallet-amount")
		b.click("Pay now")
		b.shows("Confirm payment")
		b.fill("password", "000000")
		b.click("Confirm")
		b.shows("Wrong password")
		b.expected("422") // the form was refused, and the browser says so
		b.shoot("wallet-wrong-password")
		b.fill("password", "123456")
		b.click("Confirm")
		b.shows("Payment successful")
		b.shows("88.00 HKD")
		b.shows("2026-01-05 10:00:00")
		b.narrow()
		b.shoot("wallet-success")
	})
	t.Run("a stopped code, in Chinese", func(t *testing.T) {
		t.Parallel()
		s := openShop(t)
		b := open(t, s.e.URL(), phone("zh-HK"))
		b.visit(world + "/codes")
		b.click("停用")
		b.shows("已停用")
		b.visit("/wallet/scan?qrcode=" + s.qrcode)
		b.shows("此二維碼無效")
		b.expected("409")
		b.narrow()
		b.shoot("wallet-stopped")
	})
	t.Run("an order that has timed out", func(t *testing.T) {
		t.Parallel()
		s := openShop(t)
		b := open(t, s.e.URL(), phone("en"))
		b.visit("/wallet/scan?qrcode=" + s.qrcode)
		b.fill("amount", "5")
		b.click("Pay now")
		b.shows("Confirm payment")
		require.NoError(t, s.e.Advance(partner, 4*time.Minute))
		b.fill("password", "123456")
		b.click("Confirm")
		b.shows("This order has timed out")
		b.shoot("wallet-timeout")
	})
	t.Run("a wrong amount is told beside its field", func(t *testing.T) {
		t.Parallel()
		s := openShop(t)
		b := open(t, s.e.URL(), phone("en"))
		b.visit("/wallet/scan?qrcode=" + s.qrcode)
		b.fill("amount", "a lot")
		b.click("Pay now")
		b.shows("Enter an amount")
		b.expected("422")
	})
}

// photo is the code's picture as a file.
func (s *shop) photo() string {
	s.t.Helper()
	resp, err := http.Get(s.e.URL() + "show.htm?picSize=M&code=" + s.qrcode[strings.LastIndex(s.qrcode, "/")+1:])
	require.NoError(s.t, err)
	defer func() { _ = resp.Body.Close() }()
	picture, err := io.ReadAll(resp.Body)
	require.NoError(s.t, err)
	file := filepath.Join(s.t.TempDir(), "code.png")
	require.NoError(s.t, os.WriteFile(file, picture, 0o600))
	return file
}
