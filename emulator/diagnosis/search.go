package diagnosis

import (
	"cmp"
	"hash/maphash"
	"strings"

	"localipay/emulator/alipay"
	"localipay/emulator/wire"
)

// What one diagnosis may cost: some ten milliseconds.
const (
	maxTries = 12_000
	maxHash  = 6 << 20 // bytes hashed
	maxBuilt = 6 << 20 // bytes of texts made
	maxSlow  = 24      // texts tried with an RSA operation each
	maxOfRow = 16      // texts of one row of the table, where it is one of two mistakes
)

// search tries texts against targets.
type search struct {
	p       *parsed
	sure    []target // the key is right, or known for certain
	guessed []target // the key is one of many
	slow    []target

	tried, hashed, built, slowly int

	seed    maphash.Seed
	seen    map[uint64]bool
	singles []attempt // every text with one mistake
	found   *attempt
}

// attempt is a text with the mistakes in it.
type attempt struct {
	draft draft
	text  []byte
	notes []note
	by    target
	row   mistake // the last one made
}

func newSearch(p *parsed, targets []target) *search {
	s := &search{p: p, seed: maphash.MakeSeed(), seen: map[uint64]bool{}}
	for _, t := range targets {
		switch {
		case t.slow:
			s.slow = append(s.slow, t)
		case t.sure:
			s.sure = append(s.sure, t)
		default:
			s.guessed = append(s.guessed, t)
		}
	}
	return s
}

// run finds the fewest mistakes that explain the signature.
func (s *search) run(base draft) bool {
	right := attempt{draft: base, text: base.text()}
	s.seen[maphash.Bytes(s.seed, right.text)] = true
	return s.test(right, s.sure) || s.test(right, s.guessed) || s.test(right, s.slow) ||
		s.oneMistake(base) || s.aKeyToo() || s.twoMistakes()
}

func (s *search) oneMistake(base draft) bool {
	return s.each(base, nil, textMistakes, 0, func(a attempt, nth int) bool {
		if a.row.paired && nth < maxOfRow {
			s.singles = append(s.singles, a)
		}
		return s.test(a, s.sure)
	})
}

// aKeyToo: one mistake about the text and one about the key.
func (s *search) aKeyToo() bool {
	for _, a := range s.singles {
		if s.test(a, s.guessed) || s.test(a, s.slow) {
			return true
		}
	}
	return false
}

// twoMistakes about the text, in the order of the table; the same one twice
// only where it is about one parameter each.
func (s *search) twoMistakes() bool {
	if len(s.sure) == 0 {
		return false
	}
	for i, row := range textMistakes {
		if !row.paired {
			continue
		}
		rest := textMistakes[i+1:]
		if row.cause == LeftOut {
			rest = textMistakes[i:]
		}
		s.seen = map[uint64]bool{} // texts that one mistake makes are made again
		for _, a := range s.singles {
			if a.row.cause == row.cause && s.each(a.draft, a.notes, rest, maxOfRow, s.paired) {
				return true
			}
		}
	}
	return false
}

func (s *search) paired(a attempt, _ int) bool { return s.test(a, s.sure) }

// each makes the texts of rows, each text once: all of them, or where most is
// given so many of the rows that are tried in pairs.
func (s *search) each(d draft, notes []note, rows []mistake, most int, use func(a attempt, nth int) bool) bool {
	for _, row := range rows {
		if most > 0 && !row.paired || row.of == rsaOnly && !s.isRSA() {
			continue
		}
		if s.row(d, notes, row, most, use) {
			return true
		}
	}
	return false
}

// row makes the texts of one row.
func (s *search) row(d draft, notes []note, row mistake, most int, use func(a attempt, nth int) bool) (ended bool) {
	nth := 0
	row.tries(d, func(made draft, say string) bool {
		a := attempt{draft: made, text: made.text(), notes: with(notes, note{row.cause, cmp.Or(say, row.say)}), row: row}
		s.built += len(a.text)
		if ended = s.spent(); ended {
			return true
		}
		if made.secret != "" || s.isNew(a.text) {
			ended = use(a, nth)
			nth++
		}
		return ended || most > 0 && nth >= most
	})
	return ended
}

func (s *search) isNew(text []byte) bool {
	sum := maphash.Bytes(s.seed, text)
	if s.seen[sum] {
		return false
	}
	s.seen[sum] = true
	return true
}

func (s *search) isRSA() bool { return len(s.slow) > 0 || len(s.sure) > 0 && s.sure[0].isRSA }

func (s *search) spent() bool {
	return s.tried >= maxTries || s.hashed >= maxHash || s.built >= maxBuilt
}

// test holds a text against targets. It stops too when all is spent.
func (s *search) test(a attempt, targets []target) bool {
	text := a.text
	if a.draft.secret != "" {
		text = append(text[:len(text):len(text)], a.draft.secret...)
	}
	for _, t := range targets {
		if t.slow {
			if s.slowly++; s.slowly > maxSlow {
				continue
			}
		}
		s.tried++
		s.hashed += len(text)
		if t.fits(text) {
			a.by = t
			s.found = &a
			return true
		}
		if s.spent() {
			return true
		}
	}
	return false
}

// theirs is what the client signed, for people.
func (a *attempt) theirs(p *parsed) string {
	text := string(a.text)
	if a.draft.bytesMatter {
		return a.by.display(escaped(text))
	}
	return a.by.display(readable(p.Charset, text))
}

// readable is a text in UTF-8; bytes that are none stand as \xHH.
func readable(c alipay.Charset, text string) string {
	if decoded, ok := wire.DecodeText(c, text); ok {
		return decoded
	}
	return visible(text)
}

const hexDigits = "0123456789ABCDEF"

// visible writes bytes that are not UTF-8 as \xHH.
func visible(text string) string {
	var b strings.Builder
	for i, r := range text {
		if r == '\uFFFD' && !strings.HasPrefix(text[i:], "\uFFFD") {
			writeByte(&b, text[i])
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

// escaped writes all bytes beyond ASCII as \xHH.
func escaped(text string) string {
	var b strings.Builder
	for i := range len(text) {
		if text[i] < 0x80 {
			b.WriteByte(text[i])
			continue
		}
		writeByte(&b, text[i])
	}
	return b.String()
}

func writeByte(b *strings.Builder, c byte) {
	b.WriteString(`\x`)
	b.WriteByte(hexDigits[c>>4])
	b.WriteByte(hexDigits[c&0xF])
}
