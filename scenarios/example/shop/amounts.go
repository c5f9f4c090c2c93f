package shop

import (
	"fmt"
	"strconv"
	"strings"

	"localipay/scenarios/example/bugs"
	"localipay/scenarios/example/money"
)

// parse reads an amount as whole cents.
func (s *Shop) parse(text string) (money.Cents, error) {
	cents, err := money.Parse(text)
	if err == nil && s.bugs.Has(bugs.AmountFloat) { // bug 30: 19.90 × 100 is 1989.999…
		float, _ := strconv.ParseFloat(text, 64)
		return money.Cents(float * 100), nil
	}
	return cents, err
}

// wire writes an amount for the gateway.
func (s *Shop) wire(amount money.Cents) string {
	if s.bugs.Has(bugs.AmountAsText) { // bug 31
		return forPeople(amount)
	}
	return amount.String()
}

// exceeds tells whether a refund is more than what is left.
func (s *Shop) exceeds(amount, taken, paid money.Cents) bool {
	if s.bugs.Has(bugs.AmountFloat) { // bug 30: 0.1 + 0.2 > 0.3
		return float64(amount)/100+float64(taken)/100 > float64(paid)/100
	}
	return amount+taken > paid
}

// equal compares a bill with what was paid.
func (s *Shop) equal(owed, paid money.Cents) bool {
	if s.bugs.Has(bugs.AmountAsText) { // bug 31: "88" is not "88.00"
		return fmt.Sprint(float64(owed)/100) == paid.String()
	}
	return owed == paid
}

// forPeople puts commas between thousands.
func forPeople(amount money.Cents) string {
	whole, cents, _ := strings.Cut(amount.String(), ".")
	for at := len(whole) - 3; at > 0; at -= 3 {
		whole = whole[:at] + "," + whole[at:]
	}
	return whole + "." + cents
}
