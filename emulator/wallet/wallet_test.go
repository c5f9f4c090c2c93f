package wallet_test

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"localipay/emulator"
)

const partner = "2088000000000101"

// phone is a customer's phone: it keeps cookies and follows redirects.
type phone struct {
	t      *testing.T
	e      *emulator.Emulator
	client *http.Client
	qrcode string
}

func newPhone(t *testing.T, switches string) *phone {
	t.Helper()
	file := filepath.Join(t.TempDir(), "shop.yaml")
	require.NoError(t, os.WriteFile(file, []byte(`
merchants:
  - partner: "`+partner+`"
    name: Harbour Tea
    `+switches+`
    stores:
      - {store_id: S1, store_name: "<script>alert(1)</script>", secondary_merchant_name: Tea & Co, country_code: HK, address: 1 Road, is_show_memo: "true", qrcode: true}
buyers:
  - {buyer_id: "2088100000000101", login_id: 852-98765432, name: Rich}
  - {buyer_id: "2088100000000102", login_id: 852-98765433, name: Poor, balance: "5.00"}
`), 0o600))
	e := emulator.RunT(t, emulator.Options{Fixtures: file, Start: time.Date(2026, 1, 5, 2, 0, 0, 0, time.UTC), Frozen: true})
	jar, _ := cookiejar.New(nil) // never fails
	p := &phone{t: t, e: e, client: &http.Client{Jar: jar}}
	_, list := p.get("_admin/merchants/" + partner + "/qrcodes")
	p.qrcode = regexp.MustCompile(`https?://[^"]*ocx[0-9a-z]{20}`).FindString(list)
	require.NotEmpty(t, p.qrcode)
	return p
}

// answer sends a request and reads what comes, redirects followed.
func (p *phone) answer(req *http.Request, err error) (int, string) {
	p.t.Helper()
	require.NoError(p.t, err)
	resp, err := p.client.Do(req)
	require.NoError(p.t, err)
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(resp.Body)
	require.NoError(p.t, err)
	if strings.HasPrefix(resp.Header.Get("Content-Type"), "text/html") {
		require.NotContains(p.t, string(body), "<script>alert", "what a merchant sends is text")
	}
	return resp.StatusCode, string(body)
}

func (p *phone) get(path string) (int, string) {
	p.t.Helper()
	return p.answer(http.NewRequest(http.MethodGet, p.e.URL()+path, nil))
}

func (p *phone) post(path string, values url.Values) (int, string) {
	p.t.Helper()
	req, err := http.NewRequest(http.MethodPost, p.e.URL()+path, strings.NewReader(values.Encode()))
	require.NoError(p.t, err)
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return p.answer(req, err)
}

// opens an order and gives its path.
func (p *phone) opens(amount string) string {
	p.t.Helper()
	status, page := p.post("wallet/orders", url.Values{"qrcode": {p.qrcode}, "amount": {amount}, "memo": {"no ice"}})
	require.Equal(p.t, http.StatusOK, status, page)
	require.Contains(p.t, page, "Confirm payment")
	return regexp.MustCompile(`wallet/orders/\d{28}`).FindString(page)
}

func (p *phone) upload(picture []byte) (int, string) {
	p.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile("photo", "code.png")
	require.NoError(p.t, err)
	_, err = part.Write(picture)
	require.NoError(p.t, err)
	require.NoError(p.t, form.Close())
	req, err := http.NewRequest(http.MethodPost, p.e.URL()+"wallet/scan", &body)
	require.NoError(p.t, err)
	req.Header.Set("Content-Type", form.FormDataContentType())
	return p.answer(req, err)
}

func TestAPayment(t *testing.T) {
	t.Parallel()
	t.Run("goes from the code to the receipt", func(t *testing.T) {
		t.Parallel()
		p := newPhone(t, "pay_timeout: 3m")
		status, page := p.get("wallet")
		require.Equal(t, http.StatusOK, status)
		require.Contains(t, page, "&lt;script&gt;alert(1)&lt;/script&gt;")
		_, page = p.post("wallet/scan", url.Values{"qrcode": {p.qrcode}})
		require.Contains(t, page, "Tea &amp; Co")
		order := p.opens("88.00")
		status, page = p.post(order, url.Values{"password": {"123456"}})
		require.Equal(t, http.StatusOK, status)
		for _, word := range []string{"Payment successful", "88.00 HKD", "2026-01-05 10:00:00", "no ice", "Rich"} {
			require.Contains(t, page, word)
		}
		_, again := p.post(order, url.Values{"password": {"123456"}})
		require.Contains(t, again, "Payment successful", "a second tap finds it paid")
		_, trades := p.get("_admin/merchants/" + partner + "/trades")
		require.Equal(t, 1, strings.Count(trades, `"out_trade_no"`))
		_, page = p.get("wallet")
		require.Contains(t, page, order, "it stands among the latest payments")
	})
	t.Run("is not made by a wrong password", func(t *testing.T) {
		t.Parallel()
		p := newPhone(t, "pay_timeout: 3m")
		order := p.opens("88.00")
		for password, says := range map[string]string{"000000": "Wrong password", "12345": "six digits", "12345x": "six digits"} {
			status, page := p.post(order, url.Values{"password": {password}})
			require.Equal(t, http.StatusUnprocessableEntity, status)
			require.Contains(t, page, says)
		}
		_, trades := p.get("_admin/merchants/" + partner + "/trades")
		require.Contains(t, trades, "WAIT_BUYER_PAY")
	})
	t.Run("is not made from an empty wallet, and then by somebody else", func(t *testing.T) {
		t.Parallel()
		p := newPhone(t, "pay_timeout: 3m")
		_, page := p.post("wallet/customer", url.Values{"buyer": {"2088100000000102"}})
		require.Contains(t, page, `value="2088100000000102" selected`)
		status, page := p.post(p.opens("88.00"), url.Values{"password": {"123456"}})
		require.Equal(t, http.StatusConflict, status)
		require.Contains(t, page, "Insufficient funds")
		_, page = p.post(p.opens("4.00"), url.Values{"password": {"123456"}})
		require.Contains(t, page, "Payment successful")
		_, page = p.get("wallet")
		require.Contains(t, page, "Balance 1.00 HKD")
	})
	t.Run("comes too late for an order that has timed out", func(t *testing.T) {
		t.Parallel()
		p := newPhone(t, "pay_timeout: 3m")
		order := p.opens("88.00")
		require.NoError(t, p.e.Advance(partner, 3*time.Minute))
		_, page := p.post(order, url.Values{"password": {"123456"}})
		require.Contains(t, page, "This order has timed out")
	})
}

func TestAmountsAreChecked(t *testing.T) {
	t.Parallel()
	p := newPhone(t, "pay_timeout: 3m")
	for _, amount := range []string{"", "0", "-1", "1e3", "88.001", "abc", "100000000.01"} {
		status, page := p.post("wallet/orders", url.Values{"qrcode": {p.qrcode}, "amount": {amount}})
		require.Equal(t, http.StatusUnprocessableEntity, status, amount)
		require.Contains(t, page, "Enter an amount")
	}
	status, page := p.post("wallet/orders", url.Values{"qrcode": {p.qrcode}, "amount": {"1.00"}, "memo": {strings.Repeat("x", 401)}})
	require.Equal(t, http.StatusUnprocessableEntity, status)
	require.Contains(t, page, "at most 400 characters")
	_, trades := p.get("_admin/merchants/" + partner + "/trades")
	require.NotContains(t, trades, "out_trade_no")
}

func TestCodesThatCannotBePaid(t *testing.T) {
	t.Parallel()
	p := newPhone(t, "pay_timeout: 3m")
	for name, path := range map[string]string{
		"an unknown code":  "wallet/scan?qrcode=https://qr.alipay.com/ocx0000000000000000000",
		"no code":          "wallet/scan",
		"an unknown order": "wallet/orders/1",
	} {
		status, page := p.get(path)
		require.Equal(t, http.StatusNotFound, status, name)
		require.Contains(t, page, `role="alert"`, name)
	}
	status, page := p.post("wallet/scan", url.Values{"qrcode": {"milk, eggs, bread"}})
	require.Equal(t, http.StatusUnprocessableEntity, status)
	require.Contains(t, page, "not an Alipay merchant&#39;s code")
}

func TestStrangersPagesCannotPay(t *testing.T) {
	t.Parallel()
	p := newPhone(t, "pay_timeout: 3m")
	order := p.opens("88.00")
	req, err := http.NewRequest(http.MethodPost, p.e.URL()+order, strings.NewReader("password=123456"))
	require.NoError(t, err)
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Origin", "http://evil.example")
	status, _ := p.answer(req, err)
	require.Equal(t, http.StatusForbidden, status)
}

func TestPrintedCodes(t *testing.T) {
	t.Parallel()
	t.Run("of the public URL open the wallet", func(t *testing.T) {
		t.Parallel()
		p := newPhone(t, "qr_base: public")
		require.True(t, strings.HasPrefix(p.qrcode, p.e.URL()), p.qrcode)
		status, page := p.get(strings.TrimPrefix(p.qrcode, p.e.URL()))
		require.Equal(t, http.StatusOK, status)
		require.Contains(t, page, "Tea &amp; Co")
	})
	t.Run("are read from a picture", func(t *testing.T) {
		t.Parallel()
		p := newPhone(t, "pay_timeout: 3m")
		_, picture := p.get("show.htm?picSize=M&code=" + p.qrcode[strings.LastIndex(p.qrcode, "/")+1:])
		status, page := p.upload([]byte(picture))
		require.Equal(t, http.StatusOK, status)
		require.Contains(t, page, "Tea &amp; Co")
	})
	t.Run("are not read from what is no picture", func(t *testing.T) {
		t.Parallel()
		p := newPhone(t, "pay_timeout: 3m")
		status, page := p.upload([]byte("no picture at all"))
		require.Equal(t, http.StatusUnprocessableEntity, status)
		require.Contains(t, page, "no picture that can be read")
		status, page = p.upload(bytes.Repeat([]byte("x"), 13<<20))
		require.Equal(t, http.StatusRequestEntityTooLarge, status)
		require.Contains(t, page, "too big")
		status, page = p.post("wallet/scan", url.Values{})
		require.Equal(t, http.StatusUnprocessableEntity, status)
		require.Contains(t, page, "Choose a photo")
	})
}

func TestTheWalletSpeaksChinese(t *testing.T) {
	t.Parallel()
	p := newPhone(t, "pay_timeout: 3m")
	req, err := http.NewRequest(http.MethodGet, p.e.URL()+"wallet", nil)
	require.NoError(t, err)
	req.Header.Set("Accept-Language", "zh-HK")
	_, page := p.answer(req, err)
	require.Contains(t, page, "付款人")
	require.NotContains(t, page, "Who pays")
}
