package wire

import (
	"strings"
	"sync"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"

	"localipay/emulator/alipay"
)

// cell is the two bytes of a character in GBK, the first the higher; 0 is none.
type cell uint16

const (
	firstLead, lastLead   = 0x81, 0xFE
	firstTrail, lastTrail = 0x40, 0xFE
	trails                = lastTrail - firstTrail + 1
)

// gbkTable maps both ways, so that what decodes encodes to the same bytes and
// the other way round. All of GBK lies in the basic plane.
type gbkTable struct {
	runes [(lastLead - firstLead + 1) * trails]uint16
	cells [1 << 16]cell
}

func (t *gbkTable) rune(c cell) rune {
	lead, trail := int(c>>8)-firstLead, int(c&0xFF)-firstTrail
	if lead < 0 || lead > lastLead-firstLead || trail < 0 || trail >= trails {
		return 0
	}
	return rune(t.runes[lead*trails+trail])
}

func (t *gbkTable) cell(r rune) cell {
	if r < 0 || r > 0xFFFF {
		return 0
	}
	return t.cells[r]
}

func (t *gbkTable) set(c cell, r rune) {
	t.runes[int(c>>8-firstLead)*trails+int(c&0xFF-firstTrail)] = uint16(r)
	t.cells[r] = c
}

// gbk is made of x/text's table, which is the Web's: one for GBK and GB18030,
// and lenient where the gateway is strict.
var gbk = sync.OnceValue(func() *gbkTable {
	table := new(gbkTable)
	decoder := simplifiedchinese.GBK.NewDecoder()
	for lead := firstLead; lead <= lastLead; lead++ {
		for trail := firstTrail; trail <= lastTrail; trail++ {
			c := cell(lead<<8 | trail)
			pair, err := decoder.String(string([]byte{byte(lead), byte(trail)}))
			r, size := utf8.DecodeRuneInString(pair)
			if err == nil && r != utf8.RuneError && size == len(pair) && !addedLater(c) {
				table.set(c, r)
			}
		}
	}
	return table
})

// addedLater tells whether a cell is empty in GBK and was filled by GB18030 or
// by the Web's encoding standard: €, a second ideographic space, ǹ, the
// description characters and some rare components. No GBK client has them.
func addedLater(c cell) bool {
	return c == 0xA2E3 || c == 0xA3A0 || c == 0xA8BF || c >= 0xA989 && c <= 0xA995 || c >= 0xFE50 && c <= 0xFEA0
}

// cellOf gives the bytes of a character beyond ASCII, or 0 if c lacks it.
func cellOf(c alipay.Charset, r rune) cell {
	found := gbk().cell(r)
	if c == alipay.GB2312 && !inGB2312(found) {
		return 0
	}
	return found
}

// runeOf is the other way: the character of two bytes, or 0.
func runeOf(c alipay.Charset, pair cell) rune {
	if c == alipay.GB2312 && !inGB2312(pair) {
		return 0
	}
	return gbk().rune(pair)
}

// decodeGBK decodes GBK, or GB2312 in its EUC form. A lone byte above ASCII,
// 0x80 and 0xFF among them, does not decode.
func decodeGBK(c alipay.Charset, s string) (string, bool) {
	if isASCII(s) {
		return s, true
	}
	var b strings.Builder
	b.Grow(len(s) * 3 / 2)
	for i := 0; i < len(s); i++ {
		if s[i] < utf8.RuneSelf {
			b.WriteByte(s[i])
			continue
		}
		if i+1 == len(s) {
			return "", false
		}
		r := runeOf(c, cell(s[i])<<8|cell(s[i+1]))
		if r == 0 {
			return "", false
		}
		b.WriteRune(r)
		i++
	}
	return b.String(), true
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
