package alipay

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"strings"

	"localipay/scenarios/example/bugs"
)

// Answer is what the gateway said. With Accepted false it refused the call
// itself, and Error says why. Accepted says nothing about the business:
// result_code in Fields does (bug 19).
type Answer struct {
	Accepted bool
	Error    string
	Fields   map[string]string
}

// Get returns a field of the answer, "" if there is none.
func (a Answer) Get(name string) string { return a.Fields[name] }

type envelope struct {
	IsSuccess string `xml:"is_success"`
	Error     string `xml:"error"`
	Sign      string `xml:"sign"`
	SignType  string `xml:"sign_type"`
	Response  struct {
		Child struct { // <alipay>, or <qrcodeinfo> for codes: the name does not matter
			Leaves []leaf `xml:",any"`
		} `xml:",any"`
	} `xml:"response"`
}

type leaf struct {
	XMLName xml.Name
	Text    string `xml:",chardata"`
}

// read parses and verifies. A refusal by the gateway carries no signature and
// nothing to believe but that nothing was done.
func (c *Client) read(body []byte) (Answer, error) {
	var e envelope
	charset := "UTF-8"
	decoder := xml.NewDecoder(bytes.NewReader(body))
	decoder.CharsetReader = func(label string, input io.Reader) (io.Reader, error) {
		charset = label
		raw, err := io.ReadAll(input)
		if err != nil {
			return nil, err
		}
		text, err := decode(string(raw), label)
		return strings.NewReader(text), err
	}
	if err := decoder.Decode(&e); err != nil {
		return Answer{}, fmt.Errorf("the answer is not whole XML: %w", err)
	}
	if e.IsSuccess != "T" {
		return c.refusal(e)
	}
	answer := Answer{Accepted: true, Fields: map[string]string{}}
	raw := map[string]string{}
	for _, l := range e.Response.Child.Leaves {
		answer.Fields[l.XMLName.Local] = l.Text
		encoded, err := encode(l.Text, charset) // signed in the answer's own charset
		if err != nil {
			return Answer{}, fmt.Errorf("%s %q: %w", l.XMLName.Local, l.Text, err)
		}
		raw[l.XMLName.Local] = encoded
	}
	if c.Bugs.Has(bugs.AnswerUnverified) { // bug 5
		return answer, nil
	}
	if e.SignType != c.SignType {
		return Answer{}, fmt.Errorf("%w: sign_type %q, asked with %s", ErrSignature, e.SignType, c.SignType)
	}
	return answer, c.Keys.verify(textToSign(raw), e.SignType, e.Sign)
}

// refusal: SYSTEM_ERROR and ERROR may come after the deed (gateway-and-trades
// §1.7); every other code comes before it.
func (c *Client) refusal(e envelope) (Answer, error) {
	switch {
	case e.IsSuccess != "F":
		return Answer{}, fmt.Errorf("is_success is %q, neither T nor F", e.IsSuccess)
	case e.Error == "SYSTEM_ERROR", e.Error == "ERROR", e.Error == "":
		return Answer{}, fmt.Errorf("the gateway says %q", e.Error)
	}
	return Answer{Error: e.Error}, nil
}
