package alipay

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// encode turns a text into bytes of a charset, kept in a string.
func encode(text, charset string) (string, error) {
	switch strings.ToUpper(charset) {
	case "UTF-8":
		return text, nil
	case "GBK", "GB2312": // GBK holds all of GB2312
		return simplifiedchinese.GBK.NewEncoder().String(text)
	}
	return "", fmt.Errorf("charset %q is not known; use UTF-8, GBK or GB2312", charset)
}

// decode is the way back.
func decode(raw, charset string) (string, error) {
	switch strings.ToUpper(charset) {
	case "UTF-8":
		if !utf8.ValidString(raw) {
			return "", fmt.Errorf("%q is not UTF-8", raw)
		}
		return raw, nil
	case "GBK", "GB2312":
		return simplifiedchinese.GBK.NewDecoder().String(raw)
	}
	return "", fmt.Errorf("charset %q is not known; use UTF-8, GBK or GB2312", charset)
}
