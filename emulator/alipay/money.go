package alipay

import (
	"math/bits"
	"strconv"
	"strings"
)

// Money is an amount in the currency's minor units (cents for HKD, whole yen
// for JPY). There is no float anywhere in localipay (spec decision 18).
type Money int64

// Currency is an ISO 4217 code such as HKD.
type Currency string

// Decimals tells how many digits the currency has after the point. Alipay
// takes JPY and KRW as integers and everything else with at most two
// decimals (gateway-and-trades §2.1).
func (c Currency) Decimals() int {
	if c == "JPY" || c == "KRW" {
		return 0
	}
	return 2
}

// Limits of amounts on the wire, counted in digits before the point and in
// the largest value, both in major units (spec decision 26).
const (
	refundDigits  = 7
	paymentDigits = 9
	paymentMax    = 100_000_000
)

// ParseRefund reads a refund_amount, Number(9,2): `\d{1,7}(\.\d{1,2})?`, more
// than zero. Anything else, a sign, a blank, an exponent, a full-width digit
// or a leading zero among it, is false.
func ParseRefund(text string, c Currency) (Money, bool) {
	return parseAmount(text, c, refundDigits)
}

// ParsePayment reads an amount that a customer pays: 0.01 to 100000000.00.
func ParsePayment(text string, c Currency) (Money, bool) {
	m, ok := parseAmount(text, c, paymentDigits)
	return m, ok && m <= paymentMax*c.unit()
}

// ParseBalance reads an amount that may be zero and is not sent by Alipay's
// clients: a merchant's settled funds, a buyer's wallet.
func ParseBalance(text string, c Currency) (Money, bool) {
	m, ok := parseDecimal(text, c.Decimals(), paymentDigits+3)
	return Money(m), ok
}

// Format writes the amount with the currency's decimals: "88.00".
func (m Money) Format(c Currency) string { return string(m.Append(nil, c)) }

// Append writes what Format does behind b.
func (m Money) Append(b []byte, c Currency) []byte {
	if m < 0 {
		b, m = append(b, '-'), -m
	}
	if c.Decimals() == 0 {
		return strconv.AppendInt(b, int64(m), 10)
	}
	b = strconv.AppendInt(b, int64(m/100), 10)
	return append(b, '.', byte('0'+m/10%10), byte('0'+m%10))
}

func (c Currency) unit() Money {
	if c.Decimals() == 0 {
		return 1
	}
	return 100
}

func parseAmount(text string, c Currency, digits int) (Money, bool) {
	m, ok := parseDecimal(text, c.Decimals(), digits)
	return Money(m), ok && m > 0
}

// parseDecimal reads digits[.decimals] into units of 10^-decimals.
func parseDecimal(text string, decimals, digits int) (int64, bool) {
	whole, fraction, point := strings.Cut(text, ".")
	if !isNumber(whole, digits) || len(whole) > 1 && whole[0] == '0' {
		return 0, false
	}
	if point && !isNumber(fraction, decimals) {
		return 0, false
	}
	fraction += strings.Repeat("0", decimals-len(fraction))
	n, err := strconv.ParseInt(whole+fraction, 10, 64)
	return n, err == nil
}

func isNumber(s string, most int) bool {
	if s == "" || len(s) > most {
		return false
	}
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}

// Rate is a share of an amount, in units of 10^-8: fee_rate "0.012" is
// 1200000. It is exact for every rate that people write down.
type Rate int64

const rateDecimals = 8

// MaxChannelFee is 5 %, the most that a channel_fee of type RATE may be
// (merchant-qr §2.2).
const MaxChannelFee = Rate(5_000_000)

// ParseRate reads a rate from 0 to 1 with at most eight decimals.
func ParseRate(text string) (Rate, bool) {
	n, ok := parseDecimal(text, rateDecimals, 1)
	return Rate(n), ok && n <= 100_000_000
}

// Of is the rate's share of a positive amount, rounded half up to the minor
// unit (spec decision 23).
func (r Rate) Of(m Money) Money {
	const whole = 100_000_000
	hi, lo := bits.Mul64(uint64(r), uint64(m))
	lo, carry := bits.Add64(lo, whole/2, 0)
	quotient, _ := bits.Div64(hi+carry, lo, whole)
	return Money(quotient)
}

// Format writes the rate without trailing zeros: "0.012".
func (r Rate) Format() string {
	text := strconv.FormatInt(int64(r)+100_000_000, 10)
	whole := strconv.FormatInt(int64(r)/100_000_000, 10)
	fraction := strings.TrimRight(text[len(text)-rateDecimals:], "0")
	if fraction == "" {
		return whole
	}
	return whole + "." + fraction
}
