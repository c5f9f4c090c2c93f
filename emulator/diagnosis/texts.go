package diagnosis

import "fmt"

// try takes a draft and what the mistake in it is. It tells whether to stop.
type try func(d draft, say string) bool

// mistake is a row of the table of what people get wrong about the text.
type mistake struct {
	cause  Cause
	say    string // may be told more exactly by the try
	paired bool   // also tried together with another one
	of     scope
	tries  func(d draft, try try) bool
}

// scope tells for which signatures a mistake is tried.
type scope int

const (
	always scope = iota
	rsaOnly
)

// textMistakes stand in the order in which a client would make them: values
// first, then which of them, then how they are joined. Pairs keep this order.
var textMistakes = []mistake{
	{JSONRewritten, "", true, always, rewrittenJSON},
	{Changed, "", false, always, changedValues},
	{Trimmed, "White space at the ends of values was cut off before signing; sign exactly the bytes you send", true, always, trimmedValues},
	{WrongCharset, "", true, always, otherCharsets},
	{PlusAndSpace, "", true, always, plusAndSpace},
	{SentEncodedTwice, "The values were URL-encoded twice on their way, and signed before; encode them once, as the last step before sending", true, always, sentTwice},
	{EncodedOnce, "The values were URL-encoded before signing; sign them as they are, and encode them only to send them", true, always, encodedOnce},
	{EncodedTwice, "The values were URL-encoded twice before signing; sign them as they are, and encode them only to send them", false, always, encodedTwice},
	{Quoted, "The values were signed with quotes around them; sign name=value without quotes", true, always, quoted},
	{EmptyKept, "Parameters with an empty value are in the string that was signed; leave them out of it", true, always, emptyKept},
	{SignTypeIncluded, "sign_type is in the string that was signed; leave it out of it, as sign itself", true, always, signTypeIncluded},
	{CharsetLeftOut, "_input_charset was left out of the string that was signed; it is signed like every other parameter, also when it stands in the URL", true, always, charsetLeftOut},
	{LeftOut, "", true, always, leftOut},
	{Added, "", false, always, added},
	{Unsorted, "", true, always, unsorted},
	{Ampersands, "The parameters were joined with &amp; for signing; join them with a plain &", true, always, ampersands},
	{Entities, "The text was HTML-escaped before signing; sign it as it is", true, always, entities},
	{TrailingAmp, "", true, always, trailingAmp},
	{OtherSeparator, "", false, always, otherSeparators},
	{TextEncoded, "The whole string to sign was URL-encoded before signing; sign it as it is", false, always, textEncoded},
	{KeyAppended, "The MD5 key was appended to the text before the RSA signature; RSA and RSA2 sign the text alone", true, rsaOnly, keyAppended},
	{HashedBefore, "", false, rsaOnly, hashedBefore},
}

func trimmedValues(d draft, try try) bool {
	out, changed := d.mapped(func(f field) string { return trimSpace(f.value) })
	return changed && try(out, "")
}

func quoted(d draft, try try) bool {
	for _, quote := range []string{`"`, `'`} {
		d.quote = quote
		if try(d, "") {
			return true
		}
	}
	return false
}

func emptyKept(d draft, try try) bool {
	d.empties = true
	if try(d, "") {
		return true
	}
	d.emptySign = true
	return try(d, "")
}

func signTypeIncluded(d draft, try try) bool {
	d.signType = true
	if try(d, "") {
		return true
	}
	d.emptySign = true
	return try(d, "")
}

func charsetLeftOut(d draft, try try) bool { return try(d.without(charsetName), "") }

const charsetName = "_input_charset"

// leftOut: a parameter that came after signing.
func leftOut(d draft, try try) bool {
	for _, f := range d.fields {
		if !d.keeps(f) {
			continue
		}
		say := fmt.Sprintf("%s was added after signing; put all parameters in place first, then sign", name(f.name))
		if try(d.without(f.name), say) {
			return true
		}
	}
	return false
}

// removable are parameters whose values can be guessed.
var removable = []struct{ name, value string }{
	{charsetName, "utf-8"},
	{charsetName, "UTF-8"},
	{charsetName, "GBK"},
	{charsetName, "gbk"},
	{charsetName, "GB2312"},
	{"is_sync", "N"},
	{"is_sync", "Y"},
	{"currency", "HKD"},
	{"biz_type", "OVERSEASHOPQRCODE"},
	{"format", "json"},
	{"format", "JSON"},
	{"format", "xml"},
	{"version", "1.0"},
	{"sendFormat", "normal"},
	{"charset", "utf-8"},
	{"charset", "UTF-8"},
	{"alipay_ca_request", "2"},
	{"alipay_ca_request", "1"},
}

// added: a parameter that was gone when the message was sent.
func added(d draft, try try) bool {
	for _, guess := range removable {
		if d.of.get(guess.name) != "" {
			continue
		}
		say := fmt.Sprintf("%s=%s was signed and not sent; send every parameter that you sign", guess.name, guess.value)
		if try(d.with(guess.name, guess.value), say) {
			return true
		}
	}
	return false
}

func keyAppended(d draft, try try) bool {
	key := d.of.Keys.Own.MD5
	if key == "" {
		return false
	}
	d.secret = key
	tail := d.tail
	for _, between := range []string{"", "&", "&key="} {
		d.tail = tail + between
		if try(d, "") {
			return true
		}
	}
	return false
}
