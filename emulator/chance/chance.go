// Package chance makes every value that looks random. A value follows from
// (seed, partner, purpose, counter) and from nothing else, so the same test
// meets the same ids however many worlds run beside it (spec decision 40).
package chance

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"strconv"
)

// Source makes the values of one world. It holds no state and may be shared.
type Source struct{ key []byte }

// New is the source of a partner's world under a seed.
func New(seed int64, partner string) Source {
	return Source{key: []byte(strconv.FormatInt(seed, 10) + "/" + partner)}
}

const (
	digits   = "0123456789"
	alphanum = digits + "abcdefghijklmnopqrstuvwxyz"
)

// Digits is a text of n digits.
func (s Source) Digits(purpose string, counter uint64, n int) string {
	return s.text(purpose, counter, n, digits)
}

// Alphanumeric is a text of n lower-case letters and digits.
func (s Source) Alphanumeric(purpose string, counter uint64, n int) string {
	return s.text(purpose, counter, n, alphanum)
}

// Fraction is a number from 0 up to, but not, 1.
func (s Source) Fraction(purpose string, counter uint64) float64 {
	const bits = 53 // as many as a float64 holds exactly
	return float64(binary.BigEndian.Uint64(s.block(purpose, counter, 0))>>(64-bits)) / (1 << bits)
}

func (s Source) text(purpose string, counter uint64, n int, alphabet string) string {
	out := make([]byte, 0, n)
	for block := uint64(0); ; block++ {
		for _, b := range s.block(purpose, counter, block) {
			if len(out) == n {
				return string(out)
			}
			// Bytes past the last whole multiple would favour the alphabet's beginning.
			if int(b) < 256-256%len(alphabet) {
				out = append(out, alphabet[int(b)%len(alphabet)])
			}
		}
	}
}

func (s Source) block(purpose string, counter, block uint64) []byte {
	mac := hmac.New(sha256.New, s.key)
	var numbers [16]byte
	binary.BigEndian.PutUint64(numbers[:8], counter)
	binary.BigEndian.PutUint64(numbers[8:], block)
	mac.Write(numbers[:])
	mac.Write([]byte(purpose))
	return mac.Sum(nil)
}
