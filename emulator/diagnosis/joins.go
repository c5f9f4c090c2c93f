package diagnosis

import (
	"cmp"
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/hex"
	"html"
	"strings"
)

// orders that are not the order of bytes.
var orders = []struct {
	say     string
	compare func(a, b field) int
}{
	{"The parameters were signed in the order in which they were sent; sort them by name", func(a, b field) int { return cmp.Compare(a.order, b.order) }},
	{"The parameters were sorted without regard to upper and lower case; sort the names by their bytes", func(a, b field) int {
		return strings.Compare(strings.ToLower(a.name), strings.ToLower(b.name))
	}},
	{"The parameters were sorted without regard to _, so that _input_charset is not the first; sort the names by their bytes", func(a, b field) int {
		return strings.Compare(strings.ReplaceAll(a.name, "_", ""), strings.ReplaceAll(b.name, "_", ""))
	}},
	{"The parameters were sorted with _ after the letters; sort the names by their bytes, where _ comes before a", func(a, b field) int {
		return strings.Compare(strings.ReplaceAll(a.name, "_", "~"), strings.ReplaceAll(b.name, "_", "~"))
	}},
	{"The parameters were sorted as name=value; sort them by name alone", func(a, b field) int {
		return strings.Compare(a.name+"="+a.value, b.name+"="+b.value)
	}},
	{"The parameters were sorted backwards; sort them by name, ascending", func(a, b field) int { return strings.Compare(b.name, a.name) }},
	{"The parameters of the body were signed before those of the URL; sort all of them by name, together", bodyFirst(byName)},
	{"The parameters of the body were signed before those of the URL, in the order in which they were sent; sort all of them by name", bodyFirst(
		func(a, b field) int { return cmp.Compare(a.order, b.order) })},
	{"The parameters of the URL were signed before those of the body; sort all of them by name, together", func(a, b field) int {
		return bodyFirst(byName)(field{name: a.name, inQuery: !a.inQuery}, field{name: b.name, inQuery: !b.inQuery})
	}},
}

func bodyFirst(then func(a, b field) int) func(a, b field) int {
	return func(a, b field) int {
		switch {
		case a.inQuery == b.inQuery:
			return then(a, b)
		case b.inQuery:
			return -1
		}
		return 1
	}
}

func unsorted(d draft, try try) bool {
	for _, order := range orders {
		d.order = order.compare
		if try(d, order.say) {
			return true
		}
	}
	return false
}

func ampersands(d draft, try try) bool {
	d.joiner = "&amp;"
	return try(d, "")
}

// entities: of the values, then of all; with and without the quotes.
func entities(d draft, try try) bool {
	for _, escape := range []func(string) string{phpEntities.Replace, html.EscapeString, markup.Replace} {
		if out, changed := d.mapped(func(f field) string { return escape(f.value) }); changed && try(out, "") {
			return true
		}
		d.finish = func(text []byte) []byte { return []byte(escape(string(text))) }
		if try(d, "") {
			return true
		}
		d.finish = nil
	}
	return false
}

var (
	phpEntities = strings.NewReplacer("&", "&amp;", `"`, "&quot;", "<", "&lt;", ">", "&gt;", "'", "&#039;")
	markup      = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")
)

func trailingAmp(d draft, try try) bool {
	d.tail = "&"
	if try(d, "The string that was signed ends with &; cut it off") {
		return true
	}
	d.tail, d.head = "", "&"
	if try(d, "The string that was signed begins with &; cut it off") {
		return true
	}
	d.head = "?"
	return try(d, "The string that was signed begins with ?; cut it off")
}

func otherSeparators(d draft, try try) bool {
	plain := d
	d.glued = true
	if try(d, "The parameters were signed with nothing between them; join them with &") {
		return true
	}
	d.namesLeft = true
	if try(d, "The values were signed without their names; sign name=value, joined with &") {
		return true
	}
	d = plain
	for _, joiner := range []string{",", ";", "|", "\n", "\r\n", " ", ", "} {
		d.joiner = joiner
		if try(d, "The parameters were not joined with & for signing; join them with &") {
			return true
		}
	}
	for _, equals := range []string{":", "=>", " = ", "\t"} {
		d.joiner, d.equals = "", equals
		if try(d, "Names and values were not joined with = for signing; sign name=value") {
			return true
		}
	}
	return false
}

func textEncoded(d draft, try try) bool {
	for _, e := range encoders {
		d.finish = func(text []byte) []byte { return []byte(e(string(text))) }
		if try(d, "") {
			return true
		}
	}
	return false
}

// hashedBefore: the hash of RSA is part of it.
func hashedBefore(d draft, try try) bool {
	const say = "The text was hashed before it was signed, and so twice in all; give the text itself to SHA1withRSA or SHA256withRSA"
	for _, sum := range []func([]byte) []byte{
		func(b []byte) []byte { s := md5.Sum(b); return s[:] },
		func(b []byte) []byte { s := sha1.Sum(b); return s[:] },
		func(b []byte) []byte { s := sha256.Sum256(b); return s[:] },
	} {
		for _, write := range []func([]byte) string{
			func(b []byte) string { return string(b) }, hex.EncodeToString,
			func(b []byte) string { return strings.ToUpper(hex.EncodeToString(b)) },
		} {
			d.finish = func(text []byte) []byte { return []byte(write(sum(text))) }
			if try(d, say) {
				return true
			}
		}
	}
	return false
}
