package diagnosis

import (
	"crypto/rsa"
	"slices"
	"strings"
	"unicode/utf8"

	"localipay/emulator/alipay"
	"localipay/emulator/wire"
)

// Message is a signed request, or a notification, as it arrived.
type Message struct {
	Query       string // without the question mark
	ContentType string
	Body        string
	Charset     alipay.Charset // "" for what _input_charset says
	FromAlipay  bool           // a notification: RSA is by Alipay's key
	Keys        Keys
}

// Keys are those that the one who asks knows.
type Keys struct {
	Own    Key   // what the message has to be signed with
	Others []Key // what it may have been signed with by mistake
}

// Key is what one party signs with.
type Key struct {
	Owner  string // partner id, or Alipay
	Demo   bool
	MD5    string         // "" for none
	Public *rsa.PublicKey // nil for none
}

// Alipay is the owner of Alipay's own key.
const Alipay = "Alipay"

// field is a parameter of the message, each name once.
type field struct {
	name, value string
	raw         string // as sent, percent-encoded
	order       int    // in which it was sent
	inQuery     bool
}

// parsed is a message taken apart.
type parsed struct {
	Message
	fields         []field // all but sign, by name
	sign, signType string
	repeated       string // a name with different values
	hasBody        bool
}

func parse(m Message) *parsed {
	p := &parsed{Message: m}
	hasSign, at := false, map[string]int{}
	for i, r := range wire.Receive(m.Query, m.ContentType, m.Body) {
		p.hasBody = p.hasBody || !r.InQuery
		if r.Name == "sign" {
			if !hasSign {
				p.sign, hasSign = r.Value, true
			}
			continue
		}
		if known, ok := at[r.Name]; ok {
			if p.fields[known].value != r.Value {
				p.repeated = r.Name
			}
			continue
		}
		at[r.Name] = len(p.fields)
		p.fields = append(p.fields, field{r.Name, r.Value, r.Raw, i, r.InQuery})
	}
	slices.SortStableFunc(p.fields, byName)
	p.signType = p.get("sign_type")
	if p.Charset == "" {
		p.Charset = p.charset()
	}
	return p
}

func byName(a, b field) int { return strings.Compare(a.name, b.name) }

func (p *parsed) get(name string) string {
	for _, f := range p.fields {
		if f.name == name {
			return f.value
		}
	}
	return ""
}

// charset is what _input_charset says; without it that of the gateway, or of a
// notification the one in which its bytes can be read.
func (p *parsed) charset() alipay.Charset {
	if c, ok := alipay.ParseCharset(p.get("_input_charset")); ok {
		return c
	}
	for _, f := range p.fields {
		if !utf8.ValidString(f.value) {
			return alipay.GBK
		}
	}
	return alipay.UTF8
}

// owner names whose key the message should be signed with.
func (p *parsed) owner() string {
	if p.FromAlipay {
		return Alipay
	}
	return p.Keys.Own.Owner
}

// decoded is a value in UTF-8; what cannot be read stays as it is.
func (p *parsed) decoded(value string) string {
	if text, ok := wire.DecodeText(p.Charset, value); ok {
		return text
	}
	return value
}
