package wire

import (
	"strings"

	"localipay/emulator/alipay"
)

// ParseForm reads a query or an application/x-www-form-urlencoded body: the
// parameters in the order received, repeated ones included, as bytes in
// whatever charset they stand. A bad escape, a value without a name or more
// than MaxParams is an alipay.IllegalArgument; what was readable is there too.
//
// It differs from net/url in that ; separates nothing and only a %-escape of
// two hex digits is one.
func ParseForm(raw string) ([]alipay.Field, error) {
	var c collector
	c.form(raw)
	return c.fields, c.err
}

func (c *collector) form(raw string) {
	for raw != "" {
		var segment string
		segment, raw, _ = strings.Cut(raw, "&")
		name, value, _ := strings.Cut(segment, "=")
		name, okName := unescape(name)
		value, okValue := unescape(value)
		if !okName || !okValue {
			c.refuse(illegal("a bad %%-escape in %q", name))
			continue
		}
		if !c.add(name, value) {
			return
		}
	}
}

// unescape undoes percent-encoding. What needs none is not copied.
func unescape(s string) (string, bool) {
	i := strings.IndexAny(s, "%+")
	if i < 0 {
		return s, true
	}
	out := append(make([]byte, 0, len(s)), s[:i]...)
	for ; i < len(s); i++ {
		switch s[i] {
		case '+':
			out = append(out, ' ')
		case '%':
			if i+2 >= len(s) {
				return s, false
			}
			high, low := unhex(s[i+1]), unhex(s[i+2])
			if high|low > 0xF {
				return s, false
			}
			out = append(out, high<<4|low)
			i += 2
		default:
			out = append(out, s[i])
		}
	}
	return string(out), true
}

// unhex gives the value of a hex digit, or 0xFF.
func unhex(b byte) byte {
	switch {
	case '0' <= b && b <= '9':
		return b - '0'
	case 'a' <= b && b <= 'f':
		return b - 'a' + 10
	case 'A' <= b && b <= 'F':
		return b - 'A' + 10
	}
	return 0xFF
}
