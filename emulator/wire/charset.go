package wire

import (
	"unicode/utf8"

	"localipay/emulator/alipay"
)

// Charset gives the charset of the parameters. One that is not named is GBK,
// or an alipay.IllegalArgument where the service requires it; one that the
// gateway does not have is an alipay.IllegalCharset (spec decisions 2 and 24).
func (q *Request) Charset(required bool) (alipay.Charset, error) {
	name := q.Get(charsetName)
	if name == "" {
		if required {
			return "", illegal("%s is missing", charsetName)
		}
		return alipay.GBK, nil
	}
	c, ok := alipay.ParseCharset(name)
	if !ok {
		return "", alipay.IllegalCharset
	}
	return c, nil
}

// AnswerCharset gives the charset of the answer, and the name by which the
// answer declares it: as written in the query, or with CharsetOfRequest
// wherever it stands. Absent or unknown it is GBK (spec decision 9).
func (q *Request) AnswerCharset(of alipay.ResponseCharset) (declared string, c alipay.Charset) {
	declared = q.URLCharset
	if declared == "" && of == alipay.CharsetOfRequest {
		declared = q.Get(charsetName)
	}
	if c, ok := alipay.ParseCharset(declared); ok {
		return declared, c
	}
	return string(alipay.GBK), alipay.GBK
}

// Decode gives Params in UTF-8. Bytes that are not in c, and U+FFFD, are an
// alipay.IllegalCharset (spec decision 2); a character that XML 1.0 cannot
// carry is an alipay.IllegalArgument (spec decision 27). The result may be
// Params itself: do not write to it.
func (q *Request) Decode(c alipay.Charset) ([]alipay.Field, error) {
	if allPlain(q.Params) {
		return q.Params[:len(q.Params):len(q.Params)], nil
	}
	decoded := make([]alipay.Field, len(q.Params))
	var unfit error
	for i, f := range q.Params {
		name, okName := decode(c, f.Name)
		value, okValue := decode(c, f.Value)
		if !okName || !okValue {
			return nil, alipay.IllegalCharset
		}
		if unfit == nil && (!alipay.FitsXML(name) || !alipay.FitsXML(value)) {
			unfit = illegal("%q holds a character that XML cannot carry", name)
		}
		decoded[i] = alipay.Field{Name: name, Value: value}
	}
	if unfit != nil {
		return nil, unfit
	}
	return decoded, nil
}

func decode(c alipay.Charset, s string) (string, bool) {
	if c == alipay.UTF8 {
		return s, validUTF8(s)
	}
	return decodeGBK(c, s)
}

// validUTF8 refuses U+FFFD too: somebody's decoder wrote it for bytes that it
// could not read.
func validUTF8(s string) bool {
	if !utf8.ValidString(s) {
		return false
	}
	for _, r := range s {
		if r == utf8.RuneError {
			return false
		}
	}
	return true
}

func allPlain(fields []alipay.Field) bool {
	for _, f := range fields {
		if !plain(f.Name) || !plain(f.Value) {
			return false
		}
	}
	return true
}

// plain tells that s is printable ASCII, which is the same in every charset
// and which XML carries.
func plain(s string) bool {
	for i := range len(s) {
		if s[i]-' ' >= 0x7F-' ' {
			return false
		}
	}
	return true
}
