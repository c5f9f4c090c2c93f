package wire

// inGB2312 tells whether a pair of bytes is an assigned position of GB 2312-80
// in its EUC form, where row and position are the bytes less 0xA0. The cells
// that GBK and vendors put between them do not count.
func inGB2312(pair cell) bool {
	row, position := int(pair>>8)-0xA0, int(pair&0xFF)-0xA0
	if position < 1 || position > 94 {
		return false
	}
	switch {
	case row < 1 || row > 87:
		return false
	case row <= 9:
		return symbol(row, position)
	case row < 16:
		return false
	}
	// Level one ends at 55-89, level two fills rows 56 to 87.
	return row != 55 || position <= 89
}

// symbol covers rows 1 to 9, which have gaps.
func symbol(row, position int) bool {
	for _, r := range symbolRanges[row] {
		if position >= r.first && position <= r.last {
			return true
		}
	}
	return false
}

type positions struct{ first, last int }

// symbolRanges lists the assigned positions by row: punctuation, numbering,
// full-width ASCII, hiragana, katakana, Greek, Cyrillic, pinyin and bopomofo,
// box drawing.
var symbolRanges = [10][]positions{
	1: {{1, 94}},
	2: {{17, 66}, {69, 78}, {81, 92}},
	3: {{1, 94}},
	4: {{1, 83}},
	5: {{1, 86}},
	6: {{1, 24}, {33, 56}},
	7: {{1, 33}, {49, 81}},
	8: {{1, 26}, {37, 73}},
	9: {{4, 79}},
}
