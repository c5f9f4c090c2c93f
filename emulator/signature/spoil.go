package signature

import "strings"

// Spoil gives another signature of the same shape: one that does not hold.
func Spoil(sign string) string {
	first := "0"
	if strings.HasPrefix(sign, first) {
		first = "1"
	}
	return first + sign[min(1, len(sign)):]
}
