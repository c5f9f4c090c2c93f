package diagnosis

import (
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"html"
	"net/url"
	"strings"
)

// reading is what sign says once the mistakes in how it is written are undone.
type reading struct {
	bytes   []byte
	notes   []note
	isHex   bool // 16, 20 or 32 bytes: an MD5, a SHA-1 or a SHA-256 with a key
	problem *note
}

// wordsForNothing are what programs write where there is no signature.
var wordsForNothing = map[string]bool{
	"null": true, "undefined": true, "none": true, "nil": true, "false": true, "true": true, "nan": true, "error": true,
	"sign": true, "array": true, "[object object]": true, "[object promise]": true, "{}": true, "[]": true, "0": true, "-1": true,
}

const privateKeyHint = "the client could not read its private key, mostly because it is PKCS#1 (BEGIN RSA PRIVATE KEY) and PKCS#8 " +
	"(BEGIN PRIVATE KEY) is wanted, or the other way round (openssl pkcs8 -topk8 -nocrypt -in FILE converts to PKCS#8, openssl rsa -traditional -in FILE to PKCS#1), " +
	"or because it was given the public key"

// cleaners undo, one after the other, what happens to sign on its way.
var cleaners = []struct {
	note  note
	clean func(string) string
}{
	{note{SignQuoted, "sign stands in quotes; send it without"}, func(s string) string { return strings.Trim(s, `"'`) }},
	{note{SignEncoded, "sign was URL-encoded twice; encode it once"}, unescaped},
	{note{SignEncoded, "sign was HTML-escaped; send it as it is"}, html.UnescapeString},
}

func unescaped(s string) string {
	if text, err := url.PathUnescape(s); err == nil {
		return text
	}
	return s
}

func read(sign string) reading {
	var notes []note
	for _, c := range cleaners {
		if cleaned := c.clean(sign); cleaned != sign {
			sign = cleaned
			notes = append(notes, c.note)
		}
	}
	if r, ok := readHex(sign, notes); ok {
		return r
	}
	r := readBase64(sign)
	r.notes = append(notes, r.notes...)
	return r
}

// readHex takes digests, in upper case and with what .NET puts between, and
// RSA signatures in hex.
func readHex(sign string, notes []note) (reading, bool) {
	digits := trimSpace(sign)
	if digits != sign {
		notes = append(notes, note{SignWhiteSpace, "sign has white space around it; cut it off"})
	}
	if packed := strings.NewReplacer("-", "", ":", "", " ", "").Replace(digits); packed != digits {
		digits = packed
		notes = append(notes, note{HexSeparated, "The hex digits of sign have characters between them; send digits alone"})
	}
	raw, err := hex.DecodeString(digits)
	if err != nil || !isDigest(len(raw)) && !isModulus(len(raw)) {
		return reading{}, false
	}
	if !isDigest(len(raw)) {
		return reading{bytes: raw, notes: append(notes, note{HexForBase64, "sign is in hex; an RSA signature is sent in base64"})}, true
	}
	if strings.ToLower(digits) != digits {
		notes = append(notes, note{UpperCaseHex, "sign is in upper-case hex; send lower-case digits"})
	}
	return reading{bytes: raw, notes: notes, isHex: true}, true
}

// isDigest: as long as an MD5, a SHA-1 or a SHA-256.
func isDigest(size int) bool { return size == 16 || size == 20 || size == 32 }

// isModulus: as long as a signature by an RSA key of a usual size.
func isModulus(size int) bool { return size >= 128 && size%64 == 0 }

// readBase64 takes what signature.Verify takes, and what is nearly that.
func readBase64(sign string) (r reading) {
	text := lineBreaks.Replace(sign)
	if raw, err := base64.StdEncoding.DecodeString(text); err == nil {
		r.bytes = raw
		return r.inner()
	}
	if strings.Contains(text, `\n`) || strings.Contains(text, `\r`) {
		text = strings.NewReplacer(`\n`, "", `\r`, "").Replace(text)
		r.notes = append(r.notes, note{Base64Broken, `sign has \n in it, as two characters; send base64 without line breaks`})
	}
	if strings.ContainsAny(text, "-_") {
		text = strings.NewReplacer("-", "+", "_", "/").Replace(text)
		r.notes = append(r.notes, note{Base64URLSafe, "sign is in URL-safe base64 (- and _); send standard base64 (+ and /), and URL-encode it"})
	}
	packed := strings.TrimRight(text, "=")
	if len(text)%4 != 0 {
		r.notes = append(r.notes, note{Base64Padding, "The = at the end of sign are missing; send the whole base64, URL-encoded"})
	}
	raw, err := base64.RawStdEncoding.DecodeString(packed)
	if err != nil {
		r.problem = &note{Base64Broken, brokenBase64(packed, err)}
		return r
	}
	r.bytes = raw
	return r.inner()
}

// lineBreaks is as lenient as the gateway (spec decision 4).
var lineBreaks = strings.NewReplacer(" ", "+", "\r", "", "\n", "", "\t", "")

// inner undoes base64 within base64.
func (r reading) inner() reading {
	if len(r.bytes) < 128 {
		return r
	}
	raw, err := base64.StdEncoding.DecodeString(lineBreaks.Replace(string(r.bytes)))
	if err == nil && len(raw) >= 128 {
		r.bytes = raw
		r.notes = append(r.notes, note{Base64Twice, "sign was put in base64 twice; do it once"})
	}
	return r
}

func brokenBase64(text string, err error) string {
	at, ok := err.(base64.CorruptInputError) //nolint:errorlint // what the package documents
	if ok && int(at) < len(text) {
		return fmt.Sprintf("sign is not base64: character %d is %s; send the signature in standard base64, URL-encoded", int(at)+1, shown(text[at:at+1]))
	}
	return "sign is not base64, or was cut off; send the whole signature in standard base64, URL-encoded"
}
