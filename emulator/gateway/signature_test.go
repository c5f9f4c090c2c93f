package gateway_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestSignatures(t *testing.T) {
	t.Parallel()
	w := start(t)
	for _, signType := range []string{"MD5", "RSA", "RSA2"} {
		for _, charset := range []string{"UTF-8", "GBK"} {
			t.Run(signType+" over "+charset+" holds both ways", func(t *testing.T) {
				t.Parallel()
				s := w.shop(t)
				r := s.creating("memo", "退货 a+b&c=d %20", "biz_data", biz(map[string]any{"store_name": "海港面家"})).
					in(charset).signedBy(signType).sdk().send(t)
				require.Equal(t, "SUCCESS", r.outcome())
				require.Equal(t, signType, r.signType)
			})
		}
		t.Run(signType+" of a failure is signed too", func(t *testing.T) {
			t.Parallel()
			r := w.shop(t).creating("biz_type", "X").signedBy(signType).send(t)
			require.Equal(t, signType, r.signType)
			require.Equal(t, "AE_BARCODE_BIZTYPE_ILLEGAL", r.outcome())
		})
	}
	t.Run("MD5 needs no uploaded key", func(t *testing.T) {
		t.Parallel()
		require.Equal(t, "SUCCESS", w.shop(t, switches{"rsa_public_key": nil}).creating().send(t).outcome())
	})
	t.Run("RSA needs one", func(t *testing.T) {
		t.Parallel()
		s := w.shop(t, switches{"rsa_public_key": nil})
		require.Equal(t, "ILLEGAL_SECURITY_PROFILE", s.creating().signedBy("RSA").send(t).error)
	})
}

func TestSpoiledSignatures(t *testing.T) {
	t.Parallel()
	w := start(t)
	wrapped := func(sign string) string { return sign[:60] + "\n" + sign[60:120] + "\r\n" + sign[120:] + "\n" }
	for name, tc := range map[string]struct {
		signType string
		spoil    func(string) string
		want     string
	}{
		"MD5 in upper case":               {"MD5", strings.ToUpper, "ILLEGAL_SIGN"},
		"MD5 with a blank at the end":     {"MD5", func(s string) string { return s + " " }, "ILLEGAL_SIGN"},
		"MD5 cut short":                   {"MD5", func(s string) string { return s[:31] }, "ILLEGAL_SIGN"},
		"RSA in broken lines":             {"RSA", wrapped, "SUCCESS"},
		"RSA2 in broken lines":            {"RSA2", wrapped, "SUCCESS"},
		"RSA with blanks for plus signs":  {"RSA", func(s string) string { return strings.ReplaceAll(s, "+", " ") }, "SUCCESS"},
		"RSA2 with blanks for plus signs": {"RSA2", func(s string) string { return strings.ReplaceAll(s, "+", " ") }, "SUCCESS"},
		"RSA with tabs":                   {"RSA2", func(s string) string { return "\t" + s + "\t" }, "SUCCESS"},
		"RSA that is no base64":           {"RSA", func(string) string { return "!!!" }, "ILLEGAL_SIGN"},
		"RSA cut short":                   {"RSA2", func(s string) string { return s[:40] }, "ILLEGAL_SIGN"},
		"RSA of nothing":                  {"RSA2", func(string) string { return "====" }, "ILLEGAL_SIGN"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := w.shop(t).creating().signedBy(tc.signType)
			require.Equal(t, tc.want, c.forged("sign", tc.spoil(c.final()["sign"])).send(t).outcome())
		})
	}
	t.Run("SHA-256 labelled as RSA is refused", func(t *testing.T) {
		t.Parallel()
		require.Equal(t, "ILLEGAL_SIGN", w.shop(t).creating().signedBy("RSA2").forged("sign_type", "RSA").send(t).error)
	})
	t.Run("an MD5 of the escaped values is refused", func(t *testing.T) {
		t.Parallel()
		c := w.shop(t).creating("memo", "a b")
		escaped := c.shop.creating("memo", "a%20b").final()["sign"]
		require.Equal(t, "ILLEGAL_SIGN", c.forged("sign", escaped).send(t).error)
	})
	t.Run("another merchant's key is refused", func(t *testing.T) {
		t.Parallel()
		c := w.shop(t).creating()
		c.shop.md5Key = w.shop(t).md5Key
		require.Equal(t, "ILLEGAL_SIGN", c.send(t).error)
	})
	t.Run("every value counts", func(t *testing.T) {
		t.Parallel()
		c := w.shop(t).creating()
		for name := range c.params {
			if name == "service" || name == "partner" || name == "sign_type" || name == "_input_charset" {
				continue
			}
			require.Equal(t, "ILLEGAL_SIGN", c.shop.creating().forged(name, "x").send(t).error, name)
			require.Equal(t, "ILLEGAL_SIGN", c.shop.creating().losing(name).send(t).error, name)
		}
	})
}
