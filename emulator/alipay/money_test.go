package alipay_test

import (
	"math/big"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"localipay/emulator/alipay"
)

const hkd alipay.Currency = "HKD"

func TestParseRefund(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]alipay.Money{
		"1": 100, "0.01": 1, "0.1": 10, "88.00": 8800, "88.5": 8850, "9999999.99": 999_999_999,
	} {
		t.Run("reads "+text, func(t *testing.T) {
			t.Parallel()
			got, ok := alipay.ParseRefund(text, hkd)
			require.True(t, ok)
			require.Equal(t, want, got)
		})
	}
	for why, text := range map[string]string{
		"nothing": "", "zero": "0", "zero with decimals": "0.00", "a sign": "-1", "a plus": "+1", "an exponent": "1e3",
		"three decimals": "0.001", "three decimals that are zero": "1.000", "a leading zero": "01", "two leading zeros": "00.5",
		"no digit before the point": ".5", "no digit after the point": "5.", "a blank before": " 1", "a blank after": "1 ",
		"a line end": "1\n", "a comma": "1,50", "a thousands mark": "1,000.00", "two points": "1.2.3", "eight digits": "10000000",
		"full-width digits": "１２", "Arabic digits": "١٢", "hexadecimal": "0x1F", "a word": "NaN", "infinity": "Inf", "an underscore": "1_0",
	} {
		t.Run("refuses "+why, func(t *testing.T) {
			t.Parallel()
			_, ok := alipay.ParseRefund(text, hkd)
			require.False(t, ok, "%q", text)
		})
	}
	t.Run("takes yen and won as whole numbers only", func(t *testing.T) {
		t.Parallel()
		for _, c := range []alipay.Currency{"JPY", "KRW"} {
			got, ok := alipay.ParseRefund("1500", c)
			require.True(t, ok)
			require.Equal(t, alipay.Money(1500), got)
			for _, text := range []string{"1500.0", "1500.00", "1500."} {
				_, ok = alipay.ParseRefund(text, c)
				require.False(t, ok, "%q %s", text, c)
			}
		}
	})
}

func TestParsePayment(t *testing.T) {
	t.Parallel()
	t.Run("reaches from a cent to a hundred million", func(t *testing.T) {
		t.Parallel()
		for text, want := range map[string]alipay.Money{"0.01": 1, "100000000.00": 10_000_000_000, "99999999.99": 9_999_999_999} {
			got, ok := alipay.ParsePayment(text, hkd)
			require.True(t, ok, text)
			require.Equal(t, want, got)
		}
		for _, text := range []string{"0", "0.00", "100000000.01", "100000001", "1000000000", "-0.01"} {
			_, ok := alipay.ParsePayment(text, hkd)
			require.False(t, ok, text)
		}
	})
	t.Run("has the same limit in yen", func(t *testing.T) {
		t.Parallel()
		_, ok := alipay.ParsePayment("100000000", "JPY")
		require.True(t, ok)
		_, ok = alipay.ParsePayment("100000001", "JPY")
		require.False(t, ok)
	})
}

func TestParseBalance(t *testing.T) {
	t.Parallel()
	t.Run("may be zero and larger than any payment", func(t *testing.T) {
		t.Parallel()
		for text, want := range map[string]alipay.Money{"0": 0, "0.00": 0, "999999999999.99": 99_999_999_999_999} {
			got, ok := alipay.ParseBalance(text, hkd)
			require.True(t, ok, text)
			require.Equal(t, want, got)
		}
	})
	t.Run("is never negative or malformed", func(t *testing.T) {
		t.Parallel()
		for _, text := range []string{"", "-1", "1e3", "007", "1.234", "1000000000000"} {
			_, ok := alipay.ParseBalance(text, hkd)
			require.False(t, ok, text)
		}
	})
}

func TestMoneyFormat(t *testing.T) {
	t.Parallel()
	for want, m := range map[string]alipay.Money{"0.00": 0, "0.01": 1, "0.10": 10, "88.00": 8800, "-0.05": -5, "-1.20": -120} {
		require.Equal(t, want, m.Format(hkd))
	}
	require.Equal(t, "1500", alipay.Money(1500).Format("JPY"))
}

func TestRate(t *testing.T) {
	t.Parallel()
	t.Run("is read from 0 to 1 with eight decimals and written without trailing zeros", func(t *testing.T) {
		t.Parallel()
		for text, want := range map[string]string{
			"0": "0", "1": "1", "0.012": "0.012", "0.01200000": "0.012", "0.00000001": "0.00000001", "1.00000000": "1",
		} {
			rate, ok := alipay.ParseRate(text)
			require.True(t, ok, text)
			require.Equal(t, want, rate.Format())
		}
		for _, text := range []string{"", "-0.1", "1.00000001", "2", "10", "1%", "1.2e-2", "0.000000001", ".5", "００"} {
			_, ok := alipay.ParseRate(text)
			require.False(t, ok, text)
		}
	})
	t.Run("rounds a half up", func(t *testing.T) {
		t.Parallel()
		half, _ := alipay.ParseRate("0.005")
		require.Equal(t, alipay.Money(1), half.Of(100), "0.5 cent")
		require.Equal(t, alipay.Money(0), half.Of(99), "0.495 cent")
		require.Equal(t, alipay.Money(2), half.Of(300), "1.5 cents; to even would be 2 too")
		require.Equal(t, alipay.Money(3), half.Of(500), "2.5 cents; to even would be 2")
	})
	t.Run("gives what exact arithmetic gives", func(t *testing.T) {
		t.Parallel()
		rapid.Check(t, func(t *rapid.T) {
			r := alipay.Rate(rapid.Int64Range(0, 100_000_000).Draw(t, "rate"))
			m := alipay.Money(rapid.Int64Range(0, 99_999_999_999_999).Draw(t, "amount"))
			exact := new(big.Int).Mul(big.NewInt(int64(r)), big.NewInt(int64(m)))
			exact.Add(exact, big.NewInt(50_000_000)).Div(exact, big.NewInt(100_000_000))
			require.Equal(t, exact.Int64(), int64(r.Of(m)))
		})
	})
}

func FuzzParseRefund(f *testing.F) {
	for _, text := range []string{"1.50", "0.01", "１", "1e3", "-1", "9999999.99", "00", "1.", "\x00"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		m, ok := alipay.ParseRefund(text, hkd)
		exact, isNumber := new(big.Rat).SetString(text)
		if !ok {
			return
		}
		require.True(t, isNumber)
		require.Zero(t, exact.Cmp(big.NewRat(int64(m), 100)), "%q is not %d cents", text, m)
		require.Positive(t, m)
		again, ok := alipay.ParseRefund(m.Format(hkd), hkd)
		require.True(t, ok)
		require.Equal(t, m, again)
	})
}
