package diagnosis

import (
	"bytes"
	"crypto"
	"crypto/rsa"
	"encoding/hex"
	"fmt"
	"math/big"

	_ "crypto/md5"    // this and the others: for crypto.Hash.New
	_ "crypto/sha1"   // that of sign_type RSA
	_ "crypto/sha256" // that of sign_type RSA2
	_ "crypto/sha512" // what some clients sign with
)

// digestInfos are the beginnings of what PKCS#1 v1.5 signs: the hash's name in
// DER, with the parameters NULL and without (RFC 8017, A.2.4).
var digestInfos = []struct {
	hash   crypto.Hash
	prefix string
}{
	{crypto.SHA1, "3021300906052b0e03021a05000414"},
	{crypto.SHA1, "301f300706052b0e03021a0414"},
	{crypto.SHA256, "3031300d060960864801650304020105000420"},
	{crypto.SHA256, "302f300b0609608648016503040201" + "0420"},
	{crypto.MD5, "3020300c06082a864886f70d020505000410"},
	{crypto.SHA224, "302d300d06096086480165030402040500041c"},
	{crypto.SHA384, "3041300d060960864801650304020205000430"},
	{crypto.SHA512, "3051300d060960864801650304020305000440"},
}

// opened is a signature seen through a public key that fits it.
type opened struct {
	hash   crypto.Hash // 0: the text itself was signed
	digest []byte
	bare   bool // without the hash's name
}

// power is the RSA public operation.
func power(key *rsa.PublicKey, raw []byte) []byte {
	s := new(big.Int).SetBytes(raw)
	if s.Cmp(key.N) >= 0 {
		return nil
	}
	return s.Exp(s, big.NewInt(int64(key.E)), key.N).FillBytes(make([]byte, key.Size()))
}

// open gives what was signed, or tells that this key did not sign it: then no
// padding comes out.
func open(key *rsa.PublicKey, raw []byte) (opened, bool) {
	const padding = 8 // at least, RFC 8017 §9.2
	whole := power(key, raw)
	if len(whole) < padding+3 || whole[0] != 0 || whole[1] != 1 {
		return opened{}, false
	}
	end := bytes.IndexByte(whole[2:], 0)
	if end < padding || len(bytes.Trim(whole[2:2+end], "\xff")) > 0 {
		return opened{}, false
	}
	return payload(whole[2+end+1:]), true
}

func payload(b []byte) opened {
	for _, info := range digestInfos {
		prefix, _ := hex.DecodeString(info.prefix)
		if digest, ok := bytes.CutPrefix(b, prefix); ok && len(digest) == info.hash.Size() {
			return opened{hash: info.hash, digest: digest}
		}
	}
	digest := b
	if raw, err := hex.DecodeString(string(b)); err == nil {
		digest = raw
	}
	for _, hash := range []crypto.Hash{crypto.MD5, crypto.SHA1, crypto.SHA256, crypto.SHA512} {
		if len(digest) == hash.Size() {
			return opened{hash, digest, true}
		}
	}
	return opened{digest: b, bare: true}
}

func (o opened) fits(text []byte) bool {
	if o.hash == 0 {
		return bytes.Equal(text, o.digest)
	}
	h := o.hash.New()
	h.Write(text)
	return bytes.Equal(h.Sum(nil), o.digest)
}

// rsaTargets are those of a sign that is an RSA signature: of the keys that
// open it; if none does, the two ways to sign that no key opens.
func rsaTargets(p *parsed, r reading) []target {
	var list []target
	parties := append([]Key{p.Keys.Own}, p.Keys.Others...)
	for i, k := range parties[:min(len(parties), maxOthers)] {
		if k.Public == nil || k.Public.Size() != len(r.bytes) || i > 0 && p.Keys.Own.Public != nil && k.Public.Equal(p.Keys.Own.Public) {
			continue
		}
		o, ok := open(k.Public, r.bytes)
		if !ok {
			continue
		}
		t := target{notes: append(r.notes[:len(r.notes):len(r.notes)], digestNotes(p, o)...), fits: o.fits, sure: true, isRSA: true}
		if i > 0 {
			t.notes = append(t.notes, foreignRSA(p, k))
		}
		list = append(list, t)
	}
	if len(list) == 0 {
		return append(slowTargets(r, p.Keys.Own), alipaysSlowTargets(p, r)...)
	}
	return list
}

func digestNotes(p *parsed, o opened) []note {
	wanted := map[string]crypto.Hash{"RSA": crypto.SHA1, "RSA2": crypto.SHA256}[p.signType]
	var list []note
	switch {
	case o.hash == 0:
		return []note{{NoDigestInfo, "The text itself was encrypted with the private key, without a hash; use SHA1withRSA for RSA, SHA256withRSA for RSA2"}}
	case wanted == 0 || o.hash == wanted:
	case o.hash == crypto.SHA1 || o.hash == crypto.SHA256:
		list = append(list, note{DigestSwapped, fmt.Sprintf("It was signed over %s, and sign_type %s is over %s; send sign_type=%s, or sign with the other hash",
			o.hash, p.signType, wanted, map[crypto.Hash]string{crypto.SHA1: "RSA", crypto.SHA256: "RSA2"}[o.hash])})
	default:
		list = append(list, note{OtherDigest, fmt.Sprintf("It was signed over %s, and sign_type %s is over %s; sign with that", o.hash, p.signType, wanted)})
	}
	if o.bare {
		list = append(list, note{NoDigestInfo, "The digest was encrypted as it is, without the name of its hash (DigestInfo); use the signing function of your library, SHA1withRSA or SHA256withRSA, not encryption with the private key"})
	}
	return list
}

func foreignRSA(p *parsed, k Key) note {
	own := p.Keys.Own.Owner
	switch {
	case p.FromAlipay:
		return note{OtherMerchantKey, fmt.Sprintf("It was signed with the private key of %s; only Alipay signs notifications", k.Owner)}
	case k.Owner == Alipay:
		return note{AlipayKey, "It was signed with Alipay's own private key; sign with that of " + own + ", whose public half is its rsa_public_key"}
	case k.Demo:
		return note{DemoKey, fmt.Sprintf("It was signed with the private key of the demo merchant %s; sign with that of %s, or register that public key as its rsa_public_key", k.Owner, own)}
	}
	return note{OtherMerchantKey, fmt.Sprintf("It was signed with the private key of %s; sign with that of %s, or register that public key as its rsa_public_key", k.Owner, own)}
}

func alipaysSlowTargets(p *parsed, r reading) []target {
	for _, k := range p.Keys.Others {
		if k.Owner == Alipay {
			return slowTargets(r, k)
		}
	}
	return nil
}

// slowTargets cost an RSA operation for each text: a signature with PSS
// padding, and one made with the public key in place of the private one.
func slowTargets(r reading, k Key) []target {
	key := k.Public
	if key == nil || key.Size() != len(r.bytes) {
		return nil
	}
	var list []target
	const trailer = 0xBC // RFC 8017 §9.1
	if whole := power(key, r.bytes); len(whole) > 0 && whole[len(whole)-1] == trailer {
		list = append(list, target{slow: true, isRSA: true, notes: with(r.notes, note{
			PSSPadding,
			"It was signed with PSS padding; use PKCS#1 v1.5: SHA1withRSA or SHA256withRSA",
		}), fits: func(text []byte) bool {
			return anyHash(text, func(hash crypto.Hash, digest []byte) bool {
				return rsa.VerifyPSS(key, hash, digest, r.bytes, nil) == nil
			})
		}})
	}
	return append(list, target{slow: true, isRSA: true, notes: with(r.notes, note{
		PublicForPrivate,
		"It was made with the public key of " + k.Owner + "; sign with the private key of the pair",
	}), fits: func(text []byte) bool {
		return anyHash(text, func(hash crypto.Hash, digest []byte) bool {
			return bytes.Equal(power(key, padded(key, hash, digest)), r.bytes)
		})
	}})
}

func with(notes []note, one note) []note { return append(notes[:len(notes):len(notes)], one) }

func anyHash(text []byte, fits func(crypto.Hash, []byte) bool) bool {
	for _, hash := range []crypto.Hash{crypto.SHA1, crypto.SHA256} {
		h := hash.New()
		h.Write(text)
		if fits(hash, h.Sum(nil)) {
			return true
		}
	}
	return false
}

// padded is the message that PKCS#1 v1.5 signs.
func padded(key *rsa.PublicKey, hash crypto.Hash, digest []byte) []byte {
	prefix := ""
	for _, info := range digestInfos {
		if info.hash == hash {
			prefix = info.prefix
			break
		}
	}
	name, _ := hex.DecodeString(prefix)
	end := append(name, digest...)
	out := append([]byte{0, 1}, bytes.Repeat([]byte{0xFF}, max(0, key.Size()-len(end)-3))...)
	return append(append(out, 0), end...)
}
