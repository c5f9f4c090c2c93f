package gateway_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestCreate(t *testing.T) {
	t.Parallel()
	w := start(t)
	t.Run("answers the value and where its picture is", func(t *testing.T) {
		t.Parallel()
		s := w.shop(t)
		r := s.creating().send(t)
		require.Regexp(t, `^https://qr\.alipay\.com/ocx0[0-9]{4}[a-z0-9]{15}$`, r.leaves["qrcode"])
		code := strings.TrimPrefix(r.leaves["qrcode"], "https://qr.alipay.com/")
		require.Equal(t, s.emulator.URL()+"show.htm?code="+code, r.leaves["qrcode_img_url"])
	})
	t.Run("gives a filled slot's code unchanged", func(t *testing.T) {
		t.Parallel()
		s := w.shop(t)
		first := s.code(t)
		require.Equal(t, first, s.code(t, "biz_data", biz(map[string]any{"store_name": "Another name"})))
		require.Equal(t, "Harbour Noodle Central", s.list(t, "/qrcodes")[0].(map[string]any)["store_name"])
		require.NotEqual(t, first, s.code(t, "biz_data", biz(map[string]any{"store_id": "S02"})))
		require.NotEqual(t, first, s.code(t, "biz_data", biz(map[string]any{"secondary_merchant_id": "M0002"})))
		require.NotEqual(t, first, s.code(t, "biz_data", biz(map[string]any{"channel_fee": map[string]any{"type": "RATE", "value": "0"}})))
		require.Len(t, s.list(t, "/qrcodes"), 4)
	})
	t.Run("makes a new code once the old one is deleted, not when it is stopped", func(t *testing.T) {
		t.Parallel()
		s := w.shop(t)
		first := s.code(t)
		s.turning(first, "STOP").send(t)
		require.Equal(t, first, s.code(t))
		s.turning(first, "DELETE").send(t)
		require.NotEqual(t, first, s.code(t))
	})
	for name, tc := range map[string]struct {
		pairs []string
		want  string
	}{
		"no biz_type":               {[]string{"biz_type", ""}, "ILLEGAL_ARGUMENT"},
		"no biz_data":               {[]string{"biz_data", ""}, "ILLEGAL_ARGUMENT"},
		"another biz_type":          {[]string{"biz_type", "overseashopqrcode"}, "AE_BARCODE_BIZTYPE_ILLEGAL"},
		"a biz_data of 2000":        {[]string{"biz_data", padded(2000)}, "SUCCESS"},
		"a biz_data of 2001":        {[]string{"biz_data", padded(2001)}, "AE_BARCODE_PARAMETER_ILLEGAL"},
		"a notify_url of 200":       {[]string{"notify_url", "https://m.example/" + strings.Repeat("a", 182)}, "SUCCESS"},
		"a notify_url of 201":       {[]string{"notify_url", "https://m.example/" + strings.Repeat("a", 183)}, "AE_BARCODE_PARAMETER_ILLEGAL"},
		"a notify_url without host": {[]string{"notify_url", "https:///notify"}, "AE_BARCODE_PARAMETER_ILLEGAL"},
		"one with a port for host":  {[]string{"notify_url", "http://:80/notify"}, "AE_BARCODE_PARAMETER_ILLEGAL"},
		"a relative notify_url":     {[]string{"notify_url", "/notify"}, "AE_BARCODE_PARAMETER_ILLEGAL"},
		"a notify_url by ftp":       {[]string{"notify_url", "ftp://m.example/notify"}, "AE_BARCODE_PARAMETER_ILLEGAL"},
		"a notify_url with a query": {[]string{"notify_url", "http://m.example:8080/notify?shop=1&till=2"}, "SUCCESS"},
	} {
		t.Run(name+" is "+tc.want, func(t *testing.T) {
			t.Parallel()
			r := w.shop(t).creating(tc.pairs...).send(t)
			require.Equal(t, tc.want, r.outcome())
			requireBarcodeForm(t, r)
		})
	}
}

// padded is a good biz_data of so many characters; one of them is two bytes.
func padded(characters int) string {
	text := biz(map[string]any{"address": "é"})
	return text + strings.Repeat(" ", characters-len([]rune(text)))
}

// requireBarcodeForm: a failure of qrcode.* has two members (decision 11).
func requireBarcodeForm(t *testing.T, r reply) {
	t.Helper()
	if !strings.HasPrefix(r.outcome(), "AE_") {
		return
	}
	require.Equal(t, "qrcodeinfo", r.child)
	require.Len(t, r.leaves, 2)
	require.Equal(t, r.outcome(), r.leaves["result_code"])
	require.NotEmpty(t, r.leaves["error_message"])
}

func TestModify(t *testing.T) {
	t.Parallel()
	w := start(t)
	fee := map[string]any{"channel_fee": map[string]any{"type": "RATE", "value": "0.01"}}
	for name, tc := range map[string]struct {
		was, want map[string]any
		code      string
	}{
		"the same data":               {nil, nil, "SUCCESS"},
		"another name":                {nil, map[string]any{"store_name": "New"}, "SUCCESS"},
		"another store":               {nil, map[string]any{"store_id": "S09"}, "SUCCESS"},
		"another merchant":            {nil, map[string]any{"secondary_merchant_id": "M9"}, "AE_BARCODE_PARAMETER_ILLEGAL"},
		"another system vendor":       {map[string]any{"sys_service_provider_id": "P1"}, map[string]any{"sys_service_provider_id": "P2"}, "AE_BARCODE_PARAMETER_ILLEGAL"},
		"the same system vendor":      {map[string]any{"sys_service_provider_id": "P1"}, map[string]any{"sys_service_provider_id": "P1"}, "SUCCESS"},
		"a fee where there was none":  {nil, fee, "AE_BARCODE_PARAMETER_ILLEGAL"},
		"no fee where there was one":  {fee, nil, "AE_BARCODE_PARAMETER_ILLEGAL"},
		"another fee":                 {fee, map[string]any{"channel_fee": map[string]any{"type": "FIXED", "value": "1"}}, "SUCCESS"},
		"a compulsory member missing": {nil, map[string]any{"store_name": nil}, "AE_BARCODE_PARAMETER_IS_NULL"},
	} {
		t.Run(name+" is "+tc.code, func(t *testing.T) {
			t.Parallel()
			s := w.shop(t)
			code := s.code(t, "biz_data", biz(tc.was))
			r := s.modifying(code, "biz_data", biz(tc.want)).send(t)
			require.Equal(t, tc.code, r.outcome())
			requireBarcodeForm(t, r)
			if tc.code == "SUCCESS" {
				require.Equal(t, map[string]string{"qrcode": code}, r.leaves)
			}
		})
	}
	t.Run("a store moved onto a filled slot is refused, both codes unchanged", func(t *testing.T) {
		t.Parallel()
		s := w.shop(t)
		code := s.code(t)
		s.code(t, "biz_data", biz(map[string]any{"store_id": "S02"}))
		before := s.list(t, "/qrcodes")
		r := s.modifying(code, "biz_data", biz(map[string]any{"store_id": "S02"})).send(t)
		require.Equal(t, "AE_BARCODE_PARAMETER_ILLEGAL", r.outcome())
		require.Equal(t, before, s.list(t, "/qrcodes"))
	})
}

func TestModifyKeeps(t *testing.T) {
	t.Parallel()
	w := start(t)
	t.Run("a stopped code may be modified, and stays stopped", func(t *testing.T) {
		t.Parallel()
		s := w.shop(t)
		code := s.code(t)
		s.turning(code, "STOP").send(t)
		require.Equal(t, "SUCCESS", s.modifying(code, "biz_data", biz(map[string]any{"store_name": "New"})).send(t).outcome())
		shown := s.list(t, "/qrcodes")[0].(map[string]any)
		require.Equal(t, "New", shown["store_name"])
		require.Equal(t, "STOPPED", shown["status"])
	})
	t.Run("a new notify_url replaces the old one, none keeps it", func(t *testing.T) {
		t.Parallel()
		s := w.shop(t)
		code := s.code(t, "notify_url", "https://m.example/1")
		s.modifying(code).send(t)
		require.Equal(t, "https://m.example/1", s.list(t, "/qrcodes")[0].(map[string]any)["notify_url"])
		s.modifying(code, "notify_url", "https://m.example/2").send(t)
		require.Equal(t, "https://m.example/2", s.list(t, "/qrcodes")[0].(map[string]any)["notify_url"])
	})
}

func (s *shop) modifying(code string, pairs ...string) *call {
	return s.creating("service", modify, "qrcode", code).with(pairs...)
}

func (s *shop) turning(code, status string) *call {
	return s.call(modifyStatus, "biz_type", "OVERSEASHOPQRCODE", "qrcode", code, "status", status, "timestamp", now)
}

func TestCodeParameter(t *testing.T) {
	t.Parallel()
	w := start(t)
	for name, strict := range map[string]bool{"a lenient merchant": false, "a strict merchant": true} {
		t.Run("qr_code of "+name, func(t *testing.T) {
			t.Parallel()
			s := w.shop(t, switches{"strict": strict})
			code := s.code(t)
			want := map[bool]string{false: "SUCCESS", true: "ILLEGAL_ARGUMENT"}[strict]
			require.Equal(t, want, s.modifying("", "qr_code", code).without("qrcode").send(t).outcome())
			require.Equal(t, want, s.modifying("", "qr_code", code).send(t).outcome(), "beside an empty qrcode")
			require.Equal(t, want, s.turning("", "STOP").with("qr_code", code).send(t).outcome())
		})
	}
	t.Run("qrcode wins over qr_code", func(t *testing.T) {
		t.Parallel()
		s := w.shop(t)
		r := s.modifying("https://qr.alipay.com/ocx0unknown", "qr_code", s.code(t)).send(t)
		require.Equal(t, "AE_BARCODE_OPERATE_CODE_FAIL", r.outcome())
	})
	t.Run("neither is ILLEGAL_ARGUMENT", func(t *testing.T) {
		t.Parallel()
		s := w.shop(t)
		require.Equal(t, "ILLEGAL_ARGUMENT", s.modifying("").send(t).error)
		require.Equal(t, "ILLEGAL_ARGUMENT", s.turning("", "STOP").without("qrcode").send(t).error)
	})
}

func TestModifyStatus(t *testing.T) {
	t.Parallel()
	w := start(t)
	for from, path := range map[string][]string{"ACTIVE": nil, "STOPPED": {"STOP"}, "DELETED": {"DELETE"}} {
		for to, after := range map[string]string{"STOP": "STOPPED", "RESTART": "ACTIVE", "DELETE": "DELETED"} {
			t.Run(to+" of a code that is "+from, func(t *testing.T) {
				t.Parallel()
				s := w.shop(t)
				code := s.code(t)
				for _, status := range path {
					require.Equal(t, "SUCCESS", s.turning(code, status).send(t).outcome())
				}
				want := "SUCCESS"
				if from == "DELETED" {
					want, after = "AE_BARCODE_OPERATE_CODE_FAIL", "DELETED"
				}
				r := s.turning(code, to).send(t)
				require.Equal(t, want, r.outcome())
				requireBarcodeForm(t, r)
				require.Equal(t, after, s.list(t, "/qrcodes")[0].(map[string]any)["status"])
			})
		}
	}
	for name, tc := range map[string]struct {
		pairs []string
		want  string
	}{
		"no status":        {[]string{"status", ""}, "ILLEGAL_ARGUMENT"},
		"no biz_type":      {[]string{"biz_type", ""}, "ILLEGAL_ARGUMENT"},
		"another biz_type": {[]string{"biz_type", "X"}, "AE_BARCODE_BIZTYPE_ILLEGAL"},
		"status stop":      {[]string{"status", "stop"}, "AE_BARCODE_PARAMETER_ILLEGAL"},
		"a bad notify_url": {[]string{"notify_url", "notify"}, "AE_BARCODE_PARAMETER_ILLEGAL"},
		"an unknown code":  {[]string{"qrcode", "https://qr.alipay.com/ocx00000aaaaaaaaaaaaaaa"}, "AE_BARCODE_OPERATE_CODE_FAIL"},
	} {
		t.Run(name+" is "+tc.want, func(t *testing.T) {
			t.Parallel()
			s := w.shop(t)
			code := s.code(t)
			r := s.turning(code, "STOP").with(tc.pairs...).send(t)
			require.Equal(t, tc.want, r.outcome())
			requireBarcodeForm(t, r)
			require.Equal(t, "ACTIVE", s.list(t, "/qrcodes")[0].(map[string]any)["status"])
		})
	}
	t.Run("a foreign code is unknown, and untouched", func(t *testing.T) {
		t.Parallel()
		owner, stranger := w.shop(t), w.shop(t)
		code := owner.code(t)
		require.Equal(t, "AE_BARCODE_OPERATE_CODE_FAIL", stranger.turning(code, "DELETE").send(t).outcome())
		require.Equal(t, "AE_BARCODE_OPERATE_CODE_FAIL", stranger.modifying(code).send(t).outcome())
		require.Equal(t, "ACTIVE", owner.list(t, "/qrcodes")[0].(map[string]any)["status"])
	})
}
