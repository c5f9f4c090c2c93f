package gateway_test

import (
	"bytes"
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"localipay/emulator"
	"localipay/keys"
)

// demo is the merchant of the fixtures whose published key the shops use.
const demo = "2088000000000001"

// shop is a merchant and its system.
type shop struct {
	emulator        *emulator.Emulator
	partner, md5Key string
	private         *rsa.PrivateKey
	alipay          *rsa.PublicKey
}

// world is what a test starts: an emulator in which every shop is made.
type world struct{ emulator *emulator.Emulator }

func start(t testing.TB) world {
	t.Helper()
	return world{emulator.RunT(t)}
}

// base is where the emulator listens, whatever its public URL is.
func (s *shop) base() string { return "http://" + s.emulator.Addr().String() + "/" }

type switches map[string]any

// shop makes a merchant of its own, with an RSA key unless it is told otherwise.
func (w world) shop(t *testing.T, with ...switches) *shop {
	t.Helper()
	public, ok := keys.MerchantPublicPEM(demo)
	require.True(t, ok)
	body := switches{"rsa_public_key": public}
	for _, s := range with {
		maps.Copy(body, s)
	}
	private, ok := keys.MerchantPrivate(demo)
	require.True(t, ok)
	made := &shop{emulator: w.emulator, private: private}
	answer := made.admin(t, http.MethodPost, "merchants", body)
	made.partner, made.md5Key = answer["partner"].(string), answer["md5_key"].(string)
	made.alipay = publicKey(t, answer["alipay_public_key"].(string))
	return made
}

func publicKey(t *testing.T, text string) *rsa.PublicKey {
	t.Helper()
	block, _ := pem.Decode([]byte(text))
	require.NotNil(t, block)
	key, err := x509.ParsePKIXPublicKey(block.Bytes)
	require.NoError(t, err)
	return key.(*rsa.PublicKey)
}

// admin calls the admin API; a path that begins with a slash is about the shop's own merchant.
func (s *shop) admin(t *testing.T, method, path string, body any) map[string]any {
	t.Helper()
	if strings.HasPrefix(path, "/") {
		path = "merchants/" + s.partner + path
	}
	var sent io.Reader
	if body != nil {
		text, err := json.Marshal(body)
		require.NoError(t, err)
		sent = bytes.NewReader(text)
	}
	req, err := http.NewRequest(method, s.base()+"_admin/"+path, sent)
	require.NoError(t, err)
	req.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(req)
	require.NoError(t, err)
	defer func() { _ = response.Body.Close() }()
	out := map[string]any{}
	require.NoError(t, json.NewDecoder(response.Body).Decode(&out))
	require.Less(t, response.StatusCode, 300, "%s %s: %v", method, path, out)
	return out
}

func (s *shop) list(t *testing.T, path string) []any {
	t.Helper()
	return s.admin(t, http.MethodGet, path, nil)["items"].([]any)
}

// state is all that the admin API tells of a merchant's trade.
func (s *shop) state(t *testing.T) map[string]any {
	t.Helper()
	all := map[string]any{"merchant": s.admin(t, http.MethodGet, "merchants/"+s.partner, nil)}
	for _, name := range []string{"qrcodes", "trades", "refunds", "notifications"} {
		all[name] = s.list(t, "/"+name)
	}
	return all
}

func (s *shop) advance(t *testing.T, by string) {
	t.Helper()
	s.admin(t, http.MethodPost, "/clock/advance", map[string]any{"by": by})
}

// pay lets a customer scan and pay, and gives the trade's two numbers.
func (s *shop) pay(t *testing.T, qrcode, amount string) (outTradeNo, tradeNo string) {
	t.Helper()
	return numbers(s.admin(t, http.MethodPost, "wallet/pay?settle=true", map[string]any{"qrcode": qrcode, "amount": amount}))
}

// open lets a customer scan and type the amount, and no more.
func (s *shop) open(t *testing.T, qrcode, amount string) (outTradeNo, tradeNo string) {
	t.Helper()
	return numbers(s.admin(t, http.MethodPost, "wallet/orders", map[string]any{"qrcode": qrcode, "amount": amount}))
}

func numbers(trade map[string]any) (outTradeNo, tradeNo string) {
	return trade["out_trade_no"].(string), trade["trade_no"].(string)
}

// biz is biz_data of a store; nil takes a member away.
func biz(change ...map[string]any) string {
	data := map[string]any{
		"secondary_merchant_industry": "5812", "secondary_merchant_id": "M0001", "secondary_merchant_name": "Harbour Noodle",
		"store_id": "S01", "store_name": "Harbour Noodle Central", "trans_currency": "HKD", "currency": "HKD",
	}
	for _, c := range change {
		for name, value := range c {
			if data[name] = value; value == nil {
				delete(data, name)
			}
		}
	}
	text, err := json.Marshal(data)
	if err != nil {
		panic(err) // a test's own map
	}
	return string(text)
}

const (
	create       = "alipay.commerce.qrcode.create"
	modify       = "alipay.commerce.qrcode.modify"
	modifyStatus = "alipay.commerce.qrcode.modifyStatus"
	refund       = "alipay.acquire.overseas.spot.refund"
	query        = "alipay.acquire.overseas.query"
	cancel       = "alipay.acquire.cancel"
	refundQuery  = "alipay.acquire.refund.query"
	maintain     = "alipay.overseas.secmerchant.offline.maintain"
	storeQuery   = "alipay.overseas.secmerchant.maintain.queryStatus"
)

// now is the time at which the clocks of RunT stand, as a timestamp.
const now = "2026-01-05 10:00:00"

// creating is a qrcode.create that succeeds.
func (s *shop) creating(pairs ...string) *call {
	return s.call(create, "biz_type", "OVERSEASHOPQRCODE", "biz_data", biz(), "timestamp", now).with(pairs...)
}

// code makes a QR code.
func (s *shop) code(t *testing.T, pairs ...string) string {
	t.Helper()
	r := s.creating(pairs...).send(t)
	require.Equal(t, "SUCCESS", r.outcome(), "%s", r.raw)
	return r.leaves["qrcode"]
}

// paid is a trade over an amount.
func (s *shop) paid(t *testing.T, amount string) (outTradeNo, tradeNo string) {
	t.Helper()
	return s.pay(t, s.code(t), amount)
}

func (s *shop) refunding(outTradeNo, id, amount string, pairs ...string) *call {
	return s.call(refund, "partner_trans_id", outTradeNo, "partner_refund_id", id, "refund_amount", amount, "currency", "HKD").with(pairs...)
}

// soon bounds waits for what must come: long enough for any machine.
const soon = 20 * time.Second

// silent is for fuzzing, where a log of each request would drown all else.
func silent() *slog.Logger { return slog.New(slog.DiscardHandler) }
