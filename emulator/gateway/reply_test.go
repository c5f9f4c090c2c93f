package gateway_test

import (
	"bytes"
	"crypto"
	"crypto/rsa"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base64"
	"encoding/xml"
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// reply is an answer, taken apart and verified.
type reply struct {
	id       string // X-Localipay-Request
	raw      []byte
	declared string // the charset that the answer declares
	success  bool   // is_success T
	error    string // of is_success F
	echo     map[string]string
	child    string // the element inside <response>
	leaves   map[string]string
	signType string
}

// outcome is the gateway's code, or where the service tells success or failure.
func (r reply) outcome() string {
	for _, name := range []string{"detail_error_code", "error", "response_code", "result_code"} {
		if code := r.leaves[name]; code != "" {
			return code
		}
	}
	if r.error != "" {
		return r.error
	}
	if r.leaves["qrcode"] != "" {
		return "SUCCESS" // <qrcodeinfo> holds no result_code
	}
	return ""
}

type envelope struct {
	XMLName   xml.Name  `xml:"alipay"`
	IsSuccess string    `xml:"is_success"`
	Error     []string  `xml:"error"`
	Request   []element `xml:"request>param"`
	Response  []element `xml:"response"`
	Sign      []string  `xml:"sign"`
	SignType  []string  `xml:"sign_type"`
}

type element struct {
	XMLName  xml.Name
	Name     string    `xml:"name,attr"`
	Text     string    `xml:",chardata"`
	Children []element `xml:",any"`
}

// do sends a request and holds the answer against what is true of them all.
func (s *shop) do(t *testing.T, req *http.Request) reply {
	t.Helper()
	response, err := http.DefaultClient.Do(req)
	require.NoError(t, err)
	defer func() { _ = response.Body.Close() }()
	raw, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	require.Equal(t, http.StatusOK, response.StatusCode, "every answer is 200")
	require.NotEmpty(t, response.Header.Get("X-Localipay-Request"))
	r := s.read(t, raw)
	require.Equal(t, "text/xml;charset="+r.declared, response.Header.Get("Content-Type"))
	r.id = response.Header.Get("X-Localipay-Request")
	return r
}

func (s *shop) read(t *testing.T, raw []byte) reply {
	t.Helper()
	declaration, document, found := strings.Cut(string(raw), "\n")
	require.True(t, found, "a newline stands after the declaration")
	r := reply{raw: raw, echo: map[string]string{}, leaves: map[string]string{}}
	r.declared = strings.TrimSuffix(strings.TrimPrefix(declaration, `<?xml version="1.0" encoding="`), `"?>`)
	require.Equal(t, `<?xml version="1.0" encoding="`+r.declared+`"?>`, declaration)
	require.True(t, strings.HasPrefix(document, "<alipay><is_success>"))
	var e envelope
	require.NoError(t, parse(raw, &e), "%s", raw)
	if e.IsSuccess == "F" {
		require.Empty(t, slices.Concat(e.Sign, e.SignType), "a gateway failure is unsigned")
		require.Empty(t, slices.Concat(e.Request, e.Response), "a gateway failure echoes nothing")
		require.Len(t, e.Error, 1)
		r.error = e.Error[0]
		return r
	}
	require.Equal(t, "T", e.IsSuccess)
	require.Empty(t, e.Error)
	r.success = true
	s.readSuccess(t, e, &r)
	return r
}

func (s *shop) readSuccess(t *testing.T, e envelope, r *reply) {
	t.Helper()
	for _, p := range e.Request {
		require.NotContains(t, r.echo, p.Name, "a parameter is echoed once")
		r.echo[p.Name] = p.Text
	}
	require.Len(t, e.Response, 1)
	require.Len(t, e.Response[0].Children, 1, "<response> has one child")
	child := e.Response[0].Children[0]
	r.child = child.XMLName.Local
	var names []string
	for _, leaf := range child.Children {
		require.Empty(t, leaf.Children)
		require.NotEmpty(t, leaf.Text, "<%s> is empty", leaf.XMLName.Local)
		names = append(names, leaf.XMLName.Local)
		r.leaves[leaf.XMLName.Local] = leaf.Text
	}
	require.IsIncreasing(t, names, "leaves stand in the order of their names, each once")
	require.Len(t, e.Sign, 1)
	require.Len(t, e.SignType, 1)
	r.signType = e.SignType[0]
	message := encode(r.declared, preSign(r.leaves))
	require.True(t, s.verifies(r.signType, message, e.Sign[0]), "the answer's signature over %q", message)
}

// verifies checks what Alipay signed: with the shop's MD5 key or Alipay's RSA key.
func (s *shop) verifies(signType, message, sign string) bool {
	raw, err := base64.StdEncoding.DecodeString(sign)
	switch signType {
	case "MD5":
		return md5Hex(message+s.md5Key) == sign
	case "RSA":
		sum := sha1.Sum([]byte(message))
		return err == nil && rsa.VerifyPKCS1v15(s.alipay, crypto.SHA1, sum[:], raw) == nil
	case "RSA2":
		sum := sha256.Sum256([]byte(message))
		return err == nil && rsa.VerifyPKCS1v15(s.alipay, crypto.SHA256, sum[:], raw) == nil
	}
	return false
}

// parse reads XML in the charset that it declares.
func parse(raw []byte, into any) error {
	decoder := xml.NewDecoder(bytes.NewReader(raw))
	decoder.CharsetReader = func(charset string, input io.Reader) (io.Reader, error) {
		if name := strings.ToUpper(charset); name != "GBK" && name != "GB2312" {
			return nil, errors.New("the answer declares " + charset)
		}
		return simplifiedchinese.GBK.NewDecoder().Reader(input), nil
	}
	return decoder.Decode(into)
}
