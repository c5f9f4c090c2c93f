package notify_test

import (
	"net/url"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/simplifiedchinese"

	"localipay/emulator/alipay"
	"localipay/emulator/notify"
	"localipay/emulator/signature"
	"localipay/emulator/wire"
	"localipay/keys"
)

const md5Key = "0123456789abcdefghij0123456789ab"

var sentAt = time.Date(2026, 3, 2, 4, 0, 3, 0, time.UTC)

func notification(fields ...alipay.Field) alipay.Notification {
	return alipay.Notification{
		ID: "n1", SignType: alipay.MD5, Charset: alipay.UTF8,
		Fields: append([]alipay.Field{{Name: "trade_no", Value: "T1"}, {Name: "buyer_id", Value: "B1"}, {Name: "notify_id", Value: "n1"}}, fields...),
	}
}

func value(fields []alipay.Field, name string) string {
	i := slices.IndexFunc(fields, func(f alipay.Field) bool { return f.Name == name })
	if i < 0 {
		return "(absent)"
	}
	return fields[i].Value
}

func TestFields(t *testing.T) {
	t.Parallel()
	t.Run("are sorted, with notify_time of this send, and sign and sign_type last", func(t *testing.T) {
		t.Parallel()
		fields, err := notify.Fields(notification(), md5Key, nil, sentAt)
		require.NoError(t, err)
		names := []string{}
		for _, f := range fields {
			names = append(names, f.Name)
		}
		require.Equal(t, []string{"buyer_id", "notify_id", "notify_time", "trade_no", "sign", "sign_type"}, names)
		require.Equal(t, "2026-03-02 12:00:03", value(fields, "notify_time"))
		require.Equal(t, "MD5", value(fields, "sign_type"))
	})
	t.Run("leave the notification as it is", func(t *testing.T) {
		t.Parallel()
		n := notification()
		before := slices.Clone(n.Fields)
		_, err := notify.Fields(n, md5Key, nil, sentAt)
		require.NoError(t, err)
		require.Equal(t, before, n.Fields)
	})
	t.Run("are signed anew at each send", func(t *testing.T) {
		t.Parallel()
		first, err := notify.Fields(notification(), md5Key, nil, sentAt)
		require.NoError(t, err)
		second, err := notify.Fields(notification(), md5Key, nil, sentAt.Add(2*time.Minute))
		require.NoError(t, err)
		require.Equal(t, value(first, "notify_id"), value(second, "notify_id"))
		require.NotEqual(t, value(first, "sign"), value(second, "sign"))
	})
	t.Run("need a key", func(t *testing.T) {
		t.Parallel()
		_, err := notify.Fields(notification(), "", nil, sentAt)
		require.ErrorIs(t, err, signature.ErrKey)
	})
}

// TestSignature does what a shop does: decode the body, put the string to sign
// together, and check it over the bytes of the charset.
func TestSignature(t *testing.T) {
	t.Parallel()
	subject := alipay.Field{Name: "subject", Value: "茶餐廳 & 5% = \"好\" 😀"}
	for name, c := range map[string]struct {
		charset alipay.Charset
		subject string // as the shop reads it
	}{
		"UTF-8":                            {alipay.UTF8, subject.Value},
		"GBK, with ? for what it lacks":    {alipay.GBK, "茶餐廳 & 5% = \"好\" ?"},
		"GB2312, with ? for what it lacks": {alipay.GB2312, "茶餐? & 5% = \"好\" ?"},
	} {
		for _, signType := range []alipay.SignType{alipay.MD5, alipay.RSA, alipay.RSA2} {
			t.Run("holds in "+name+" by "+string(signType), func(t *testing.T) {
				t.Parallel()
				n := notification(subject)
				n.Charset, n.SignType = c.charset, signType
				fields, err := notify.Fields(n, md5Key, keys.AlipayPrivate(), sentAt)
				require.NoError(t, err)
				received, err := url.ParseQuery(wire.FormEncode(n.Charset, fields))
				require.NoError(t, err)

				raw := []alipay.Field{}
				for name, values := range received {
					raw = append(raw, alipay.Field{Name: name, Value: values[0]})
				}
				message := []byte(signature.StringToSign(raw))
				require.NoError(t, signature.Verify(signType, message, received.Get("sign"), md5Key, &keys.AlipayPrivate().PublicKey))

				got := received.Get("subject")
				if c.charset != alipay.UTF8 {
					got, err = simplifiedchinese.GBK.NewDecoder().String(got)
					require.NoError(t, err)
				}
				require.Equal(t, c.subject, got)
			})
		}
	}
}
