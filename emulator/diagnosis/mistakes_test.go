package diagnosis_test

import (
	"cmp"
	"crypto"
	"crypto/hmac"
	"crypto/md5"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"html"
	"math/big"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"localipay/emulator/diagnosis"
	"localipay/keys"
)

// made is one mistake, as a client makes it.
type made struct {
	name  string
	cause diagnosis.Cause
	of    string // sign types; "" for all
	make  func(c *client)
}

const (
	md5Only = "MD5"
	rsaOnly = "RSA RSA2"
)

func each(change func(string) string) func(*client) {
	return func(c *client) { c.values = func(_, v string) string { return change(v) } }
}

func later(name, value string) func(*client) {
	return func(c *client) { c.changed = func(sent map[string]string) { sent[name] = value } }
}

func finished(change func(string) string) func(*client) {
	return func(c *client) { c.finish = change }
}

func json2(rewrite func(any) string) func(*client) {
	return func(c *client) {
		c.values = func(name, v string) string {
			var parsed any
			if name != "biz_data" || json.Unmarshal([]byte(v), &parsed) != nil {
				return v
			}
			return rewrite(parsed)
		}
	}
}

func compact(v any) string {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(v)
	return strings.TrimSpace(b.String())
}

func replaced(old, with string) func(string) string {
	return func(s string) string { return strings.ReplaceAll(s, old, with) }
}

// mistakes are those of the issue, and some more.
var mistakes = []made{
	{"sign_type is included", diagnosis.SignTypeIncluded, "", func(c *client) { c.skip = func(_, v string) bool { return v == "" } }},
	{"values are URL-encoded before signing", diagnosis.EncodedOnce, "", func(c *client) {
		c.values = func(_, v string) string { return url.QueryEscape(c.encode(v)) }
	}},
	{"values are URL-encoded with %20", diagnosis.EncodedOnce, "", func(c *client) {
		c.values = func(_, v string) string { return strings.ReplaceAll(url.QueryEscape(c.encode(v)), "+", "%20") }
	}},
	{"values are URL-encoded twice", diagnosis.EncodedTwice, "", func(c *client) {
		c.values = func(_, v string) string { return url.QueryEscape(url.QueryEscape(c.encode(v))) }
	}},
	{"values are sent encoded twice", diagnosis.SentEncodedTwice, "", func(c *client) {
		c.escape = func(s string) string { return url.QueryEscape(url.QueryEscape(s)) }
	}},
	{"empty values are kept", diagnosis.EmptyKept, "", func(c *client) { c.skip = func(n, _ string) bool { return n == "sign_type" } }},
	{"the order is that of sending", diagnosis.Unsorted, "", func(c *client) { c.order = func([]string) {} }},
	{"_ is sorted after letters", diagnosis.Unsorted, "", func(c *client) {
		c.order = func(names []string) {
			slices.SortFunc(names, func(a, b string) int { return cmp.Compare(replaced("_", "~")(a), replaced("_", "~")(b)) })
		}
	}},
	{"the bytes are of another charset", diagnosis.WrongCharset, "", func(c *client) {
		other := map[string]string{gbk: utf8n, utf8n: gbk}[c.charset]
		c.encode = func(s string) string { return bytesIn(other, s) }
	}},
	{"characters became question marks", diagnosis.WrongCharset, "", func(c *client) {
		c.encode = func(s string) string {
			return strings.Map(func(r rune) rune {
				if r > 0xFF {
					return '?'
				}
				return r
			}, s)
		}
	}},
	{"the MD5 key is another merchant's", diagnosis.OtherMerchantKey, md5Only, func(c *client) { c.md5Key = otherKey }},
	{"the private key is another merchant's", diagnosis.OtherMerchantKey, rsaOnly, func(c *client) { c.private = pair("other") }},
	{"the MD5 key is the demo's", diagnosis.DemoKey, md5Only, func(c *client) { c.md5Key = demoKey }},
	{"the private key is the demo's", diagnosis.DemoKey, rsaOnly, func(c *client) { c.private = pair("demo") }},
	{"the private key is Alipay's", diagnosis.AlipayKey, rsaOnly, func(c *client) { c.private = pair("alipay") }},
	{"the private key is nobody's", diagnosis.UnknownKey, rsaOnly, func(c *client) { c.private = pair("nobody") }},
	{"the key ends with a newline", diagnosis.KeyWhiteSpace, md5Only, func(c *client) { c.md5Key += "\n" }},
	{"the key begins with a blank", diagnosis.KeyWhiteSpace, md5Only, func(c *client) { c.md5Key = " " + c.md5Key }},
	{"the key stands in quotes", diagnosis.KeyQuoted, md5Only, func(c *client) { c.md5Key = `"` + c.md5Key + `"` }},
	{"the key is in upper case", diagnosis.KeyCase, md5Only, func(c *client) { c.md5Key = strings.ToUpper(c.md5Key) }},
	{"the key is left out", diagnosis.KeyMissing, md5Only, func(c *client) { c.md5Key = "" }},
	{"the key stands first", diagnosis.KeyFirst, md5Only, func(c *client) {
		c.text, c.md5Key = func(s string) string { return ownKey + s }, ""
	}},
	{"sign is an HMAC", diagnosis.HMAC, md5Only, func(c *client) {
		c.hash = func(m []byte) []byte { h := hmac.New(md5.New, []byte(ownKey)); h.Write(m); return h.Sum(nil) }
		c.finish = base64ToHex
	}},
	{"& stands before the key", diagnosis.SeparatorBeforeKey, md5Only, func(c *client) { c.md5Key = "&" + c.md5Key }},
	{"&key= stands before the key", diagnosis.SeparatorBeforeKey, md5Only, func(c *client) { c.md5Key = "&key=" + c.md5Key }},
	{"the key is Alipay's public one", diagnosis.PublicKeyText, md5Only, func(c *client) { c.md5Key = keys.PublicLine(&pair("alipay").PublicKey) }},
	{"the key is the merchant's public one", diagnosis.PublicKeyText, md5Only, func(c *client) { c.md5Key = keys.PublicPEM(&pair("own").PublicKey) }},
	{"the public key signs", diagnosis.PublicForPrivate, rsaOnly, func(c *client) {
		c.hash = func(m []byte) []byte {
			signed, _ := base64.StdEncoding.DecodeString(digestSigned(c, m))
			key := &pair("own").PublicKey
			padded := new(big.Int).Exp(new(big.Int).SetBytes(signed), big.NewInt(int64(key.E)), key.N)
			return padded.Exp(padded, big.NewInt(int64(key.E)), key.N).FillBytes(make([]byte, key.Size()))
		}
	}},
	{"RSA and RSA2 are swapped", diagnosis.DigestSwapped, rsaOnly, func(c *client) {
		c.sentType = map[string]string{"RSA": "RSA2", "RSA2": "RSA"}[c.signType]
	}},
	{"MD5 is called RSA", diagnosis.SignTypeMismatch, md5Only, func(c *client) { c.sentType = "RSA" }},
	{"RSA is called MD5", diagnosis.SignTypeMismatch, rsaOnly, func(c *client) { c.sentType = "MD5" }},
	{"sign_type is in lower case", diagnosis.SignTypeCase, "", func(c *client) { c.sentType = strings.ToLower(c.signType) }},
	{"sign_type is missing", diagnosis.SignTypeMissing, "", func(c *client) { c.sentType = "" }},
	{"sign_type is unknown", diagnosis.SignTypeUnknown, "", func(c *client) { c.sentType = "SHA256" }},
	{"sign is missing", diagnosis.SignMissing, "", finished(func(string) string { return "" })},
	{"PKCS#1 is read as PKCS#8, so that there is no signature", diagnosis.SignPlaceholder, rsaOnly, finished(func(string) string { return "null" })},
	{"hex is in upper case", diagnosis.UpperCaseHex, md5Only, finished(strings.ToUpper)},
	{"hex has hyphens, as in .NET", diagnosis.HexSeparated, md5Only, finished(func(s string) string {
		var pairs []string
		for pair := range slices.Chunk([]byte(s), 2) {
			pairs = append(pairs, string(pair))
		}
		return strings.Join(pairs, "-")
	})},
	{"MD5 is in base64", diagnosis.Base64ForHex, md5Only, finished(hexToBase64)},
	{"sign has a line break", diagnosis.SignWhiteSpace, md5Only, finished(func(s string) string { return s + "\n" })},
	{"sign stands in quotes", diagnosis.SignQuoted, "", finished(func(s string) string { return `"` + s + `"` })},
	{"sign is encoded twice", diagnosis.SignEncoded, rsaOnly, finished(url.QueryEscape)},
	{"base64 is URL-safe", diagnosis.Base64URLSafe, rsaOnly, finished(func(s string) string { return strings.NewReplacer("+", "-", "/", "_").Replace(s) })},
	{"base64 lacks its padding", diagnosis.Base64Padding, rsaOnly, finished(func(s string) string { return strings.TrimRight(s, "=") })},
	{"base64 has line breaks as two characters", diagnosis.Base64Broken, rsaOnly, finished(func(s string) string { return s[:64] + `\n` + s[64:] })},
	{"base64 has a stray character", diagnosis.Base64Broken, rsaOnly, finished(func(s string) string { return s[:60] + "!" + s[61:] })},
	{"base64 is cut off", diagnosis.SignLength, rsaOnly, finished(func(s string) string { return s[:120] })},
	{"base64 is done twice", diagnosis.Base64Twice, rsaOnly, finished(func(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) })},
	{"an RSA signature is in hex", diagnosis.HexForBase64, rsaOnly, finished(base64ToHex)},
	{"SHA-256 is taken for MD5", diagnosis.OtherDigest, md5Only, func(c *client) {
		c.hash = func(m []byte) []byte { s := sha256.Sum256(append(m, ownKey...)); return s[:] }
		c.finish = base64ToHex
	}},
	{"MD5withRSA", diagnosis.OtherDigest, rsaOnly, func(c *client) {
		c.hash = func(m []byte) []byte { s := md5.Sum(m); return rawSigned(c.private, crypto.MD5, s[:]) }
	}},
	{"the digest is encrypted without its name", diagnosis.NoDigestInfo, rsaOnly, func(c *client) {
		c.hash = func(m []byte) []byte { return rawSigned(c.private, 0, digestFor(c, m)) }
	}},
	{"PSS padding", diagnosis.PSSPadding, rsaOnly, func(c *client) {
		c.hash = func(m []byte) []byte {
			raw, _ := rsa.SignPSS(rand.Reader, c.private, hashFor(c), digestFor(c, m), nil)
			return raw
		}
	}},
	{"the text is hashed before", diagnosis.HashedBefore, rsaOnly, func(c *client) {
		c.text = func(s string) string { m := md5.Sum([]byte(c.encode(s))); return hex.EncodeToString(m[:]) }
	}},
	{"the MD5 key is appended for RSA", diagnosis.KeyAppended, rsaOnly, func(c *client) { c.text = func(s string) string { return s + ownKey } }},
	{"a trailing &, which comes before the key", diagnosis.SeparatorBeforeKey, md5Only, func(c *client) { c.text = func(s string) string { return s + "&" } }},
	{"a trailing &", diagnosis.TrailingAmp, rsaOnly, func(c *client) { c.text = func(s string) string { return s + "&" } }},
	{"&amp; for &", diagnosis.Ampersands, "", func(c *client) { c.joiner = "&amp;" }},
	{"values are HTML-escaped", diagnosis.Entities, "", each(html.EscapeString)},
	{"the parameters are glued", diagnosis.OtherSeparator, "", func(c *client) { c.joiner = "" }},
	{"quotes around values", diagnosis.Quoted, "", func(c *client) { c.quote = `"` }},
	{"_input_charset is left out, because it is in the URL", diagnosis.CharsetLeftOut, "", func(c *client) {
		c.charsetInURL = true
		c.skip = func(n, v string) bool { return v == "" || n == "sign_type" || n == "_input_charset" }
	}},
	{"a parameter is added after signing", diagnosis.LeftOut, "", later("extend_params", "x=1")},
	{"a parameter is removed after signing", diagnosis.Added, "", func(c *client) {
		c.changed = func(sent map[string]string) { delete(sent, "currency") }
	}},
	{"a parameter gets a blank after signing", diagnosis.Changed, "", later("partner_trans_id", "T0001 ")},
	{"an amount gets another format after signing", diagnosis.Changed, "", later("refund_amount", "88")},
	{"a letter case changes after signing", diagnosis.Changed, "", later("is_sync", "y")},
	{"the timestamp is made a second time", diagnosis.Changed, "", later("timestamp", "2026-03-02 12:00:01")},
	{"line ends change", diagnosis.Changed, "", func(c *client) {
		c.params["memo"] = "one\ntwo"
		c.changed = func(sent map[string]string) { sent["memo"] = "one\r\ntwo" }
	}},
	{"JSON is written anew with sorted members", diagnosis.JSONRewritten, "", json2(compact)},
	{"JSON is written with blanks", diagnosis.JSONRewritten, "", func(c *client) {
		c.values = func(n, v string) string {
			if n == "biz_data" {
				return strings.NewReplacer(`":`, `": `, `,"`, `, "`, "1,2.50,", "1, 2.50, ").Replace(v)
			}
			return v
		}
	}},
	{"JSON is written with escaped slashes, as in PHP", diagnosis.JSONRewritten, "", func(c *client) {
		c.values = func(n, v string) string {
			if n == "biz_data" {
				return strings.ReplaceAll(v, "/", `\/`)
			}
			return v
		}
	}},
	{"JSON is written with \\u escapes, as in PHP and Python", diagnosis.JSONRewritten, "", func(c *client) {
		c.values = func(n, v string) string {
			if n == "biz_data" {
				return strings.NewReplacer("海", `\u6d77`, "港", `\u6e2f`, "面", `\u9762`, "家", `\u5bb6`, "/", `\/`).Replace(v)
			}
			return v
		}
	}},
	{"+ is signed and arrives as a blank", diagnosis.PlusAndSpace, "", each(replaced(" ", "+"))},
	{"a blank is signed and arrives as +", diagnosis.PlusAndSpace, "", each(replaced("+", " "))},
}

func base64ToHex(s string) string {
	raw, _ := base64.StdEncoding.DecodeString(s)
	return hex.EncodeToString(raw)
}

func hexToBase64(s string) string {
	raw, _ := hex.DecodeString(s)
	return base64.StdEncoding.EncodeToString(raw)
}

func hashFor(c *client) crypto.Hash {
	return map[string]crypto.Hash{"RSA": crypto.SHA1, "RSA2": crypto.SHA256}[c.signType]
}

func digestFor(c *client, message []byte) []byte {
	if c.signType == "RSA" {
		sum := sha1.Sum(message)
		return sum[:]
	}
	sum := sha256.Sum256(message)
	return sum[:]
}

func digestSigned(c *client, message []byte) string {
	return rsaSign(c.private, hashFor(c), digestFor(c, message))
}

func rawSigned(key *rsa.PrivateKey, hash crypto.Hash, sum []byte) []byte {
	raw, err := rsa.SignPKCS1v15(nil, key, hash, sum)
	if err != nil {
		panic(err)
	}
	return raw
}

func TestEachMistakeIsFound(t *testing.T) {
	t.Parallel()
	for _, mistake := range mistakes {
		for _, signType := range []string{"MD5", "RSA", "RSA2"} {
			if mistake.of != "" && !slices.Contains(strings.Fields(mistake.of), signType) {
				continue
			}
			for _, charset := range []string{utf8n, gbk} {
				t.Run(mistake.name+", "+signType+" in "+charset, func(t *testing.T) {
					t.Parallel()
					c := newClient(signType, charset, usual())
					mistake.make(c)
					d := diagnosis.Diagnose(c.message())
					consistent(t, d)
					require.Equal(t, []diagnosis.Cause{mistake.cause}, causes(d), "%s (%s)", d.Verdict, d.Theirs)
				})
			}
		}
	}
}

// TestEachMistakeIsFoundInAnyRequest is the property: whatever else stands in
// a request, the mistake made in it is the one found.
func TestEachMistakeIsFoundInAnyRequest(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		mistake := rapid.SampledFrom(mistakes).Draw(t, "mistake")
		kinds := strings.Fields(cmp.Or(mistake.of, "MD5 RSA RSA2"))
		c := newClient(rapid.SampledFrom(kinds).Draw(t, "sign_type"), rapid.SampledFrom([]string{utf8n, gbk}).Draw(t, "charset"), usual())
		for name, value := range rapid.MapOfN(rapid.StringMatching(`x[a-z]{2,8}`), rapid.StringMatching(`v[0-9a-zA-Z=/&海港店茶]{0,20}w`), 0, 5).Draw(t, "more") {
			c.params[name] = value
		}
		if right := diagnosis.Diagnose(newClient(c.signType, c.charset, c.params).message()); !right.Valid {
			t.Fatalf("the request is right: %s", right.Verdict)
		}
		mistake.make(c)
		d := diagnosis.Diagnose(c.message())
		consistent(t, d)
		require.Equal(t, []diagnosis.Cause{mistake.cause}, causes(d), "%s: %s", mistake.name, d.Verdict)
	})
}
