package admin_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"localipay/emulator/alipay"
	"localipay/emulator/signature"
	"localipay/emulator/wire"
)

// The first demo merchant, and its world in the API.
const (
	demo    = "2088000000000001"
	demoKey = "k3yk3yk3yk3yk3yk3yk3yk3yk3yk3y00"
	world   = "/_admin/merchants/" + demo
)

// newShop is a shop that answers notifications as told and closes with the
// test.
func newShop(t *testing.T, answer func(form url.Values) string) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_ = r.ParseForm()
		_, _ = io.WriteString(w, answer(r.PostForm))
	}))
	t.Cleanup(server.Close)
	return server.URL + "/notify"
}

// always is a shop's one answer to everything.
func always(text string) func(url.Values) string {
	return func(url.Values) string { return text }
}

// gateway sends a request signed with MD5, as the demo merchant's system
// would, and gives the body sent and the answer.
func (c *api) gateway(service string, params map[string]string) (body, answer string) {
	c.t.Helper()
	fields := []alipay.Field{
		{Name: "service", Value: service}, {Name: "partner", Value: demo}, {Name: "_input_charset", Value: "UTF-8"},
	}
	for name, value := range params {
		fields = append(fields, alipay.Field{Name: name, Value: value})
	}
	sign, err := signature.Sign(alipay.MD5, []byte(signature.StringToSign(fields)), demoKey, nil)
	require.NoError(c.t, err)
	fields = append(fields, alipay.Field{Name: "sign", Value: sign}, alipay.Field{Name: "sign_type", Value: "MD5"})
	body = wire.FormEncode(alipay.UTF8, fields)
	got := c.raw(http.MethodPost, "/gateway.do?_input_charset=UTF-8", "application/x-www-form-urlencoded", body)
	require.NoError(c.t, got.err)
	return body, string(got.body)
}

var qrcodeElement = regexp.MustCompile(`<qrcode>(.*?)</qrcode>`)

// code makes a QR code for a store of the demo merchant.
func (c *api) code(store, notifyURL string) string {
	c.t.Helper()
	_, answer := c.gateway(alipay.ServiceQRCodeCreate, map[string]string{
		"timestamp": "2026-01-05 10:00:00", "biz_type": "OVERSEASHOPQRCODE", "notify_url": notifyURL,
		"biz_data": fmt.Sprintf(`{"secondary_merchant_industry":"5812","secondary_merchant_id":"M1",
			"secondary_merchant_name":"Noodles","store_id":%q,"store_name":"Noodles, first street",
			"trans_currency":"HKD","currency":"HKD"}`, store),
	})
	found := qrcodeElement.FindStringSubmatch(answer)
	require.NotNil(c.t, found, answer)
	return found[1]
}

// pay lets a customer pay and waits for the shop.
func (c *api) pay(code, amount string) answer {
	c.t.Helper()
	return c.ok(http.MethodPost, "/_admin/wallet/pay?settle=true", fmt.Sprintf(`{"qrcode":%q,"amount":%q}`, code, amount))
}

// bare is a code without its host.
func bare(code string) string { return code[strings.LastIndexByte(code, '/')+1:] }
