package command

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"

	"localipay/emulator/diagnosis"
)

// sheet prints a diagnosis.
type sheet struct {
	out    io.Writer
	colour bool
}

const (
	red, green, bold, plain = "\x1b[31m", "\x1b[32m", "\x1b[1m", "\x1b[0m"
)

func (s sheet) write(d diagnosis.Diagnosis) {
	if d.Valid {
		s.line(s.paint(green, d.Verdict))
	} else {
		s.line(s.paint(red, "ILLEGAL_SIGN ("+string(d.Cause)+")"))
		s.line(s.paint(bold, d.Verdict))
	}
	s.line("")
	s.line("The string to sign, without a key:")
	s.line("  " + printable(d.Signed))
	if d.Theirs != "" && d.Theirs != d.Signed {
		s.line("")
		s.line("What was signed instead:")
		s.line("  " + printable(d.Theirs))
		s.line("")
		s.line("The difference (- to sign, + what was signed):")
		s.difference(d.Diff)
	}
	if d.Note != "" {
		s.line("")
		s.line(d.Note)
	}
}

func (s sheet) line(text string) { _, _ = fmt.Fprintln(s.out, text) }

func (s sheet) paint(colour, text string) string {
	if !s.colour {
		return text
	}
	return colour + text + plain
}

// piece is some text of a row, marked if the other side lacks it.
type piece struct {
	text   string
	marked bool
}

// row is a parameter of one of the two strings.
type row struct {
	sign   string // - or +
	at     int    // how much of what both have stands before it
	pieces []piece
}

func (r row) marked() bool {
	return slices.ContainsFunc(r.pieces, func(p piece) bool { return p.marked })
}

// difference prints the parameters that differ, a row each.
func (s sheet) difference(diff []diagnosis.Part) {
	rows := append(rowsOf("-", diff, func(p diagnosis.Part) string { return p.Signed }),
		rowsOf("+", diff, func(p diagnosis.Part) string { return p.Theirs })...)
	slices.SortStableFunc(rows, func(a, b row) int { return a.at - b.at })
	for _, r := range rows {
		if r.marked() {
			s.row(r)
		}
	}
}

// rowsOf cuts one of the strings before each &.
func rowsOf(sign string, diff []diagnosis.Part, own func(diagnosis.Part) string) []row {
	list := []row{{sign: sign}}
	at := 0
	add := func(text string, marked bool) {
		for i, term := range strings.Split(text, "&") {
			if i > 0 {
				list = append(list, row{sign: sign, at: at})
				term = "&" + term
			}
			last := &list[len(list)-1]
			last.pieces = append(last.pieces, piece{printable(term), marked && term != ""})
			if !marked {
				at += len(term)
			}
		}
	}
	for _, part := range diff {
		if part.Same != "" {
			add(part.Same, false)
		} else {
			add(own(part), true)
		}
	}
	return list
}

func (s sheet) row(r row) {
	colour := map[string]string{"-": red, "+": green}[r.sign]
	text, carets := s.paint(colour, "  "+r.sign+" "), "    "
	for _, p := range r.pieces {
		mark := " "
		if p.marked {
			mark = "^"
			text += s.paint(colour, p.text)
		} else {
			text += p.text
		}
		carets += strings.Repeat(mark, width(p.text))
	}
	s.line(text)
	if !s.colour {
		s.line(strings.TrimRight(carets, " "))
	}
}

// printable keeps a string in its line, and what it holds from acting on the
// terminal: control characters, and those that turn the direction of text.
func printable(text string) string {
	var b strings.Builder
	for _, r := range text {
		switch {
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\r':
			b.WriteString(`\r`)
		case r == '\uFFFD' || unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp):
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// width is how many cells a text takes; those of Chinese take two each.
func width(text string) int {
	n := 0
	for _, r := range text {
		n++
		if unicode.Is(wide, r) {
			n++
		}
	}
	return n
}

// wide is roughly what Unicode's UAX #11 calls so.
var wide = &unicode.RangeTable{
	R16: []unicode.Range16{
		{0x1100, 0x115F, 1}, {0x2E80, 0xA4CF, 1}, {0xAC00, 0xD7A3, 1}, {0xF900, 0xFAFF, 1}, {0xFE30, 0xFE6F, 1}, {0xFF00, 0xFF60, 1}, {0xFFE0, 0xFFE6, 1},
	},
	R32: []unicode.Range32{{0x1F300, 0x1FAFF, 1}, {0x20000, 0x3FFFD, 1}},
}
