package gateway_test

import (
	"crypto"
	"crypto/md5"
	"crypto/rsa"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// call is a request that a shop makes: a little client of its own, so that the
// gateway is not tested with the gateway's own signer and reader.
type call struct {
	shop    *shop
	params  map[string]string // signed
	later   map[string]string // set after signing
	lost    []string          // taken away after signing
	charset string            // of the bytes, whatever _input_charset says
	post    bool
	inURL   []string // of a POST: the parameters that are not in its body
}

// call is a signed GET in UTF-8, all in the query, unless told otherwise.
func (s *shop) call(service string, pairs ...string) *call {
	c := &call{shop: s, charset: "UTF-8", later: map[string]string{}, params: map[string]string{
		"service": service, "partner": s.partner, "_input_charset": "UTF-8", "sign_type": "MD5",
	}}
	return c.with(pairs...)
}

func (c *call) with(pairs ...string) *call { return c.put(c.params, pairs) }

// forged sets parameters after signing.
func (c *call) forged(pairs ...string) *call { return c.put(c.later, pairs) }

func (c *call) put(into map[string]string, pairs []string) *call {
	for i := 0; i+1 < len(pairs); i += 2 {
		into[pairs[i]] = pairs[i+1]
	}
	return c
}

func (c *call) without(names ...string) *call {
	for _, name := range names {
		delete(c.params, name)
	}
	return c
}

func (c *call) losing(names ...string) *call {
	c.lost = append(c.lost, names...)
	return c
}

func (c *call) signedBy(signType string) *call { return c.with("sign_type", signType) }

// in writes the bytes in a charset and says so.
func (c *call) in(charset string) *call {
	c.charset = charset
	return c.with("_input_charset", charset)
}

// posted is a form POST; the named parameters stand in the URL.
func (c *call) posted(inURL ...string) *call {
	c.post, c.inURL = true, inURL
	return c
}

// sdk is how the official Java SDK sends: the charset in the URL only, signed
// with all the others.
func (c *call) sdk() *call { return c.posted("_input_charset") }

// final gives the parameters as they are sent, in bytes of the charset.
func (c *call) final() map[string]string {
	out := map[string]string{}
	for name, value := range c.params {
		out[encode(c.charset, name)] = encode(c.charset, value)
	}
	out["sign"] = c.shop.sign(out)
	for name, value := range c.later {
		out[encode(c.charset, name)] = encode(c.charset, value)
	}
	for _, name := range c.lost {
		delete(out, name)
	}
	return out
}

// wire gives the query and the body.
func (c *call) wire() (query, body string) {
	var inQuery, inBody []string
	params := c.final()
	for _, name := range slices.Sorted(maps.Keys(params)) {
		pair := url.QueryEscape(name) + "=" + url.QueryEscape(params[name])
		if c.post && !slices.Contains(c.inURL, name) {
			inBody = append(inBody, pair)
		} else {
			inQuery = append(inQuery, pair)
		}
	}
	return strings.Join(inQuery, "&"), strings.Join(inBody, "&")
}

func (c *call) send(t *testing.T) reply {
	t.Helper()
	query, body := c.wire()
	if !c.post {
		return c.shop.get(t, query)
	}
	return c.shop.post(t, query, "application/x-www-form-urlencoded;charset="+c.charset, body)
}

func (s *shop) get(t *testing.T, query string) reply {
	t.Helper()
	req, err := http.NewRequest(http.MethodGet, s.gatewayURL(query), nil)
	require.NoError(t, err)
	return s.do(t, req)
}

func (s *shop) post(t *testing.T, query, contentType, body string) reply {
	t.Helper()
	req, err := http.NewRequest(http.MethodPost, s.gatewayURL(query), strings.NewReader(body))
	require.NoError(t, err)
	req.Header.Set("Content-Type", contentType)
	return s.do(t, req)
}

func (s *shop) gatewayURL(query string) string {
	if query == "" {
		return s.base() + "gateway.do"
	}
	return s.base() + "gateway.do?" + query
}

// sign signs as gateway-and-trades §1.3 says, over the bytes given.
func (s *shop) sign(params map[string]string) string {
	message := preSign(params)
	switch params["sign_type"] {
	case "RSA":
		sum := sha1.Sum([]byte(message))
		return signRSA(s.private, crypto.SHA1, sum[:])
	case "RSA2":
		sum := sha256.Sum256([]byte(message))
		return signRSA(s.private, crypto.SHA256, sum[:])
	}
	return md5Hex(message + s.md5Key)
}

func preSign(params map[string]string) string {
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(params)) {
		if params[name] != "" && name != "sign" && name != "sign_type" {
			parts = append(parts, name+"="+params[name])
		}
	}
	return strings.Join(parts, "&")
}

func md5Hex(text string) string {
	sum := md5.Sum([]byte(text))
	return hex.EncodeToString(sum[:])
}

func signRSA(key *rsa.PrivateKey, hash crypto.Hash, sum []byte) string {
	raw, err := rsa.SignPKCS1v15(nil, key, hash, sum)
	if err != nil {
		panic(err) // a test's own key
	}
	return base64.StdEncoding.EncodeToString(raw)
}

// encode writes each character in the charset; one that it lacks stands as its
// own bytes in UTF-8.
func encode(charset, text string) string {
	if strings.EqualFold(charset, "UTF-8") {
		return text
	}
	var b strings.Builder
	for _, r := range text {
		raw, err := simplifiedchinese.GBK.NewEncoder().String(string(r))
		outside := strings.EqualFold(charset, "GB2312") && (raw < "\xA1\xA1" || raw[len(raw)-1] < 0xA1)
		if err != nil || r > 0x7F && (len(raw) < 2 || outside) { // one byte: the Web's €, which GBK lacks
			raw = string(r)
		}
		b.WriteString(raw)
	}
	return b.String()
}
