package alipay_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"localipay/emulator/alipay"
)

func TestFees(t *testing.T) {
	t.Parallel()
	rate := func(text string) alipay.Rate {
		r, ok := alipay.ParseRate(text)
		require.True(t, ok)
		return r
	}
	fixed := alipay.BizData{FeeType: alipay.FeeFixed, FeeValue: "1.00"}.ChannelFees("HKD")
	share := alipay.BizData{FeeType: alipay.FeeRate, FeeValue: "0.05"}.ChannelFees("HKD")
	with := func(f alipay.Fees, commission string) alipay.Fees {
		f.Commission = rate(commission)
		return f
	}
	for _, c := range []struct {
		what string
		fees alipay.Fees
		part alipay.Money
		of   alipay.Money
		want alipay.Money
	}{
		{"no fee", alipay.Fees{}, 88_00, 88_00, 0},
		{"a commission, rounded up from the half", with(alipay.Fees{}, "0.012"), 88_00, 88_00, 1_06},
		{"half a cent", with(alipay.Fees{}, "0.005"), 1_00, 1_00, 1},
		{"less than half a cent", with(alipay.Fees{}, "0.0049"), 1_00, 1_00, 0},
		{"a fixed channel fee", fixed, 88_00, 88_00, 1_00},
		{"a channel fee by rate", share, 88_00, 88_00, 4_40},
		{"both, each rounded by itself", with(share, "0.005"), 1_10, 1_10, 1 + 6},
		{"a third of a fixed one", fixed, 29_33, 88_00, 33},
		{"the commission of a part", with(alipay.Fees{}, "0.012"), 30_00, 88_00, 36},
		{"the largest amount there is", with(fixed, "1"), 10_000_000_000, 10_000_000_000, 10_000_000_000 + 1_00},
	} {
		t.Run(c.what, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, c.want, c.fees.Of(c.part, c.of))
		})
	}
	t.Run("a code in yen has no cents", func(t *testing.T) {
		t.Parallel()
		require.Equal(t, alipay.Money(12), alipay.BizData{FeeType: alipay.FeeFixed, FeeValue: "12"}.ChannelFees("JPY").Fixed)
	})
}

// TestPartsOfAFee: however a trade is refunded, the parts of its fee are never
// negative, and all together are the fee.
func TestPartsOfAFee(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		whole := rapid.Int64Range(1, 10_000_000_000).Draw(r, "whole")
		f := alipay.Fees{
			Commission: alipay.Rate(rapid.Int64Range(0, 100_000_000).Draw(r, "commission")),
			Channel:    alipay.Rate(rapid.Int64Range(0, int64(alipay.MaxChannelFee)).Draw(r, "channel")),
			Fixed:      alipay.Money(rapid.Int64Range(0, whole/20).Draw(r, "fixed")),
		}
		trade := alipay.Trade{Amount: alipay.Money(whole), Fees: f}
		sum, done := alipay.Money(0), alipay.Money(0)
		for done < trade.Amount {
			part := alipay.Money(rapid.Int64Range(1, int64(trade.Amount-done)).Draw(r, "part"))
			if rapid.Bool().Draw(r, "rest") {
				part = trade.Amount - done
			}
			given := f.Of(done+part, trade.Amount) - f.Of(done, trade.Amount)
			require.GreaterOrEqual(r, given, alipay.Money(0))
			sum, done = sum+given, done+part
		}
		require.Equal(r, trade.Fee(), sum)
	})
}
