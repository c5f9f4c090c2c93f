package alipay_test

import (
	"net/url"
	"os"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/simplifiedchinese"

	"localipay/scenarios/example/alipay"
)

const key = "k3yk3yk3yk3yk3yk3yk3yk3yk3yk3y00"

// vector is a payment notification with a signature that was computed by hand.
func vector() url.Values {
	return url.Values{
		"buyer_email": {"cus***@example.com"}, "buyer_id": {"2088000000000099"},
		"gmt_create": {"2020-06-01 10:05:00"}, "gmt_payment": {"2020-06-01 10:05:02"},
		"notify_action_type": {"payByAccountAction"}, "notify_id": {"0123456789abcdef0123456789abcdef01"},
		"notify_time": {"2020-06-01 10:05:03"}, "notify_type": {"trade_status_sync"},
		"out_trade_no": {"2020060110050000001"}, "paytools_pay_amount": {`[{"ALIPAYACCOUNT":"88.00"}]`},
		"price": {"88.00"}, "quantity": {"1"}, "seller_email": {"mer***@example.com"}, "seller_id": {"2088000000000001"},
		"subject": {"Harbour Noodle Central"}, "total_fee": {"88.00"}, "trade_no": {"2020060122001400000000000001"},
		"trade_status": {"TRADE_SUCCESS"}, "sign": {"9eb32501f04cc44d18c1b45aa07d1a32"}, "sign_type": {"MD5"},
	}
}

func client() *alipay.Client {
	return &alipay.Client{Partner: "2088000000000001", SignType: alipay.MD5, Charset: "UTF-8", Keys: alipay.Keys{MD5Key: key}}
}

func TestReadNotification(t *testing.T) {
	t.Parallel()
	t.Run("a signature that holds is taken", func(t *testing.T) {
		t.Parallel()
		n, err := client().ReadNotification("", []byte(vector().Encode()))
		require.NoError(t, err)
		require.Equal(t, "88.00", n.Get("total_fee"))
	})
	for name, spoil := range map[string]func(url.Values){
		"a changed amount":          func(v url.Values) { v.Set("total_fee", "0.01") },
		"another signature":         func(v url.Values) { v.Set("sign", "00000000000000000000000000000000") },
		"no signature":              func(v url.Values) { v.Del("sign") },
		"an empty signature":        func(v url.Values) { v.Set("sign", "") },
		"no sign_type":              func(v url.Values) { v.Del("sign_type") },
		"a lower-case sign_type":    func(v url.Values) { v.Set("sign_type", "md5") },
		"RSA with SHA-1":            func(v url.Values) { v.Set("sign_type", "RSA") },
		"RSA2 without Alipay's key": func(v url.Values) { v.Set("sign_type", "RSA2") },
	} {
		t.Run(name+" is refused", func(t *testing.T) {
			t.Parallel()
			form := vector()
			spoil(form)
			_, err := client().ReadNotification("", []byte(form.Encode()))
			require.ErrorIs(t, err, alipay.ErrSignature)
		})
	}
	t.Run("without a key nobody's MD5 is right", func(t *testing.T) {
		t.Parallel()
		c := client()
		c.Keys.MD5Key = ""
		_, err := c.ReadNotification("", []byte(vector().Encode()))
		require.ErrorIs(t, err, alipay.ErrSignature)
	})
	for name, body := range map[string]string{
		"a field that comes twice": vector().Encode() + "&total_fee=0.01",
		"a broken escape":          "total_fee=%zz",
		"a broken name":            "%zz=1",
	} {
		t.Run(name+" cannot be read", func(t *testing.T) {
			t.Parallel()
			_, err := client().ReadNotification("", []byte(body))
			require.ErrorIs(t, err, alipay.ErrForm)
		})
	}
	t.Run("GBK is verified as it came and read as GBK", func(t *testing.T) {
		t.Parallel()
		gbk, err := simplifiedchinese.GBK.NewEncoder().String("退货")
		require.NoError(t, err)
		body := "subject=" + url.QueryEscape(gbk) + "&sign_type=MD5&sign=" + md5Of("subject="+gbk+key)
		n, err := client().ReadNotification("application/x-www-form-urlencoded; charset=GBK", []byte(body))
		require.NoError(t, err)
		require.Equal(t, "退货", n.Get("subject"))
		_, err = client().ReadNotification("application/x-www-form-urlencoded; charset=UTF-8", []byte(body))
		require.ErrorIs(t, err, alipay.ErrForm)
		_, err = client().ReadNotification("application/x-www-form-urlencoded; charset=KOI8-R", []byte(body))
		require.ErrorContains(t, err, "KOI8-R")
	})
}

func FuzzReadNotification(f *testing.F) {
	f.Add("application/x-www-form-urlencoded; charset=GBK", vector().Encode())
	f.Add("", "a=%")
	f.Fuzz(func(t *testing.T, contentType, body string) {
		n, err := client().ReadNotification(contentType, []byte(body))
		if err == nil {
			require.NotEmpty(t, n.Get("sign"), "nothing without a signature is believed")
		}
	})
}

func TestKeys(t *testing.T) {
	t.Parallel()
	read := func(name string) []byte {
		text, err := os.ReadFile("../../../keys/" + name)
		require.NoError(t, err)
		return text
	}
	t.Run("PEM files are read", func(t *testing.T) {
		t.Parallel()
		_, err := alipay.ParsePrivateKey(read("merchant_2088000000000001_private.pem"))
		require.NoError(t, err)
		_, err = alipay.ParsePublicKey(read("alipay_public.pem"))
		require.NoError(t, err)
	})
	t.Run("anything else is an error that says so", func(t *testing.T) {
		t.Parallel()
		_, err := alipay.ParsePrivateKey([]byte("key"))
		require.ErrorContains(t, err, "no PEM block")
		_, err = alipay.ParsePublicKey([]byte("key"))
		require.ErrorContains(t, err, "no PEM block")
		_, err = alipay.ParsePrivateKey(read("alipay_public.pem"))
		require.ErrorContains(t, err, "private key")
		_, err = alipay.ParsePublicKey(read("merchant_2088000000000001_private.pem"))
		require.ErrorContains(t, err, "public key")
	})
}
