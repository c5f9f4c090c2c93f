package scenarios

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"

	"localipay/emulator/alipay"
)

// parsedAnswer is the gateway's XML (gateway-and-trades §1.5).
type parsedAnswer struct {
	charset        alipay.Charset
	success        string
	gatewayError   string
	leaves         []alipay.Field // of the one child of <response>
	sign, signType string
}

var declaredEncoding = regexp.MustCompile(`^<\?xml[^>]*\sencoding=["']([A-Za-z0-9._-]+)["']`)

// parseAnswer reads an answer in the encoding that it declares, and refuses
// what is not that.
func parseAnswer(body []byte, contentType string) (parsedAnswer, error) {
	found := declaredEncoding.FindSubmatch(body)
	if found == nil {
		return parsedAnswer{}, fmt.Errorf("it is no XML with a declared encoding, but %s: %q", contentType, cut(string(body)))
	}
	charset, ok := alipay.ParseCharset(string(found[1]))
	if !ok {
		return parsedAnswer{}, fmt.Errorf("it declares the encoding %s, which the gateway does not have", found[1])
	}
	text, ok := decoded(charset, body)
	if !ok {
		return parsedAnswer{}, fmt.Errorf("its bytes are not the %s that it declares", charset)
	}
	out := parsedAnswer{charset: charset}
	if err := out.walk(text); err != nil {
		return out, fmt.Errorf("its XML is not well-formed: %w", err)
	}
	if out.success == "" {
		return out, errors.New("it has no is_success")
	}
	return out, nil
}

func decoded(charset alipay.Charset, body []byte) (string, bool) {
	if charset == alipay.UTF8 {
		return string(body), utf8.Valid(body)
	}
	text, err := simplifiedchinese.GBK.NewDecoder().Bytes(body)
	return string(text), err == nil && !bytes.ContainsRune(text, utf8.RuneError)
}

// walk takes the leaves by their depth: alipay/is_success, alipay/response/x/leaf.
func (p *parsedAnswer) walk(text string) error {
	decoder := xml.NewDecoder(strings.NewReader(text))
	decoder.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil }
	var path []string
	var value strings.Builder
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) && len(path) == 0 {
			return nil
		}
		if err != nil {
			return err
		}
		switch t := token.(type) {
		case xml.StartElement:
			path = append(path, t.Name.Local)
			value.Reset()
		case xml.CharData:
			value.Write(t)
		case xml.EndElement:
			p.leaf(path, value.String())
			path = path[:len(path)-1]
			value.Reset()
		}
	}
}

func (p *parsedAnswer) leaf(path []string, value string) {
	switch len(path) {
	case 2:
		switch path[1] {
		case "is_success":
			p.success = value
		case "error":
			p.gatewayError = value
		case "sign":
			p.sign = value
		case "sign_type":
			p.signType = value
		}
	case 4:
		if path[1] == "response" {
			p.leaves = append(p.leaves, alipay.Field{Name: path[3], Value: value})
		}
	}
}

func httpWord(status int) string { return strconv.Itoa(status) }

// quantity is a number and a thing, in the singular or plural.
func quantity(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return strconv.Itoa(n) + " " + thing + "s"
}
