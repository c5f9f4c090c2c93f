package admin_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"localipay/emulator/alipay"
	"localipay/keys"
)

const merchants = "/_admin/merchants"

func TestMakingAMerchant(t *testing.T) {
	t.Parallel()

	t.Run("without a body generates whatever it needs", func(t *testing.T) {
		t.Parallel()
		c := start(t)
		m := c.ok("POST", merchants, "")
		require.Equal(t, 201, m.status)
		require.Regexp(t, `^[0-9]{16}$`, m.at("partner"))
		require.Regexp(t, `^[a-z0-9]{32}$`, m.at("md5_key"))
		require.NotEmpty(t, m.at("sftp_password"))
		require.NotEmpty(t, m.at("name"))
		require.Nil(t, m.at("rsa_public_key"))
		require.Nil(t, m.at("balance"))
		require.Equal(t, keys.AlipayPublicPEM(), m.at("alipay_public_key"))
		require.Equal(t, c.e.GatewayURL(), m.at("gateway_url"))
		require.Equal(t, "2026-01-05T10:00:00+08:00", m.at("clock.now"))
		require.JSONEq(t, string(m.body), string(c.ok("GET", merchants+"/"+m.text("partner"), "").body))
	})

	t.Run("gives the defaults of interface.md to switches left out", func(t *testing.T) {
		t.Parallel()
		m := start(t).ok("POST", merchants, `{"partner":"2088000000000777"}`)
		require.Len(t, m.at("services"), 9)
		for name, standard := range map[string]any{
			"strict": false, "response_charset": "url", "qrcode_envelope": "qrcodeinfo", "qr_base": "https://qr.alipay.com/",
			"currency": "HKD", "payment_inst": "ALIPAYHK", "pay_timeout": "3m", "refund_period": "180d", "refund_window": "23:00",
			"notify_verify_ttl": "1m", "review_delay": "0s", "fee_rate": "0", "refund_returns_fee": false, "balance": nil,
			"sftp_authorized_key": nil,
		} {
			require.Equal(t, standard, m.at(name), name)
		}
	})

	t.Run("keeps what it was given", func(t *testing.T) {
		t.Parallel()
		public, _ := keys.MerchantPublicPEM(demo)
		m := start(t).ok("POST", merchants, `{"partner":"0000000000000001","md5_key":"my key","name":"茶餐廳","services":[],
			"balance":"100.00","pay_timeout":"90s","rsa_public_key":"`+strings.ReplaceAll(public, "\n", `\n`)+`"}`)
		require.Equal(t, "0000000000000001", m.at("partner"))
		require.Equal(t, "my key", m.at("md5_key"))
		require.Equal(t, "茶餐廳", m.at("name"))
		require.Equal(t, []any{}, m.at("services"))
		require.Equal(t, "100.00", m.at("balance"))
		require.Equal(t, "1m30s", m.at("pay_timeout"))
		require.Equal(t, public, m.at("rsa_public_key"))
	})

	t.Run("refuses a partner id that is taken, and names it", func(t *testing.T) {
		t.Parallel()
		require.Contains(t, start(t).refuse(409, "PARTNER_TAKEN", "POST", merchants, `{"partner":"`+demo+`"}`), demo)
	})

	t.Run("follows the seed", func(t *testing.T) {
		t.Parallel()
		one, other := start(t), start(t)
		require.Equal(t, one.ok("POST", merchants, "").at("md5_key"), other.ok("POST", merchants, "").at("md5_key"))
	})
}

func TestRefusedMerchants(t *testing.T) {
	t.Parallel()
	shared := start(t)
	before := shared.ok("GET", merchants, "")
	for name, one := range map[string]struct{ body, says string }{
		"an unknown switch, with the one that was meant": {`{"balanse":"1.00"}`, `did you mean "balance"`},
		"a number instead of an amount's text":           {`{"balance":100}`, "balance: 100 is not a text"},
		"an amount that is none":                         {`{"balance":"1e3"}`, `balance: 1e3 is not an amount`},
		"a text instead of true or false":                {`{"strict":"yes"}`, "strict: yes is not true or false"},
		"a service that Alipay does not have":            {`{"services":["alipay.acquire.pay"]}`, "alipay.acquire.pay"},
		"a duration without a unit":                      {`{"pay_timeout":"3"}`, `pay_timeout: "3"`},
		"null where a value must be":                     {`{"currency":null}`, "currency"},
		"a key that is no RSA key":                       {`{"rsa_public_key":"AAAA"}`, "rsa_public_key"},
		"a QR base without a slash at the end":           {`{"qr_base":"http://pay.example"}`, "qr_base"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := shared.of(t)
			require.Contains(t, c.refuse(400, "INVALID_ARGUMENT", "POST", merchants, one.body), one.says)
			require.Contains(t, c.refuse(400, "INVALID_ARGUMENT", "PATCH", world, one.body), one.says)
			require.JSONEq(t, string(before.body), string(c.ok("GET", merchants, "").body))
		})
	}

	for name, partner := range map[string]string{
		"too short": `"208800000000001"`, "a number": `2088000000000001`, "not digits": `"208800000000000x"`, "empty": `""`,
	} {
		t.Run("a partner id that is "+name, func(t *testing.T) {
			t.Parallel()
			require.Contains(t, shared.of(t).refuse(400, "INVALID_ARGUMENT", "POST", merchants, `{"partner":`+partner+`}`), "16 digits")
		})
	}

	for _, member := range []string{"partner", "clock", "gateway_url", "alipay_public_key"} {
		t.Run("a change of "+member+", which is no switch, with a word on it", func(t *testing.T) {
			t.Parallel()
			require.Contains(t, shared.of(t).refuse(400, "INVALID_ARGUMENT", "PATCH", world, `{"`+member+`":"x"}`), member+": it ")
		})
	}
}

func TestChangingAMerchant(t *testing.T) {
	t.Parallel()

	t.Run("PATCH changes the switches that it names and no other", func(t *testing.T) {
		t.Parallel()
		c := start(t)
		c.ok("PATCH", world, `{"strict":true,"balance":"5.00"}`)
		m := c.ok("GET", world, "")
		require.Equal(t, true, m.at("strict"))
		require.Equal(t, "5.00", m.at("balance"))
		require.Equal(t, "Harbour Noodle", m.at("name"))
	})

	t.Run("null takes the limit off the balance and the key away", func(t *testing.T) {
		t.Parallel()
		c := start(t)
		require.NotNil(t, c.ok("PATCH", world, `{"balance":"5.00"}`).at("rsa_public_key"))
		m := c.ok("PATCH", world, `{"balance":null,"rsa_public_key":null,"services":null}`)
		require.Nil(t, m.at("balance"))
		require.Nil(t, m.at("rsa_public_key"))
		require.Len(t, m.at("services"), len(alipay.Services()))
	})

	t.Run("DELETE removes it with all that is its", func(t *testing.T) {
		t.Parallel()
		c := start(t)
		code := c.code("S1", "")
		c.ok("DELETE", world, "")
		require.Contains(t, c.refuse(404, "NO_MERCHANT", "GET", world, ""), demo)
		c.refuse(404, "NO_MERCHANT", "GET", world+"/trades", "")
		c.refuse(404, "NO_MERCHANT", "DELETE", world, "")
		c.refuse(409, "INVALID_QRCODE", "POST", "/_admin/wallet/scan", `{"qrcode":"`+code+`"}`)
		c.ok("POST", merchants, `{"partner":"`+demo+`"}`)
		require.Empty(t, c.ok("GET", world+"/qrcodes", "").at("items"))
	})

	t.Run("what one does shows in no other", func(t *testing.T) {
		t.Parallel()
		c := start(t)
		c.pay(c.code("S1", ""), "1.00")
		c.ok("POST", world+"/clock/advance", `{"by":"1h"}`)
		other := merchants + "/2088000000000002"
		require.Empty(t, c.ok("GET", other+"/trades", "").at("items"))
		require.Empty(t, c.ok("GET", other+"/requests", "").at("items"))
		require.Equal(t, "2026-01-05T10:00:00+08:00", c.ok("GET", other+"/clock", "").at("now"))
	})

	t.Run("what one does changes no id that another makes", func(t *testing.T) {
		t.Parallel()
		one, other := start(t), start(t)
		other.pay(other.ok("GET", merchants+"/2088000000000002/qrcodes", "").text("items.0.qrcode"), "1.00")
		other.ok("POST", merchants, "")
		require.Equal(t, one.code("S1", ""), other.code("S1", ""))
		require.Equal(t, openOrder(one, one.code("S1", "")), openOrder(other, other.code("S1", "")))
	})
}
