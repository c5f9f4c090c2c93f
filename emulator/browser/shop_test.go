package browser_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"localipay/emulator"
	"localipay/emulator/alipay"
	"localipay/emulator/signature"
)

const (
	partner = "2088000000000101"
	md5Key  = "a-key-for-tests"
	evil    = "<script>document.title='broken'</script>"
)

// shop is a merchant whose store has a name that would like to be a script.
type shop struct {
	t      *testing.T
	e      *emulator.Emulator
	qrcode string
}

func openShop(t *testing.T) *shop {
	t.Helper()
	inbox := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "success") }))
	t.Cleanup(inbox.Close)
	file := filepath.Join(t.TempDir(), "shop.yaml")
	require.NoError(t, os.WriteFile(file, []byte(`
merchants:
  - partner: "`+partner+`"
    name: Harbour Tea
    md5_key: `+md5Key+`
    stores:
      - {store_id: S1, store_name: "`+evil+`", secondary_merchant_name: "`+evil+`", country_code: HK, address: 1 Queen's Road, notify_url: "`+inbox.URL+`", qrcode: true}
`), 0o600))
	e := emulator.RunT(t, emulator.Options{
		Fixtures: file, Start: time.Date(2026, 1, 5, 2, 0, 0, 0, time.UTC), Frozen: true,
	})
	s := &shop{t: t, e: e}
	var codes struct {
		Items []struct{ QRCode string }
	}
	s.get("_admin/merchants/"+partner+"/qrcodes", &codes)
	require.Len(t, codes.Items, 1)
	s.qrcode = codes.Items[0].QRCode
	return s
}

func (s *shop) get(path string, out any) {
	s.t.Helper()
	resp, err := http.Get(s.e.URL() + path)
	require.NoError(s.t, err)
	defer func() { _ = resp.Body.Close() }()
	require.NoError(s.t, json.NewDecoder(resp.Body).Decode(out))
}

// paid is an order that a customer has paid.
func (s *shop) paid(amount string) string {
	s.t.Helper()
	trade, err := s.e.Pay(s.qrcode, amount)
	require.NoError(s.t, err)
	return trade.OutTradeNo
}

// calls sends a request that is signed with a key.
func (s *shop) calls(key string, params url.Values) string {
	s.t.Helper()
	params.Set("partner", partner)
	params.Set("_input_charset", "UTF-8")
	var fields []alipay.Field
	for name := range params {
		fields = append(fields, alipay.Field{Name: name, Value: params.Get(name)})
	}
	sign, err := signature.Sign(alipay.MD5, []byte(signature.StringToSign(fields)), key, nil)
	require.NoError(s.t, err)
	params.Set("sign", sign)
	params.Set("sign_type", "MD5")
	resp, err := http.Get(s.e.GatewayURL() + "?" + params.Encode())
	require.NoError(s.t, err)
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(resp.Body)
	require.NoError(s.t, err)
	return string(body)
}

func (s *shop) refunds(order, id, amount string) {
	s.t.Helper()
	answer := s.calls(md5Key, url.Values{
		"service": {alipay.ServiceRefund}, "partner_trans_id": {order}, "partner_refund_id": {id},
		"refund_amount": {amount}, "currency": {"HKD"}, "is_sync": {"Y"},
	})
	require.Contains(s.t, answer, "<result_code>SUCCESS</result_code>")
}

// faults is how many rules the merchant has.
func (s *shop) faults() int {
	s.t.Helper()
	var rules struct{ Items []any }
	s.get("_admin/merchants/"+partner+"/faults", &rules)
	return len(rules.Items)
}
