package wire

import (
	"slices"
	"strings"

	"localipay/emulator/alipay"
)

// Answer is what the gateway says, in UTF-8: a failure if Error is set, else
// an echo of the request and the signed leaves of one element
// (gateway-and-trades §1.5 and §1.7).
type Answer struct {
	Declared string         // the charset as the request spelled it
	Charset  alipay.Charset // the charset of the bytes
	Error    alipay.Code    // a gateway failure; nothing below is then written
	Echo     []alipay.Field // the parameters received
	Child    string         // the element inside <response>
	Leaves   []alipay.Field // its children; empty ones are not written
	Sign     string
	SignType string
}

// ContentType gives the header of an answer. Clients look for text/xml; at its
// very beginning, and decode by the charset that it names.
func ContentType(declared string) string { return "text/xml;charset=" + declared }

// Bytes writes the answer: the declaration, a newline, and one line.
func (a Answer) Bytes() []byte {
	out := make([]byte, 0, a.size())
	out = append(out, `<?xml version="1.0" encoding="`...)
	out = append(out, a.declared()...)
	out = append(out, "\"?>\n<alipay><is_success>"...)
	if a.Error != "" {
		out = append(out, "F</is_success><error>"...)
		out = a.text(out, string(a.Error))
		return append(out, "</error></alipay>"...)
	}
	out = append(out, "T</is_success><request>"...)
	for _, f := range a.Echo {
		out = a.param(out, f)
	}
	out = append(out, "</request><response><"...)
	out = append(out, a.Child...)
	out = append(out, '>')
	for _, f := range sorted(a.Leaves) {
		if f.Value != "" {
			out = a.element(out, f.Name, f.Value)
		}
	}
	out = append(out, "</"...)
	out = append(out, a.Child...)
	out = append(out, "></response>"...)
	out = a.element(out, "sign", a.Sign)
	out = a.element(out, "sign_type", a.SignType)
	return append(out, "</alipay>"...)
}

// declared never lets anything but the name of a charset into the declaration.
func (a Answer) declared() string {
	if _, ok := alipay.ParseCharset(a.Declared); ok {
		return a.Declared
	}
	if a.Charset == "" {
		return string(alipay.GBK)
	}
	return string(a.Charset)
}

func (a Answer) param(out []byte, f alipay.Field) []byte {
	out = append(out, `<param name="`...)
	out = a.attribute(out, f.Name)
	out = append(out, `">`...)
	out = a.text(out, f.Value)
	return append(out, "</param>"...)
}

func (a Answer) element(out []byte, name, value string) []byte {
	out = append(out, '<')
	out = append(out, name...)
	out = append(out, '>')
	out = a.text(out, value)
	out = append(out, "</"...)
	out = append(out, name...)
	return append(out, '>')
}

func sorted(leaves []alipay.Field) []alipay.Field {
	byName := func(a, b alipay.Field) int { return strings.Compare(a.Name, b.Name) }
	if slices.IsSortedFunc(leaves, byName) {
		return leaves
	}
	leaves = slices.Clone(leaves)
	slices.SortStableFunc(leaves, byName)
	return leaves
}

// size guesses the length of an answer in which little needs escaping, so that
// most are written into one allocation.
func (a Answer) size() int {
	n := 256 + 2*len(a.Child) + len(a.Sign)
	for _, f := range a.Echo {
		n += len(f.Name) + len(f.Value) + len(`<param name=""></param>`)
	}
	for _, f := range a.Leaves {
		n += 2*len(f.Name) + len(f.Value) + len("<></>")
	}
	return n + n/16
}
