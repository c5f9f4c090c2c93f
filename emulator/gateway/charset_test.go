package gateway_test

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestDeclaredCharset(t *testing.T) {
	t.Parallel()
	w := start(t)
	inBody, inURL := []string{}, []string{"_input_charset"}
	for name, tc := range map[string]struct {
		charset      string
		url          []string
		byURL, byAny string // with response_charset url and request
	}{
		"UTF-8 in the URL":   {"UTF-8", inURL, "UTF-8", "UTF-8"},
		"utf-8 in the URL":   {"utf-8", inURL, "utf-8", "utf-8"},
		"Utf-8 in the URL":   {"Utf-8", inURL, "Utf-8", "Utf-8"},
		"GBK in the URL":     {"GBK", inURL, "GBK", "GBK"},
		"gb2312 in the URL":  {"gb2312", inURL, "gb2312", "gb2312"},
		"UTF-8 in the body":  {"UTF-8", inBody, "GBK", "UTF-8"},
		"GB2312 in the body": {"GB2312", inBody, "GBK", "GB2312"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for of, want := range map[string]string{"url": tc.byURL, "request": tc.byAny} {
				s := w.shop(t, switches{"response_charset": of})
				r := s.call(query, "partner_trans_id", "单号").in(tc.charset).posted(tc.url...).send(t)
				require.Equal(t, "TRADE_NOT_EXIST", r.outcome())
				require.Equal(t, want, r.declared)
				require.Equal(t, "单号", r.echo["partner_trans_id"])
				require.Contains(t, string(r.raw), encode(want, "单号"), "the bytes really are in %s", want)
			}
		})
	}
	t.Run("a gateway failure declares it too", func(t *testing.T) {
		t.Parallel()
		s := w.shop(t)
		require.Equal(t, "utf-8", s.call(query).with("_input_charset", "utf-8").forged("sign", "x").send(t).declared)
		require.Equal(t, "GBK", s.call(query).forged("sign", "x").posted().send(t).declared)
		require.Equal(t, "GBK", s.call(query).with("_input_charset", "BIG5").send(t).declared)
		require.Equal(t, "GBK", s.call(query, "partner", "1").without("_input_charset").send(t).declared)
	})
}

// TestRequestCharset: bytes are decoded as _input_charset says (decision 2).
func TestRequestCharset(t *testing.T) {
	t.Parallel()
	w := start(t)
	for _, charset := range []string{"UTF-8", "utf-8", "GBK", "gbk", "GB2312", "gb2312"} {
		t.Run("a name in "+charset+" is read", func(t *testing.T) {
			t.Parallel()
			s := w.shop(t)
			s.creating("biz_data", biz(map[string]any{"store_name": "海港面家"})).in(charset).sdk().send(t)
			code := s.list(t, "/qrcodes")[0].(map[string]any)
			require.Equal(t, "海港面家", code["store_name"])
		})
	}
	t.Run("without one a query is in GBK", func(t *testing.T) {
		t.Parallel()
		r := w.shop(t).call(query, "partner_trans_id", "單號").in("GBK").without("_input_charset").send(t)
		require.Equal(t, "TRADE_NOT_EXIST", r.outcome())
		require.Equal(t, "單號", r.echo["partner_trans_id"])
		require.Equal(t, "GBK", r.declared)
	})
	for name, tc := range map[string]struct{ charset, bytes string }{
		"GBK bytes called UTF-8":             {"UTF-8", "\xba\xa3\xb8\xdb"},
		"a lead byte at the end":             {"GBK", "a\xba"},
		"UTF-8 bytes of odd number as GBK":   {"GBK", "港"},
		"a GBK character called GB2312":      {"GB2312", "\x86\xce"},
		"0xFF":                               {"GBK", "\xff\xff"},
		"a replacement character":            {"UTF-8", "\uFFFD"},
		"a surrogate's bytes":                {"UTF-8", "\xed\xa0\x80"},
		"an overlong slash":                  {"UTF-8", "\xc0\xaf"},
		"an euro sign, which GBK never had":  {"GBK", "\x80"},
		"a character of four bytes, in GB18": {"GBK", "\x81\x30\x81\x30"},
	} {
		t.Run("does not decode: "+name, func(t *testing.T) {
			t.Parallel()
			s := w.shop(t)
			params := s.call(query, "_input_charset", tc.charset).params
			params["partner_trans_id"] = tc.bytes
			params["sign"] = s.sign(params)
			form := url.Values{}
			for name, value := range params {
				form.Set(name, value)
			}
			require.Equal(t, "ILLEGAL_CHARSET", s.get(t, form.Encode()).error)
		})
	}
	for _, name := range []string{"BIG5", "GB18030", "UTF8", "UTF-16", "ISO-8859-1", " UTF-8", "UTF-8 "} {
		t.Run("there is no "+name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, "ILLEGAL_CHARSET", w.shop(t).creating("_input_charset", name).send(t).error)
		})
	}
	for name, text := range map[string]string{"NUL": "\x00", "ESC": "\x1b", "U+FFFE": "\uFFFE", "U+FFFF": "\uFFFF"} {
		t.Run("XML cannot carry "+name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, "ILLEGAL_ARGUMENT", w.shop(t).creating("memo", "a"+text+"b").send(t).error)
		})
	}
}

// TestCharactersThatGBKLacks are references, signed as UTF-8 (decision 9). A
// registered store is told back in whatever charset it is asked for.
func TestCharactersThatGBKLacks(t *testing.T) {
	t.Parallel()
	w := start(t)
	const name = "麵家€😀é & 面"
	s := w.shop(t)
	s.storing("store_name", name).send(t)
	for declared, written := range map[string]string{
		"UTF-8":  "麵家€😀é &amp; 面",
		"GBK":    encode("GBK", "麵家") + "&#8364;&#128512;" + encode("GBK", "é") + " &amp; " + encode("GBK", "面"),
		"GB2312": "&#40629;" + encode("GBK", "家") + "&#8364;&#128512;" + encode("GBK", "é") + " &amp; " + encode("GBK", "面"),
	} {
		for _, signType := range []string{"MD5", "RSA", "RSA2"} {
			t.Run(declared+" signed by "+signType, func(t *testing.T) {
				t.Parallel()
				r := s.asking().in(declared).signedBy(signType).send(t)
				require.Equal(t, name, r.leaves["store_name"])
				require.Contains(t, string(r.raw), "<store_name>"+written+"</store_name>")
			})
		}
	}
}

// storing registers a store with success.
func (s *shop) storing(pairs ...string) *call {
	return s.call(maintain, "secondary_merchant_name", "Harbour Noodle Ltd", "secondary_merchant_id", "M0001",
		"store_id", "S01", "store_name", "Harbour Noodle", "store_country", "HK", "store_address", "1 Queen's Road",
		"store_industry", "5812", "timestamp", now).with(pairs...)
}

// asking asks for it.
func (s *shop) asking(pairs ...string) *call {
	return s.call(storeQuery, "secondary_merchant_id", "M0001", "store_id", "S01", "payment_method", "INSTORE_PAYMENT",
		"timestamp", now).with(pairs...)
}

func TestEnvelopeOfCodes(t *testing.T) {
	t.Parallel()
	w := start(t)
	for name, tc := range map[string]struct {
		with  switches
		child string
		code  string
	}{
		"<qrcodeinfo> holds no result_code": {nil, "qrcodeinfo", ""},
		"<alipay> does":                     {switches{"qrcode_envelope": "alipay"}, "alipay", "SUCCESS"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := w.shop(t, tc.with)
			made := s.creating().send(t)
			modified := s.creating("service", modify, "qrcode", made.leaves["qrcode"]).send(t)
			stopped := s.creating("service", modifyStatus, "qrcode", made.leaves["qrcode"], "status", "STOP").send(t)
			for _, r := range []reply{made, modified, stopped} {
				require.Equal(t, tc.child, r.child)
				require.Equal(t, tc.code, r.leaves["result_code"])
				require.Equal(t, made.leaves["qrcode"], r.leaves["qrcode"])
			}
			require.Contains(t, made.leaves, "qrcode_img_url")
			require.NotContains(t, modified.leaves, "qrcode_img_url")
			require.NotContains(t, stopped.leaves, "qrcode_img_url")
			failed := s.creating("biz_type", "X").send(t)
			require.Equal(t, tc.child, failed.child)
			require.Equal(t, "AE_BARCODE_BIZTYPE_ILLEGAL", failed.leaves["result_code"])
		})
	}
	t.Run("the switch can be turned while running", func(t *testing.T) {
		t.Parallel()
		s := w.shop(t)
		s.admin(t, http.MethodPatch, "merchants/"+s.partner, switches{"qrcode_envelope": "alipay"})
		require.Equal(t, "alipay", s.creating().send(t).child)
	})
}
