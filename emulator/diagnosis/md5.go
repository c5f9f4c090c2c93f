package diagnosis

import (
	"bytes"
	"crypto/hmac"
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"fmt"
	"hash"
	"strings"

	"localipay/keys"
)

// keying is a way to bring a text and a key together.
type keying struct {
	before, after           string
	shownBefore, shownAfter string
	hmac                    bool
	note                    note
}

// shared lists the ways to sign with a merchant's MD5 key, the right one first.
func shared(p *parsed) []keying {
	own := p.Keys.Own.MD5
	var list []keying
	if own != "" {
		list = append(list, keying{after: own})
		list = append(list, separated(own)...)
		list = append(list, spelled(own)...)
		list = append(list,
			keying{before: own, note: note{KeyFirst, "The MD5 key was put before the text; append it, without a separator"}},
			keying{before: own + "&", shownBefore: "&", note: note{KeyFirst, "The MD5 key was put before the text; append it, without a separator"}},
			keying{before: own, after: own, note: note{KeyFirst, "The MD5 key was put before the text and after it; append it alone"}},
			keying{after: own, hmac: true, note: note{HMAC, "sign is an HMAC; Alipay's MD5 is the plain MD5 of the text with the key appended"}})
	}
	list = append(list, keying{note: note{KeyMissing, "No MD5 key was appended to the text; append the key, without a separator"}})
	return append(list, foreign(p)...)
}

func separated(key string) []keying {
	var list []keying
	for _, between := range []string{"&", "&key=", "key=", "&md5_key=", "&secret=", "&sign_key=", "&security_code=", "|", ",", ":", "+", "="} {
		say := fmt.Sprintf("%s stands between the text and the MD5 key; append the key directly", shown(between))
		if between == "&" {
			say = "The text ends with &, or & stands before the MD5 key; append the key to the text directly"
		}
		list = append(list, keying{after: between + key, shownAfter: between, note: note{SeparatorBeforeKey, say}})
	}
	return list
}

func spelled(key string) []keying {
	var list []keying
	add := func(cause Cause, say string, spellings ...string) {
		for _, spelling := range spellings {
			if spelling != key {
				list = append(list, keying{after: spelling, note: note{cause, say}})
			}
		}
	}
	add(KeyWhiteSpace, "The MD5 key was used with white space around it (a line break of its file?); trim it",
		key+"\n", key+"\r\n", key+" ", key+"\t", " "+key, "\t"+key, " "+key+" ", "\n"+key, key+"\r", key+"\n\n", "\ufeff"+key, key+"\u00a0")
	add(KeyWhiteSpace, "The emulator's md5_key has white space around it and the client's has none; trim it here", trimSpace(key))
	add(KeyQuoted, "The MD5 key was used with quotes around it; take them off", `"`+key+`"`, "'"+key+"'")
	add(KeyCase, "The MD5 key was used in another letter case; use it as it was given", strings.ToUpper(key), strings.ToLower(key))
	return list
}

// maxOthers bounds the other parties whose keys are tried.
const maxOthers = 200

func foreign(p *parsed) []keying {
	var list []keying
	for i, k := range p.Keys.Others {
		if i == maxOthers {
			break
		}
		if k.MD5 != "" && k.MD5 != p.Keys.Own.MD5 {
			list = append(list, keying{after: k.MD5, note: foreignMD5(p, k)})
		}
	}
	for _, k := range append([]Key{p.Keys.Own}, p.Keys.Others...) {
		if k.Public == nil || k.Owner != Alipay && k.Owner != p.Keys.Own.Owner {
			continue
		}
		say := fmt.Sprintf("The RSA public key of %s was used as the MD5 key; use the md5_key of %s, or sign with RSA", k.Owner, p.Keys.Own.Owner)
		pem := keys.PublicPEM(k.Public)
		for _, text := range []string{keys.PublicLine(k.Public), pem, strings.TrimSpace(pem)} {
			list = append(list, keying{after: text, note: note{PublicKeyText, say}})
		}
	}
	return list
}

func foreignMD5(p *parsed, k Key) note {
	if k.Demo {
		return note{DemoKey, fmt.Sprintf("It was signed with the MD5 key of the demo merchant %s; sign with that of %s", k.Owner, p.Keys.Own.Owner)}
	}
	return note{OtherMerchantKey, fmt.Sprintf("It was signed with the MD5 key of %s; sign with that of %s", k.Owner, p.Keys.Own.Owner)}
}

// digestTargets are those of a sign that is a digest with a key.
func digestTargets(p *parsed, r reading) []target {
	sum, notes := md5.New, r.notes
	switch len(r.bytes) {
	case sha1.Size:
		sum = sha1.New
		notes = append(notes, note{OtherDigest, "sign is as long as a SHA-1; sign_type MD5 is 32 hex digits of MD5"})
	case sha256.Size:
		sum = sha256.New
		notes = append(notes, note{OtherDigest, "sign is as long as a SHA-256; sign_type MD5 is 32 hex digits of MD5, and RSA2 is a signature with the private key"})
	}
	var list []target
	for i, k := range shared(p) {
		t := target{notes: notes, fits: k.fits(sum, r.bytes), shown: k.display, sure: i == 0 && k.after != ""}
		if k.note.cause != "" {
			t.notes = append(notes[:len(notes):len(notes)], k.note)
		}
		list = append(list, t)
	}
	return list
}

func (k keying) fits(sum func() hash.Hash, want []byte) func([]byte) bool {
	h := sum()
	if k.hmac {
		h = hmac.New(sum, []byte(k.after))
	}
	before, after := []byte(k.before), []byte(k.after)
	var got [sha256.Size]byte
	return func(text []byte) bool {
		h.Reset()
		h.Write(before)
		h.Write(text)
		if !k.hmac {
			h.Write(after)
		}
		return bytes.Equal(h.Sum(got[:0]), want)
	}
}

func (k keying) display(text string) string { return k.shownBefore + text + k.shownAfter }
