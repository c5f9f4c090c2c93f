package alipay

import "unicode/utf8"

// FitsXML tells whether XML 1.0 can carry every character of a text.
func FitsXML(s string) bool {
	for _, r := range s {
		if !XMLChar(r) {
			return false
		}
	}
	return true
}

// Storable tells whether a text may be kept: XML can carry it, and nobody's
// decoder has left a U+FFFD in it (spec decision 2).
func Storable(s string) bool {
	for _, r := range s {
		if r == utf8.RuneError || !XMLChar(r) {
			return false
		}
	}
	return true
}

// XMLChar is the production Char of XML 1.0.
func XMLChar(r rune) bool {
	switch {
	case r < ' ':
		return r == '\t' || r == '\n' || r == '\r'
	case r >= 0xD800 && r <= 0xDFFF:
		return false
	}
	return r != 0xFFFE && r != 0xFFFF && r <= utf8.MaxRune
}

// Shorten keeps a text to so many characters, for people; … stands for the rest.
func Shorten(text string, most int) string {
	if len(text) <= most || utf8.RuneCountInString(text) <= most {
		return text
	}
	return string([]rune(text)[:most-1]) + "…"
}
