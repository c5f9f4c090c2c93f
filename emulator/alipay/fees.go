package alipay

import "math/bits"

// Fees are what Alipay keeps of a trade. The channel fee is that of the code
// when the order opened, the commission that of the merchant when it was paid;
// what changes later is for later trades.
type Fees struct {
	Commission Rate  // fee_rate
	Channel    Rate  // channel_fee of type RATE
	Fixed      Money // channel_fee of type FIXED
}

// ChannelFees are the fees that a code brings (spec decision 42).
func (b BizData) ChannelFees(c Currency) (f Fees) {
	switch b.FeeType {
	case FeeRate:
		f.Channel, _ = ParseRate(b.FeeValue)
	case FeeFixed:
		f.Fixed, _ = ParseBalance(b.FeeValue, c)
	}
	return f
}

// Of is the fee of a part of a trade of amount whole, each of its members
// rounded half up; the fee of the whole is what the payment costs.
func (f Fees) Of(part, whole Money) Money {
	return f.Commission.Of(part) + f.Channel.Of(part) + share(f.Fixed, part, whole)
}

// share is part/whole of an amount, rounded half up.
func share(amount, part, whole Money) Money {
	if amount == 0 || whole == 0 {
		return 0
	}
	hi, lo := bits.Mul64(uint64(amount), uint64(part))
	lo, carry := bits.Add64(lo, uint64(whole)/2, 0)
	quotient, _ := bits.Div64(hi+carry, lo, uint64(whole))
	return Money(quotient)
}
