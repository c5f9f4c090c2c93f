package diagnosis

import (
	"net/url"
	"strings"

	"localipay/emulator/alipay"
	"localipay/emulator/wire"
)

// percent encodes as some language does: it leaves letters, digits and safe.
func percent(safe, blank string, lower bool) func(string) string {
	digits := "0123456789ABCDEF"
	if lower {
		digits = "0123456789abcdef"
	}
	return func(s string) string {
		var b strings.Builder
		for i := range len(s) {
			c := s[i]
			switch {
			case c == ' ' && blank != "":
				b.WriteString(blank)
			case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', strings.IndexByte(safe, c) >= 0:
				b.WriteByte(c)
			default:
				b.WriteByte('%')
				b.WriteByte(digits[c>>4])
				b.WriteByte(digits[c&0xF])
			}
		}
		return b.String()
	}
}

// encoders are how languages URL-encode.
var encoders = []func(string) string{
	percent("-_.~", "+", false),                // Go, Python's quote_plus
	percent("-_.~", "", false),                 // RFC 3986, PHP's rawurlencode
	percent("-_.*", "+", false),                // Java, HTML forms
	percent("-_.", "+", false),                 // PHP's urlencode
	percent("-_.!~*'()", "", false),            // JavaScript's encodeURIComponent
	percent("-_.~/", "", false),                // Python's quote
	percent("-_.!*()", "+", true),              // .NET's HttpUtility.UrlEncode
	percent("-_.~", "", true),                  // the same with small letters
	percent("-_.!~*'();/?:@&=+$,#", "", false), // JavaScript's encodeURI
}

// rawOf is a value exactly as it was sent, encoded by the client's own encoder.
func rawOf(f field) string { return f.raw }

func encodedOnce(d draft, try try) bool {
	for _, encode := range append([]func(field) string{rawOf}, valuesBy(encoders)...) {
		if out, changed := d.mapped(encode); changed && try(out, "") {
			return true
		}
	}
	return encodedInOtherCharset(d, try)
}

func valuesBy(list []func(string) string) []func(field) string {
	out := make([]func(field) string, len(list))
	for i, encode := range list {
		out[i] = func(f field) string { return encode(f.value) }
	}
	return out
}

// encodedInOtherCharset: many encoders know UTF-8 alone.
func encodedInOtherCharset(d draft, try try) bool {
	other := alipay.UTF8
	if d.of.Charset == alipay.UTF8 {
		other = alipay.GBK
	}
	moved, changed := d.mapped(func(f field) string { return string(wire.Encode(other, d.of.decoded(f.value))) })
	if !changed {
		return false
	}
	const say = "The values were URL-encoded before signing, and not in _input_charset either; sign them as they are, in the bytes of _input_charset"
	for _, encode := range valuesBy(encoders[:3]) {
		if out, changed := moved.mapped(encode); changed && try(out, say) {
			return true
		}
	}
	return false
}

func encodedTwice(d draft, try try) bool {
	for _, first := range append([]func(field) string{rawOf}, valuesBy(encoders)...) {
		for _, second := range encoders[:3] {
			if out, changed := d.mapped(func(f field) string { return second(first(f)) }); changed && try(out, "") {
				return true
			}
		}
	}
	return false
}

// sentTwice: what came is still encoded after decoding.
func sentTwice(d draft, try try) bool {
	for _, decode := range []func(string) (string, error){url.QueryUnescape, url.PathUnescape} {
		out, changed := d.mapped(func(f field) string {
			if text, err := decode(f.value); err == nil && strings.Contains(f.value, "%") {
				return text
			}
			return f.value
		})
		if changed && try(out, "") {
			return true
		}
	}
	return false
}

func plusAndSpace(d draft, try try) bool {
	for _, swap := range []struct{ sent, signed, say string }{
		{" ", "+", "A + was signed, and arrived as a blank because it was not escaped; send + as %2B"},
		{"+", " ", "A blank was signed and arrived as +; send a blank as + or %20, not as %2B"},
		{" ", "%20", "A blank was signed as %20; sign the blank itself"},
	} {
		out, changed := d.mapped(func(f field) string { return strings.ReplaceAll(f.value, swap.sent, swap.signed) })
		if changed && try(out, swap.say) {
			return true
		}
	}
	return false
}

// otherCharsets: the same characters in other bytes, and what bad conversions
// leave of them.
func otherCharsets(d draft, try try) bool {
	for _, c := range []struct {
		say     string
		convert func(string) string
	}{
		{"GBK", func(s string) string { return string(wire.Encode(alipay.GBK, s)) }},
		{"UTF-8", func(s string) string { return s }},
		{"GBK, with ? for what it lacks", func(s string) string { return string(wire.Encode(alipay.GBK, wire.Replace(alipay.GBK, s))) }},
		{"ISO-8859-1, with ? for what it lacks", func(s string) string { return latin1(s, 1) }},
		{"ISO-8859-1, with ?? for what it lacks", func(s string) string { return latin1(s, 2) }},
		{"UTF-8 that was taken for ISO-8859-1 and converted once more", mojibake},
		{"ASCII, with \\u escapes", asciiEscaped},
	} {
		out, changed := d.mapped(func(f field) string { return c.convert(d.of.decoded(f.value)) })
		out.bytesMatter = true
		say := "The bytes of " + c.say + " were signed, and _input_charset says " + string(d.of.Charset) + "; convert the string to sign to the bytes of _input_charset"
		if changed && try(out, say) {
			return true
		}
	}
	return false
}

func latin1(s string, marks int) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r <= 0x7F:
			b.WriteRune(r)
		case r <= 0xFF:
			b.WriteByte(byte(r))
		default:
			b.WriteString("??"[:marks])
		}
	}
	return b.String()
}

func mojibake(s string) string {
	var b strings.Builder
	for i := range len(s) {
		b.WriteRune(rune(s[i]))
	}
	return b.String()
}

func asciiEscaped(s string) string { return string(appendEscapes(nil, s)) }
