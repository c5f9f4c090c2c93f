// Package money counts in cents. Texts such as "88.00" are for the wire and
// for people; nothing is ever computed with them, or with floats.
package money

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// Cents is an amount of Hong Kong dollars.
type Cents int64

// amountPattern is what Alipay takes for a refund (Number(9,2)) and a clerk
// types: no sign, no thousands separator, no exponent.
var amountPattern = regexp.MustCompile(`^(0|[1-9][0-9]{0,8})(\.[0-9]{1,2})?$`)

// Parse reads "88", "88.0" and "88.00" as the same amount.
func Parse(text string) (Cents, error) {
	if !amountPattern.MatchString(text) {
		return 0, fmt.Errorf(`amount %q is not an amount; write it as "88.00"`, text)
	}
	whole, part, _ := strings.Cut(text, ".")
	cents, err := strconv.ParseInt(whole+(part + "00")[:2], 10, 64)
	if err != nil {
		return 0, fmt.Errorf("amount %q: %w", text, err)
	}
	return Cents(cents), nil
}

// String writes two decimals, as Alipay wants them.
func (c Cents) String() string {
	sign := ""
	if c < 0 {
		sign, c = "-", -c
	}
	return fmt.Sprintf("%s%d.%02d", sign, c/100, c%100)
}
