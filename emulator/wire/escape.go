package wire

import (
	"strconv"
	"unicode/utf8"

	"localipay/emulator/alipay"
)

// text appends character data. A quotation mark stays as it is, as in every
// logged answer (merchant-qr §1.2); CR is a reference, because readers turn a
// bare one into a newline (spec decision 27).
func (a Answer) text(out []byte, s string) []byte { return a.escape(out, s, 0, textEscape) }

// attribute appends the value of an attribute, where readers turn tabs and
// newlines into blanks.
func (a Answer) attribute(out []byte, s string) []byte {
	return a.escape(out, s, '"', attributeEscape)
}

// escape copies runs of ASCII that stand for themselves, and looks closer at
// everything else: special says what becomes of ASCII, quote included.
func (a Answer) escape(out []byte, s string, quote byte, special func(byte) string) []byte {
	start := 0
	for i := 0; i < len(s); {
		if plainXML(s[i]) && s[i] != quote {
			i++
			continue
		}
		out = append(out, s[start:i]...)
		r, size := utf8.DecodeRuneInString(s[i:])
		if size == 1 && s[i] < utf8.RuneSelf {
			out = append(out, special(s[i])...)
		} else {
			out = a.foreign(out, r)
		}
		i += size
		start = i
	}
	return append(out, s[start:]...)
}

// foreign appends a character beyond ASCII; one that the charset lacks becomes
// a numeric reference (spec decision 9).
func (a Answer) foreign(out []byte, r rune) []byte {
	if !alipay.XMLChar(r) {
		r = utf8.RuneError
	}
	c := a.Charset
	if c == "" {
		c = alipay.GBK
	}
	if encoded, ok := appendRune(out, c, r); ok {
		return encoded
	}
	out = append(out, "&#"...)
	out = strconv.AppendInt(out, int64(r), 10)
	return append(out, ';')
}

// plainXML tells that a byte is ASCII and neither a control character nor one
// that markup is made of.
func plainXML(b byte) bool {
	return b >= ' ' && b < utf8.RuneSelf && b != '&' && b != '<' && b != '>'
}

func textEscape(b byte) string {
	switch b {
	case '&':
		return "&amp;"
	case '<':
		return "&lt;"
	case '>':
		return "&gt;"
	case '\r':
		return "&#13;"
	case '\t':
		return "\t"
	case '\n':
		return "\n"
	}
	// No other control character can stand in XML, not even as a reference,
	// and no request that holds one comes this far.
	return "?"
}

func attributeEscape(b byte) string {
	switch b {
	case '"':
		return "&quot;"
	case '\t':
		return "&#9;"
	case '\n':
		return "&#10;"
	}
	return textEscape(b)
}
