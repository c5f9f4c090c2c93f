package scenarios_test

import (
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"localipay/emulator/alipay"
	"localipay/fixtures"
)

func TestTheSchemaOfFixtures(t *testing.T) {
	t.Parallel()
	s := compiled(t, fixtures.Schema())
	t.Run("has the words of the reader", func(t *testing.T) {
		t.Parallel()
		require.Equal(t, sorted(append(alipay.SwitchNames(), "partner", "stores")), s.words(t, "$defs", "merchant"))
		require.Equal(t, sorted(append(fixtures.BizMembers(), "qrcode", "notify_url")), s.words(t, "$defs", "store"))
		require.Equal(t, []string{"balance", "buyer_id", "login_id", "name", "wallet"}, s.words(t, "$defs", "buyer"))
		require.Equal(t, []string{"buyers", "generate", "merchants"}, s.words(t))
		require.Equal(t, sorted(alipay.Services()), s.enum(t, "$defs", "merchant", "properties", "services", "items"))
	})
	t.Run("takes the built-in file", func(t *testing.T) {
		t.Parallel()
		data, err := os.ReadFile("../fixtures/builtin.yaml")
		require.NoError(t, err)
		require.NoError(t, s.check(t, string(data)))
	})
	t.Run("takes the README's file", func(t *testing.T) {
		t.Parallel()
		blocks := readmeBlocks(t, `(?m)^merchants:`)
		require.NotEmpty(t, blocks)
		for _, block := range blocks {
			require.NoError(t, s.check(t, block))
		}
	})
	for name, text := range rightFixtures() {
		t.Run("takes "+name, func(t *testing.T) {
			t.Parallel()
			_, err := fixtures.Parse("a.yaml", []byte(text), 1)
			require.NoError(t, err)
			require.NoError(t, s.check(t, text))
		})
	}
	for name, text := range wrongFixtures() {
		t.Run("refuses, as the reader does, "+name, func(t *testing.T) {
			t.Parallel()
			_, err := fixtures.Parse("a.yaml", []byte(text), 1)
			require.Error(t, err)
			require.Error(t, s.check(t, text))
		})
	}
}

const (
	shop     = "merchants:\n- partner: \"2088000000000009\"\n"
	itsStore = shop + "  stores:\n  - store_id: S1\n    store_name: Shop\n"
	customer = "buyers:\n- buyer_id: \"2088000000000777\"\n  login_id: 852-98765432\n"
)

func rightFixtures() map[string]string {
	return map[string]string{
		"a merchant": shop,
		"every switch": shop + "  name: x\n  md5_key: k\n  rsa_public_key: null\n  services: []\n  strict: true\n  response_charset: request\n" +
			"  qrcode_envelope: alipay\n  qr_base: public\n  currency: MOP\n  payment_inst: ALIPAYCN\n  pay_timeout: 30m\n  refund_period: 180d\n" +
			"  refund_window: \"23:30\"\n  notify_verify_ttl: 90s\n  review_delay: 1d12h\n  fee_rate: \"0.012\"\n  refund_returns_fee: true\n" +
			"  balance: \"100\"\n  sftp_password: p\n  sftp_authorized_key: ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBIVN4vC93pM1wXM7V7uy00YpeQQnn3kU2hLKuyAox4v\n",
		"switches that are null": shop + "  services: null\n  balance: null\n",
		"a base with a path":     shop + "  qr_base: http://localhost:8080/\n",
		"a store":                itsStore + "    qrcode: true\n    notify_url: http://shop.example/n\n",
		"a taxi": shop + "  stores:\n  - secondary_merchant_industry: \"4121\"\n    taxi_operation_id: a\n    taxi_number: b\n" +
			"    taxi_driver_name: c\n    taxi_driver_mobile: d\n",
		"a fee":             itsStore + "    channel_fee: {type: FIXED, value: \"1.00\"}\n",
		"a buyer":           customer + "  balance: \"50.00\"\n  wallet: ALIPAYCN\n  name: x\n",
		"numbers to invent": "generate: {merchants: 1, stores: 2, buyers: 3}\n",
	}
}

func wrongFixtures() map[string]string {
	return map[string]string{
		"a list":                      "- a\n",
		"an unknown word":             "merchant: []\n",
		"no partner":                  "merchants: [{name: x}]\n",
		"an unquoted partner":         "merchants: [{partner: 2088000000000009}]\n",
		"a short partner":             "merchants: [{partner: \"2088\"}]\n",
		"an unknown switch":           shop + "  pay_timout: 3m\n",
		"a bad span":                  shop + "  pay_timeout: soon\n",
		"a span in numbers":           shop + "  pay_timeout: 3\n",
		"an unquoted rate":            shop + "  fee_rate: 0.012\n",
		"a rate of three":             shop + "  fee_rate: \"3\"\n",
		"a quoted truth":              shop + "  strict: \"true\"\n",
		"an unknown service":          shop + "  services: [alipay.acquire.cancle]\n",
		"a service that is a text":    shop + "  services: alipay.acquire.cancel\n",
		"an unknown wallet":           shop + "  payment_inst: ALIPAYUK\n",
		"no charset that is known":    shop + "  response_charset: body\n",
		"a base without its slash":    shop + "  qr_base: https://qr.alipay.com\n",
		"a currency in small letters": shop + "  currency: hkd\n",
		"no time of day":              shop + "  refund_window: \"24:00\"\n",
		"an amount of three places":   shop + "  balance: \"1.000\"\n",
		"a store without a name":      shop + "  stores:\n  - store_id: S1\n",
		"an unknown member":           itsStore + "    adress: x\n",
		"a taxi without plate":        shop + "  stores:\n  - secondary_merchant_industry: \"4121\"\n    taxi_operation_id: a\n",
		"an unquoted MCC":             itsStore + "    secondary_merchant_industry: 5812\n",
		"an unquoted memo switch":     itsStore + "    is_show_memo: true\n",
		"a fee without a value":       itsStore + "    channel_fee: {type: RATE}\n",
		"a fee of another type":       itsStore + "    channel_fee: {type: RATIO, value: \"0.01\"}\n",
		"a notify_url of no scheme":   itsStore + "    notify_url: shop.example/n\n",
		"qrcode in quotes":            itsStore + "    qrcode: \"true\"\n",
		"no buyers at all":            "buyers: []\n",
		"a buyer without login":       "buyers:\n- buyer_id: \"2088000000000777\"\n",
		"a strange buyer id":          "buyers:\n- buyer_id: \"1088000000000777\"\n  login_id: 852-98765432\n",
		"a strange login":             "buyers:\n- buyer_id: \"2088000000000777\"\n  login_id: bob\n",
		"a negative balance":          customer + "  balance: \"-1\"\n",
		"a negative number to invent": "generate: {buyers: -1}\n",
		"too many to invent":          "generate: {stores: 10001}\n",
		"an unknown thing to invent":  "generate: {buyer: 1}\n",
	}
}
