package wire

import (
	"strings"
	"unicode/utf8"

	"localipay/emulator/alipay"
	"localipay/emulator/signature"
)

// Encode gives s in c, as an answer is signed: a character that c lacks stands
// as its own bytes in UTF-8 (spec decision 9).
func Encode(c alipay.Charset, s string) []byte {
	if c == alipay.UTF8 || isASCII(s) {
		return []byte(s)
	}
	out := make([]byte, 0, len(s))
	for _, r := range s {
		if encoded, ok := appendRune(out, c, r); ok {
			out = encoded
			continue
		}
		out = utf8.AppendRune(out, r)
	}
	return out
}

// SignBytes gives the string to sign of an answer's leaves, in the answer's
// charset (gateway-and-trades §1.6).
func SignBytes(c alipay.Charset, leaves []alipay.Field) []byte {
	return Encode(c, signature.StringToSign(leaves))
}

// Replace gives s, still in UTF-8, with ? for every character that c lacks: so
// a notification is written before it is signed (spec decision 27).
func Replace(c alipay.Charset, s string) string {
	if c == alipay.UTF8 || isASCII(s) {
		return s
	}
	return strings.Map(func(r rune) rune {
		if r >= utf8.RuneSelf && cellOf(c, r) == 0 {
			return '?'
		}
		return r
	}, s)
}

// FormEncode writes fields, in their order, as application/x-www-form-urlencoded:
// each name and value in c, then percent-encoded, a blank as +.
func FormEncode(c alipay.Charset, fields []alipay.Field) string {
	var out []byte
	for i, f := range fields {
		if i > 0 {
			out = append(out, '&')
		}
		out = appendEscaped(out, Encode(c, f.Name))
		out = append(out, '=')
		out = appendEscaped(out, Encode(c, f.Value))
	}
	return string(out)
}

func appendEscaped(out, text []byte) []byte {
	const hexDigits = "0123456789ABCDEF"
	for _, b := range text {
		switch {
		case unreserved(b):
			out = append(out, b)
		case b == ' ':
			out = append(out, '+')
		default:
			out = append(out, '%', hexDigits[b>>4], hexDigits[b&0xF])
		}
	}
	return out
}

func unreserved(b byte) bool {
	return 'a' <= b && b <= 'z' || 'A' <= b && b <= 'Z' || '0' <= b && b <= '9' || strings.IndexByte("-_.~*", b) >= 0
}

// appendRune writes r in c, or tells that c lacks it.
func appendRune(out []byte, c alipay.Charset, r rune) ([]byte, bool) {
	if r < utf8.RuneSelf {
		return append(out, byte(r)), true
	}
	if c == alipay.UTF8 {
		return utf8.AppendRune(out, r), true
	}
	pair := cellOf(c, r)
	if pair == 0 {
		return out, false
	}
	return append(out, byte(pair>>8), byte(pair)), true
}
