package alipay

import "strings"

// SignType names the algorithm of a signature, in upper case as Alipay wants
// it (gateway-and-trades §1.3).
type SignType string

// The three signature types. DSA stands in old documents only and is refused.
const (
	MD5  SignType = "MD5"
	RSA  SignType = "RSA"
	RSA2 SignType = "RSA2"
)

// ParseSignType takes exactly MD5, RSA or RSA2.
func ParseSignType(text string) (SignType, bool) {
	t := SignType(text)
	return t, t == MD5 || t == RSA || t == RSA2
}

// Charset is a character set of the gateway, in Alipay's spelling.
type Charset string

// The three charsets of the gateway (spec decision 2).
const (
	UTF8   Charset = "UTF-8"
	GBK    Charset = "GBK"
	GB2312 Charset = "GB2312"
)

// ParseCharset takes the three names in any letter case.
func ParseCharset(text string) (Charset, bool) {
	c := Charset(strings.ToUpper(text))
	return c, c == UTF8 || c == GBK || c == GB2312
}
