package diagnosis

import "strings"

// Part is a piece of the comparison of two texts: either the same in both, or
// what the emulator signed against what the client signed.
type Part struct {
	Same   string
	Signed string
	Theirs string
}

// maxCells bounds the comparison's table; longer texts differ in one piece.
const maxCells = 1 << 20

// compare gives the parts whose Same and Signed make signed, and whose Same
// and Theirs make theirs.
func compare(signed, theirs string) []Part {
	a, b := words(signed), words(theirs)
	head := 0
	for head < len(a) && head < len(b) && a[head] == b[head] {
		head++
	}
	tail := 0
	for tail < len(a)-head && tail < len(b)-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	var list parts
	list.same(strings.Join(a[:head], ""))
	list.middle(a[head:len(a)-tail], b[head:len(b)-tail])
	list.same(strings.Join(a[len(a)-tail:], ""))
	return list
}

type parts []Part

func (l *parts) same(text string) {
	if text != "" {
		*l = append(*l, Part{Same: text})
	}
}

func (l *parts) differ(signed, theirs string) {
	if signed == "" && theirs == "" {
		return
	}
	if n := len(*l); n > 0 && (*l)[n-1].Same == "" {
		(*l)[n-1].Signed += signed
		(*l)[n-1].Theirs += theirs
		return
	}
	*l = append(*l, Part{Signed: signed, Theirs: theirs})
}

// middle compares by the longest common subsequence of words.
func (l *parts) middle(a, b []string) {
	if (len(a)+1)*(len(b)+1) > maxCells {
		l.differ(strings.Join(a, ""), strings.Join(b, ""))
		return
	}
	lengths := common(a, b)
	i, j := 0, 0
	for i < len(a) && j < len(b) {
		switch {
		case a[i] == b[j]:
			l.keep(a[i])
			i, j = i+1, j+1
		case lengths[i+1][j] >= lengths[i][j+1]:
			l.differ(a[i], "")
			i++
		default:
			l.differ("", b[j])
			j++
		}
	}
	l.differ(strings.Join(a[i:], ""), strings.Join(b[j:], ""))
}

func (l *parts) keep(text string) {
	if n := len(*l); n > 0 && (*l)[n-1].Same != "" {
		(*l)[n-1].Same += text
		return
	}
	l.same(text)
}

func common(a, b []string) [][]int32 {
	table := make([][]int32, len(a)+1)
	for i := range table {
		table[i] = make([]int32, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				table[i][j] = table[i+1][j+1] + 1
			} else {
				table[i][j] = max(table[i+1][j], table[i][j+1])
			}
		}
	}
	return table
}

// words cuts a text into runs of letters and digits, and single characters.
func words(text string) []string {
	var list []string
	start := -1
	for i, r := range text {
		if wordy(r) {
			if start < 0 {
				start = i
			}
			continue
		}
		if start >= 0 {
			list = append(list, text[start:i])
			start = -1
		}
		list = append(list, text[i:i+runeLength(text[i:])])
	}
	if start >= 0 {
		list = append(list, text[start:])
	}
	return list
}

func wordy(r rune) bool {
	return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || r == '_' || r == '.'
}
