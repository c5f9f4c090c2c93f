package diagnosis_test

import (
	"crypto"
	"crypto/md5"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"maps"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/simplifiedchinese"

	"localipay/emulator/diagnosis"
	"localipay/keys"
)

const (
	partner    = "2088000000000777"
	ownKey     = "0wnk3y0wnk3y0wnk3y0wnk3y0wnk3y00"
	otherShop  = "2088000000000888"
	otherKey   = "0therk3y0therk3y0therk3y0therk3y"
	demoShop   = "2088000000000001"
	demoKey    = "k3yk3yk3yk3yk3yk3yk3yk3yk3yk3y00"
	gbk, utf8n = "GBK", "UTF-8"
)

// pair gives the key pair of a role: published ones, and one of nobody's.
func pair(role string) *rsa.PrivateKey {
	switch role {
	case "alipay":
		return keys.AlipayPrivate()
	case "nobody":
		return nobody()
	}
	key, ok := keys.MerchantPrivate(map[string]string{
		"own": "2088000000000001", "other": "2088000000000002", "demo": "2088000000000003",
	}[role])
	if !ok {
		panic("no key of " + role)
	}
	return key
}

var nobody = sync.OnceValue(func() *rsa.PrivateKey {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err)
	}
	return key
})

// known are the keys that the gateway would know.
var known = sync.OnceValue(func() diagnosis.Keys {
	return diagnosis.Keys{
		Own: diagnosis.Key{Owner: partner, MD5: ownKey, Public: &pair("own").PublicKey},
		Others: []diagnosis.Key{
			{Owner: otherShop, MD5: otherKey, Public: &pair("other").PublicKey},
			{Owner: demoShop, MD5: demoKey, Demo: true, Public: &pair("demo").PublicKey},
			{Owner: diagnosis.Alipay, Public: &pair("alipay").PublicKey},
		},
	}
})

// client is somebody's own little client, right unless a mistake is put in.
type client struct {
	params            map[string]string // what is signed, in UTF-8
	charset, signType string
	md5Key            string
	private           *rsa.PrivateKey
	charsetInURL      bool

	values   func(name, value string) string // on their way into the text
	skip     func(name, value string) bool
	order    func(names []string)
	quote    string
	joiner   string
	text     func(string) string // the finished text, in UTF-8
	encode   func(string) string // into bytes
	hash     func([]byte) []byte // what becomes sign, before its encoding, in place of MD5 and RSA
	finish   func(sign string) string
	changed  func(map[string]string) // between signing and sending
	escape   func(string) string     // of values, on their way into the URL
	sentType string
}

func newClient(signType, charset string, params map[string]string) *client {
	return &client{
		params: params, charset: charset, signType: signType, md5Key: ownKey, private: pair("own"), joiner: "&",
		values: func(_, value string) string { return value },
		skip:   func(name, value string) bool { return value == "" || name == "sign_type" },
		order:  slices.Sort[[]string],
		text:   func(s string) string { return s },
		encode: func(s string) string { return bytesIn(charset, s) },
		finish: func(s string) string { return s }, changed: func(map[string]string) {}, escape: url.QueryEscape,
		sentType: signType,
	}
}

// message is the request as it arrives.
func (c *client) message() diagnosis.Message {
	sent := maps.Clone(c.params)
	sent["_input_charset"], sent["sign_type"] = c.charset, c.sentType
	if _, ok := c.params["_input_charset"]; !ok {
		c.params["_input_charset"] = c.charset
	}
	c.params["sign_type"] = c.signType
	sign := c.sign()
	c.changed(sent)
	sent["sign"] = c.finish(sign)
	var body []string
	query := ""
	for _, name := range backwards(sent) {
		raw := bytesIn(c.charset, sent[name])
		escaped := c.escape(raw)
		if name == "sign" {
			escaped = url.QueryEscape(raw)
		}
		if name == "_input_charset" && c.charsetInURL {
			query = name + "=" + escaped
			continue
		}
		body = append(body, name+"="+escaped)
	}
	return diagnosis.Message{Query: query, Body: strings.Join(body, "&"), Keys: known()}
}

// backwards is an order that is not the right one.
func backwards(params map[string]string) []string {
	names := slices.Sorted(maps.Keys(params))
	slices.Reverse(names)
	return names
}

func (c *client) sign() string {
	names := backwards(c.params)
	c.order(names)
	var terms []string
	for _, name := range names {
		if value := c.params[name]; !c.skip(name, value) {
			terms = append(terms, name+"="+c.quote+c.values(name, value)+c.quote)
		}
	}
	message := []byte(c.encode(c.text(strings.Join(terms, c.joiner))))
	switch {
	case c.hash != nil:
		return base64.StdEncoding.EncodeToString(c.hash(message))
	case c.signType == "MD5":
		sum := md5.Sum(append(message, c.md5Key...))
		return hex.EncodeToString(sum[:])
	case c.signType == "RSA":
		sum := sha1.Sum(message)
		return rsaSign(c.private, crypto.SHA1, sum[:])
	}
	sum := sha256.Sum256(message)
	return rsaSign(c.private, crypto.SHA256, sum[:])
}

func rsaSign(key *rsa.PrivateKey, hash crypto.Hash, sum []byte) string {
	raw, err := rsa.SignPKCS1v15(nil, key, hash, sum)
	if err != nil {
		panic(err)
	}
	return base64.StdEncoding.EncodeToString(raw)
}

func bytesIn(charset, s string) string {
	if charset != gbk {
		return s
	}
	out, err := simplifiedchinese.GBK.NewEncoder().String(s)
	if err != nil {
		panic(err)
	}
	return out
}

// usual is a request with something in it for each mistake to spoil.
func usual() map[string]string {
	return map[string]string{
		"service": "alipay.acquire.overseas.spot.refund", "partner": partner, "partner_trans_id": "T0001", "partner_refund_id": "R0001",
		"currency": "HKD", "refund_amount": "88.00", "is_sync": "Y", "refund_reson": "退货 a+b & <c>", "alipay_trans_id": "",
		"notify_url": "https://shop.example/notify?a=1&b=2", "timestamp": "2026-03-02 12:00:00",
		"biz_data": `{"store_name":"海港/面家","store_id":"S1","list":[1,2.50,{"b":true,"a":null}],"address":"1 \"A\" Street"}`,
	}
}

func causes(d diagnosis.Diagnosis) []diagnosis.Cause {
	if d.Cause == "" {
		return nil
	}
	return append([]diagnosis.Cause{d.Cause}, d.Also...)
}

// consistent holds whatever was found: the parts make both texts, and no key
// is told.
func consistent(t require.TestingT, d diagnosis.Diagnosis) {
	signed, theirs := "", ""
	for _, part := range d.Diff {
		signed += part.Same + part.Signed
		theirs += part.Same + part.Theirs
	}
	if len(d.Diff) > 0 {
		require.Equal(t, d.Signed, signed)
		require.Equal(t, d.Theirs, theirs)
	}
	for _, key := range []string{ownKey, otherKey, demoKey} {
		require.NotContains(t, d.Verdict+d.Signed+d.Theirs+d.Note, key)
	}
	require.NotEmpty(t, d.Verdict)
	require.Equal(t, d.Valid, d.Cause == "")
}

func TestRightSignaturesHold(t *testing.T) {
	t.Parallel()
	for _, signType := range []string{"MD5", "RSA", "RSA2"} {
		for _, charset := range []string{utf8n, gbk} {
			t.Run(signType+" in "+charset, func(t *testing.T) {
				t.Parallel()
				for _, inURL := range []bool{false, true} {
					c := newClient(signType, charset, usual())
					c.charsetInURL = inURL
					d := diagnosis.Diagnose(c.message())
					consistent(t, d)
					require.True(t, d.Valid, d.Verdict)
					require.Contains(t, d.Signed, "&refund_reson=退货 a+b & <c>&")
				}
			})
		}
	}
}
