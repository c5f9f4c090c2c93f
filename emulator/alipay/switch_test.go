package alipay_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"localipay/emulator/alipay"
)

func TestDefaultsOfSwitches(t *testing.T) {
	t.Parallel()
	defaults := map[string]any{ // interface.md, "Switches of a merchant"
		"name": "", "md5_key": "", "rsa_public_key": "", "services": alipay.Services(), "strict": false,
		"response_charset": "url", "qrcode_envelope": "qrcodeinfo", "qr_base": "https://qr.alipay.com/",
		"currency": "HKD", "payment_inst": "ALIPAYHK", "pay_timeout": "3m", "refund_period": "180d",
		"refund_window": "23:00", "notify_verify_ttl": "1m", "review_delay": "0s", "fee_rate": "0",
		"refund_returns_fee": false, "balance": nil, "sftp_password": "", "sftp_authorized_key": "",
	}
	m := alipay.DefaultMerchant("2088000000000001")
	got := map[string]any{}
	for _, s := range alipay.Switches() {
		got[s.Name] = s.Get(m)
	}
	require.Equal(t, defaults, got)
	require.Len(t, alipay.SwitchNames(), len(defaults))
	require.Len(t, alipay.Services(), 9)
}

func TestApply(t *testing.T) {
	t.Parallel()
	t.Run("sets every switch to what Get then tells", func(t *testing.T) {
		t.Parallel()
		values := map[string]any{
			"name": "Noodles", "md5_key": "k", "rsa_public_key": "pem", "services": []any{alipay.ServiceRefund}, "strict": true,
			"response_charset": "request", "qrcode_envelope": "alipay", "qr_base": "public", "currency": "JPY", "payment_inst": "ALIPAYCN",
			"pay_timeout": "90s", "refund_period": "30d", "refund_window": "02:30", "notify_verify_ttl": "0s", "review_delay": "1h",
			"fee_rate": "0.012", "refund_returns_fee": true, "balance": "100", "sftp_password": "p", "sftp_authorized_key": "ssh",
		}
		m := alipay.DefaultMerchant("2088000000000001")
		require.NoError(t, m.Apply(values))
		require.Equal(t, alipay.Money(100), m.Balance, "in the currency set beside it, whole yen")
		require.Equal(t, 90*time.Second, m.PayTimeout)
		values["pay_timeout"] = "1m30s"
		for _, s := range alipay.Switches() {
			want, err := json.Marshal(values[s.Name])
			require.NoError(t, err)
			got, err := json.Marshal(s.Get(m))
			require.NoError(t, err)
			require.JSONEq(t, string(want), string(got), s.Name)
		}
	})
	t.Run("changes nothing where one of several is wrong", func(t *testing.T) {
		t.Parallel()
		m := alipay.DefaultMerchant("2088000000000001")
		require.Error(t, m.Apply(map[string]any{"name": "changed", "strict": true, "balance": "-1", "services": []any{}}))
		require.Equal(t, alipay.DefaultMerchant("2088000000000001"), m)
		require.Error(t, m.Apply(map[string]any{"name": "changed", "nmae": "x"}))
		require.Equal(t, alipay.DefaultMerchant("2088000000000001"), m)
	})
	t.Run("keeps a balance the amount that it is when the currency changes", func(t *testing.T) {
		t.Parallel()
		m := alipay.DefaultMerchant("2088000000000001")
		for _, step := range []struct{ name, value, shown string }{
			{"balance", "12.00", "12.00"}, {"currency", "JPY", "12"}, {"currency", "KRW", "12"}, {"currency", "USD", "12.00"}, {"currency", "HKD", "12.00"},
		} {
			require.NoError(t, m.Apply(map[string]any{step.name: step.value}))
			require.Equal(t, step.shown, m.Balance.Format(m.Currency), step.value)
		}
	})
	t.Run("takes null back to no balance, no key and all services", func(t *testing.T) {
		t.Parallel()
		m := alipay.DefaultMerchant("2088000000000001")
		require.NoError(t, m.Apply(map[string]any{"balance": "5.00", "rsa_public_key": "pem", "services": []any{}}))
		require.True(t, m.HasBalance)
		require.False(t, m.Contracted(alipay.ServiceQuery))
		require.NoError(t, m.Apply(map[string]any{"balance": nil, "rsa_public_key": nil, "services": nil}))
		require.Equal(t, alipay.DefaultMerchant("2088000000000001"), m)
	})
}

func TestApplyRefuses(t *testing.T) {
	t.Parallel()
	for name, values := range map[string][]any{
		"name":               {1, true, []any{"x"}},
		"services":           {"alipay.acquire.cancel", []any{1}, []any{"alipay.acquire.cancle"}, []any{"notify_verify"}},
		"strict":             {"true", 1, nil},
		"response_charset":   {"URL", "", nil, "header"},
		"qrcode_envelope":    {"qrcode", 1},
		"qr_base":            {"", "qr.alipay.com/", "https://qr.alipay.com", "ftp://h/", "https:///", "PUBLIC"},
		"currency":           {"hkd", "HK", "HKDD", "", 344, nil},
		"payment_inst":       {"alipayhk", "WECHAT"},
		"pay_timeout":        {"3", 180, "-3m", "", nil},
		"refund_period":      {"180 days", "-1d"},
		"refund_window":      {"25:00", "23", 23},
		"sftp_password":      {" secret", "secret ", " ", 1},
		"notify_verify_ttl":  {"soon"},
		"review_delay":       {1.5},
		"fee_rate":           {0.012, "1.2%", "1.1", "-0.1"},
		"refund_returns_fee": {"no"},
		"balance":            {100, "-1.00", "1e3", "100.001"},
	} {
		t.Run("an impossible "+name, func(t *testing.T) {
			t.Parallel()
			for _, value := range values {
				m := alipay.DefaultMerchant("2088000000000001")
				err := m.Apply(map[string]any{name: value})
				require.ErrorContains(t, err, name, "%v", value)
				if text, ok := value.(string); ok {
					require.ErrorContains(t, err, text)
				}
			}
		})
	}
	t.Run("a qr_base that makes too dense a picture", func(t *testing.T) {
		t.Parallel()
		m := alipay.DefaultMerchant("2088000000000001")
		require.NoError(t, m.Apply(map[string]any{"qr_base": "https://h/" + strings.Repeat("x", 189) + "/"}))
		require.ErrorContains(t, m.Apply(map[string]any{"qr_base": "https://h/" + strings.Repeat("x", 190) + "/"}), "201 characters")
	})
	t.Run("a switch that there is not, with the one that was meant", func(t *testing.T) {
		t.Parallel()
		m := alipay.DefaultMerchant("2088000000000001")
		require.EqualError(t, m.Apply(map[string]any{"fee_rat": "0.1"}), `unknown switch "fee_rat"; did you mean "fee_rate"?`)
	})
	t.Run("a service that there is not, with the one that was meant", func(t *testing.T) {
		t.Parallel()
		m := alipay.DefaultMerchant("2088000000000001")
		err := m.Apply(map[string]any{"services": []any{"alipay.acquire.cancle"}})
		require.EqualError(t, err, `services: "alipay.acquire.cancle" is not a service; did you mean "alipay.acquire.cancel"?`)
	})
	t.Run("with the same text each time, however many are wrong", func(t *testing.T) {
		t.Parallel()
		for range 20 {
			m := alipay.DefaultMerchant("2088000000000001")
			require.ErrorContains(t, m.Apply(map[string]any{"zzz": 1, "aaa": 1, "mmm": 1}), `"aaa"`)
		}
	})
	t.Run("a password with the line break of its file", func(t *testing.T) {
		t.Parallel()
		m := alipay.DefaultMerchant("2088000000000001")
		require.ErrorContains(t, m.Apply(map[string]any{"sftp_password": "secret\n"}), `"secret\n" holds a line break`)
	})
}

func TestCurrencyKeepsTheBalance(t *testing.T) {
	t.Parallel()
	m := alipay.DefaultMerchant("2088000000000001")
	require.NoError(t, m.Apply(map[string]any{"balance": "100.00"}))
	require.NoError(t, m.Apply(map[string]any{"currency": "JPY"}))
	require.Equal(t, "100", m.Balance.Format(m.Currency))
	require.NoError(t, m.Apply(map[string]any{"currency": "HKD"}))
	require.Equal(t, "100.00", m.Balance.Format(m.Currency))
}
