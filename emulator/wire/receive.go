package wire

import (
	"strings"

	"localipay/emulator/alipay"
)

// Received is a parameter as it stood in the query or in the body.
type Received struct {
	alipay.Field        // percent-decoded, in the request's charset
	Raw          string // the value before percent-decoding; of multipart the value itself
	InQuery      bool
}

// Receive gives the parameters of a request in the order in which they were
// sent, repeated ones included, and passes over what cannot be read: it is for
// looking at a request, where Read is for answering one.
func Receive(query, contentType, body string) []Received {
	var list []Received
	kind := mediaType(contentType)
	list = receiveForm(list, query, true)
	switch kind {
	case "", "application/x-www-form-urlencoded":
		return receiveForm(list, body, false)
	case "multipart/form-data":
		var c collector
		c.multipart(contentType, body)
		for _, f := range c.fields {
			list = append(list, Received{Field: f, Raw: f.Value})
		}
	}
	return list
}

func receiveForm(list []Received, raw string, inQuery bool) []Received {
	for segment := range strings.SplitSeq(raw, "&") {
		if len(list) >= 2*MaxParams {
			break
		}
		fields, err := ParseForm(segment)
		if err != nil || len(fields) == 0 {
			continue
		}
		_, value, _ := strings.Cut(segment, "=")
		list = append(list, Received{Field: fields[0], Raw: value, InQuery: inQuery})
	}
	return list
}

// DecodeText gives bytes of a charset as UTF-8, or tells that they are not in
// it.
func DecodeText(c alipay.Charset, s string) (string, bool) { return decode(c, s) }
