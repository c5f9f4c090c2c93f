package diagnosis

import (
	"crypto/rsa"
	"fmt"
	"strings"
	"unicode/utf8"

	"localipay/emulator/alipay"
	"localipay/emulator/signature"
)

// Diagnosis tells whether a signature holds, and why not.
type Diagnosis struct {
	Valid   bool
	Cause   Cause   // the first mistake; "" if it holds
	Also    []Cause // further ones
	Verdict string  // a sentence that says what to do
	Signed  string  // the string to sign, in UTF-8
	Theirs  string  // what the client seems to have signed, without the key; "" if it was not found
	Diff    []Part  // Signed against Theirs
	Note    string  // what cannot be told, or ""
	Tried   int     // texts and keys that were tried
}

// Diagnose looks for what is wrong with a message's signature. No key of
// anybody stands in what it tells.
func Diagnose(m Message) Diagnosis {
	p := parse(m)
	base := draft{of: p, fields: p.fields}
	text := base.text()
	d := Diagnosis{Signed: readable(p.Charset, string(text))}
	d.look(p, base, text)
	if p.repeated != "" {
		d.Note = strings.TrimSpace(name(p.repeated) + " was sent twice, with different values, which the gateway refuses (ILLEGAL_ARGUMENT); here the first one counts. " + d.Note)
	}
	p.redact(&d)
	if d.Theirs != "" {
		d.Diff = compare(d.Signed, d.Theirs)
	}
	return d
}

func (d *Diagnosis) look(p *parsed, base draft, text []byte) {
	typeNotes := signTypeNotes(p.signType)
	if p.sign == "" || wordsForNothing[strings.ToLower(strings.TrimSpace(p.sign))] || strings.HasPrefix(p.sign, "[object") {
		d.conclude(append(typeNotes, noSign(p)))
		return
	}
	if len(typeNotes) == 0 && p.holds(text) {
		d.Valid, d.Verdict = true, p.valid()
		return
	}
	if p.ownIsAlipays() && p.signType != string(alipay.MD5) {
		d.conclude(append(typeNotes, note{RegisteredAlipays, "The rsa_public_key of " + p.Keys.Own.Owner +
			" is Alipay's own public key; register the public half of the pair that you sign with"}))
		return
	}
	r, targets := p.targets(p.sign)
	s := newSearch(p, targets)
	s.run(base)
	d.Tried = s.tried
	if s.found != nil {
		d.Theirs = s.found.theirs(p)
		d.conclude(append(append(typeNotes, s.found.notes...), s.found.by.notes...))
		return
	}
	d.giveUp(p, r, s, typeNotes)
}

// holds is the gateway's own word.
func (p *parsed) holds(text []byte) bool {
	kind, ok := alipay.ParseSignType(p.signType)
	return ok && signature.Verify(kind, text, p.sign, p.Keys.Own.MD5, p.Keys.Own.Public) == nil
}

func (p *parsed) valid() string {
	if p.signType == string(alipay.MD5) {
		return "The signature holds: MD5 with the key of " + p.Keys.Own.Owner + "."
	}
	return fmt.Sprintf("The signature holds: %s with the key of %s.", p.signType, p.owner())
}

func (p *parsed) ownIsAlipays() bool {
	if p.FromAlipay || p.Keys.Own.Public == nil {
		return false
	}
	for _, k := range p.Keys.Others {
		if k.Owner == Alipay && k.Public != nil && k.Public.Equal(p.Keys.Own.Public) {
			return true
		}
	}
	return false
}

func noSign(p *parsed) note {
	say := "There is no sign"
	cause := SignMissing
	if p.sign != "" {
		say, cause = "sign is "+shown(p.sign)+", which is no signature", SignPlaceholder
	}
	if p.wantsRSA() {
		return note{cause, say + ": often " + privateKeyHint}
	}
	return note{cause, say + "; sign the parameters, and send the result as sign"}
}

// targets reads sign, and lists what it may have been made with.
func (p *parsed) targets(sign string) (reading, []target) {
	r := read(sign)
	if !r.isHex && isDigest(len(r.bytes)) {
		r.isHex = true
		r.notes = with(r.notes, note{Base64ForHex, "sign is an MD5 in base64; send 32 lower-case hex digits"})
	}
	switch {
	case r.problem != nil:
		return r, nil
	case r.isHex:
		if p.wantsRSA() {
			r.notes = with(r.notes, note{SignTypeMismatch, "sign is a digest with the MD5 key, and sign_type is " + p.signType + "; send sign_type=MD5"})
		}
		return r, digestTargets(p, r)
	case p.signType == string(alipay.MD5) && len(r.bytes) >= 128:
		r.notes = with(r.notes, note{SignTypeMismatch, "sign is an RSA signature, and sign_type is MD5; send sign_type=RSA or RSA2"})
	}
	return r, rsaTargets(p, r)
}

func (p *parsed) wantsRSA() bool {
	return p.signType == string(alipay.RSA) || p.signType == string(alipay.RSA2)
}

func signTypeNotes(text string) []note {
	if _, ok := alipay.ParseSignType(text); ok {
		return nil
	}
	if text == "" {
		return []note{{SignTypeMissing, "There is no sign_type; send MD5, RSA or RSA2"}}
	}
	if upper, ok := alipay.ParseSignType(strings.ToUpper(strings.TrimSpace(text))); ok {
		return []note{{SignTypeCase, fmt.Sprintf("sign_type is %s; write it %s", shown(text), upper)}}
	}
	return []note{{SignTypeUnknown, "sign_type " + shown(text) + " is not known; send MD5, RSA or RSA2"}}
}

const cannotTell = "A value that was changed beyond guessing, a parameter that was removed after signing, and more than two mistakes at once " +
	"cannot be told from a signature. Print the text that your client signs and compare it with this one."

// giveUp tells what is certain although no text was found.
func (d *Diagnosis) giveUp(p *parsed, r reading, s *search, notes []note) {
	d.Note = cannotTell
	if s.spent() {
		d.Note = "There was too much to try, and not all was. " + cannotTell
	}
	last := note{NotFound, "Nothing that was tried fits: check that the client uses the md5_key of " + p.Keys.Own.Owner + ", and compare the text that it signs with this one"}
	switch {
	case r.problem != nil:
		d.Note, last = "", *r.problem
	case r.isHex && p.Keys.Own.MD5 == "":
		last = note{NoMD5Key, "The MD5 key of " + p.Keys.Own.Owner + " is not known here; give it"}
	case r.isHex:
	case len(s.sure) > 0:
		notes = append(notes, s.sure[0].notes...)
		last = note{OtherText, "It was signed with the key of " + p.Keys.Own.Owner + ", but over another text; compare the text that the client signs with this one"}
		if p.FromAlipay {
			last.say = "Alipay signed it, but over another text: a parameter was changed, added or removed on its way"
		} else if len(s.sure[0].notes) > 0 {
			last.say = "The text is another one too; compare what the client signs with this one"
		}
	default:
		last = lockedOut(p, r)
	}
	d.conclude(append(notes, last))
}

// lockedOut: no known key opens the signature.
func lockedOut(p *parsed, r reading) note {
	key := p.Keys.Own.Public
	switch {
	case key == nil:
		return note{NoPublicKey, p.owner() + " has no RSA public key here; register the public half of the pair that you sign with (rsa_public_key)"}
	case len(r.bytes) != key.Size():
		return note{SignLength, fmt.Sprintf("sign has %d bytes, and a key of %d bits makes %d: it was cut off, or made with another key than the rsa_public_key of %s belongs to",
			len(r.bytes), bits(key), key.Size(), p.owner())}
	case p.FromAlipay:
		return note{UnknownKey, "It was not signed with Alipay's key: somebody else sent it, or sign was damaged on its way"}
	}
	return note{UnknownKey, "It was signed with a private key that is not that of the rsa_public_key of " + p.owner() +
		", nor of any key known here; register the public half of the pair that you sign with, or check that sign arrives whole"}
}

func bits(key *rsa.PublicKey) int { return key.N.BitLen() }

// conclude makes one sentence of all that was found.
func (d *Diagnosis) conclude(notes []note) {
	says := make([]string, len(notes))
	for i, n := range notes {
		says[i] = n.say
		if i == 0 {
			d.Cause = n.cause
		} else {
			d.Also = append(d.Also, n.cause)
		}
	}
	switch len(says) {
	case 1:
		d.Verdict = says[0] + "."
	default:
		for i := range says {
			says[i] = fmt.Sprintf("(%d) %s", i+1, says[i])
		}
		d.Verdict = fmt.Sprintf("%d mistakes: %s.", len(says), strings.Join(says, "; "))
	}
}

// minSecret: shorter keys are in everybody's words.
const minSecret = 6

// redact takes out keys that the client itself has put into the text.
func (p *parsed) redact(d *Diagnosis) {
	for _, k := range append([]Key{p.Keys.Own}, p.Keys.Others...) {
		if len(k.MD5) < minSecret {
			continue
		}
		for _, text := range []*string{&d.Verdict, &d.Signed, &d.Theirs, &d.Note} {
			*text = strings.ReplaceAll(*text, k.MD5, "***")
		}
	}
}

func runeLength(s string) int {
	_, size := utf8.DecodeRuneInString(s)
	return size
}
