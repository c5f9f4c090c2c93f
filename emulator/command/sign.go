package command

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"localipay/emulator/alipay"
	"localipay/emulator/signature"
	"localipay/emulator/suggest"
	"localipay/emulator/wire"
	"localipay/emulator/world"
	"localipay/fixtures"
	"localipay/keys"
)

// Sign prints a signed request: the URL, or with --post the form body.
type Sign struct {
	Params     []string `arg:"" name:"NAME=VALUE" help:"The request's parameters; partner, _input_charset, sign_type and sign are added."`
	Partner    string   `help:"Whose request it is; default: the first merchant of the fixtures." placeholder:"PARTNER"`
	MD5Key     string   `name:"md5-key" help:"The merchant's MD5 key; default: the fixtures'." placeholder:"KEY"`
	PrivateKey string   `help:"File with the merchant's RSA key; default: the demo merchant's." placeholder:"FILE"`
	SignType   string   `default:"MD5" enum:"MD5,RSA,RSA2" help:"MD5, RSA or RSA2."`
	Charset    string   `default:"UTF-8" help:"_input_charset: UTF-8, GBK or GB2312."`
	Fixtures   string   `help:"Where merchants are looked up; default: the built-in demo." placeholder:"PATH"`
	Seed       int64    `default:"1" help:"Seed of the emulator: the MD5 key follows from it where the fixtures have none."`
	Gateway    string   `default:"http://localhost:8080/gateway.do" help:"Gateway for the URL, default ${default}." placeholder:"URL"`
	Post       bool     `help:"Print the body for a POST to GATEWAY?_input_charset=CHARSET."`
}

// Run prints the request.
func (s *Sign) Run(p Process) error {
	s.adopt()
	charset, ok := alipay.ParseCharset(s.Charset)
	if !ok {
		return fmt.Errorf("--charset %q: write UTF-8, GBK or GB2312", s.Charset)
	}
	if err := s.complete(); err != nil {
		return err
	}
	fields, err := s.fields(charset)
	if err != nil {
		return err
	}
	sign, err := s.sign(wire.Encode(charset, signature.StringToSign(fields)))
	if err != nil {
		return err
	}
	fields = append(fields, alipay.Field{Name: "sign", Value: sign}, alipay.Field{Name: "sign_type", Value: s.SignType})
	return s.print(p.Out, charset, fields)
}

// adopt takes what the flags say from the parameters, where it stands there.
func (s *Sign) adopt() {
	flags := map[string]*string{"partner": &s.Partner, "sign_type": &s.SignType, "_input_charset": &s.Charset}
	s.Params = slices.DeleteFunc(slices.Clone(s.Params), func(param string) bool {
		name, value, _ := strings.Cut(param, "=")
		flag, ok := flags[name]
		if ok {
			*flag = value
		}
		return ok
	})
}

func (s *Sign) print(out io.Writer, charset alipay.Charset, fields []alipay.Field) error {
	if !s.Post {
		_, err := fmt.Fprintf(out, "%s?%s\n", s.Gateway, wire.FormEncode(charset, fields))
		return err
	}
	// As Alipay's own Java SDK sends it: the charset is signed, and stands in the URL.
	body := slices.DeleteFunc(fields, func(f alipay.Field) bool { return f.Name == "_input_charset" })
	_, err := fmt.Fprintln(out, wire.FormEncode(charset, body))
	return err
}

// complete looks up what was left out.
func (s *Sign) complete() error {
	if s.Partner != "" && (s.MD5Key != "" || s.SignType != string(alipay.MD5)) {
		return nil
	}
	set, err := s.fixtures()
	if err != nil {
		return err
	}
	known := make([]string, 0, len(set.Merchants))
	for _, m := range set.Merchants {
		known = append(known, m.Partner)
		if s.Partner == "" || s.Partner == m.Partner {
			return s.take(m)
		}
	}
	if s.Partner == "" {
		return errors.New("the fixtures have no merchant; say whose request it is with --partner")
	}
	return fmt.Errorf("--partner %s is not in the fixtures: give its key with --md5-key%s", s.Partner, suggest.DidYouMean(s.Partner, known))
}

// take signs as this merchant, with the key that the emulator gives it where
// the fixtures give none.
func (s *Sign) take(f fixtures.Merchant) error {
	m := alipay.DefaultMerchant(f.Partner)
	if err := m.Apply(f.Switches); err != nil {
		return fmt.Errorf("merchant %s: %w", f.Partner, err)
	}
	s.Partner = f.Partner
	if s.MD5Key == "" {
		s.MD5Key = world.Complete(m, s.seed()).MD5Key
	}
	return nil
}

func (s *Sign) fixtures() (fixtures.Set, error) {
	if s.Fixtures != "" {
		return fixtures.Load(s.Fixtures, s.seed())
	}
	return fixtures.Builtin(s.seed())
}

// seed: 0 counts as 1, as it does for the emulator.
func (s *Sign) seed() int64 { return cmp.Or(s.Seed, 1) }

func (s *Sign) fields(charset alipay.Charset) ([]alipay.Field, error) {
	fields := []alipay.Field{{Name: "_input_charset", Value: s.Charset}, {Name: "partner", Value: s.Partner}}
	for _, param := range s.Params {
		name, value, ok := strings.Cut(param, "=")
		if !ok || name == "" {
			return nil, fmt.Errorf("%q is not NAME=VALUE", param)
		}
		if name == "sign" {
			return nil, errors.New("sign is what this command adds; leave it out")
		}
		if wire.Replace(charset, value) != value {
			return nil, fmt.Errorf("%s: %s lacks a character of %q; use another --charset", name, s.Charset, value)
		}
		fields = append(fields, alipay.Field{Name: name, Value: value})
	}
	return fields, nil
}

func (s *Sign) sign(message []byte) (string, error) {
	kind, ok := alipay.ParseSignType(s.SignType)
	if !ok {
		return "", fmt.Errorf("sign_type %q: write MD5, RSA or RSA2", s.SignType)
	}
	if kind == alipay.MD5 {
		return signature.Sign(kind, message, s.MD5Key, nil)
	}
	if s.PrivateKey != "" {
		key, err := privateKey(s.PrivateKey)
		if err != nil {
			return "", err
		}
		return signature.Sign(kind, message, "", key)
	}
	key, ok := keys.MerchantPrivate(s.Partner)
	if !ok {
		return "", errors.New("only demo merchants have a private key here; give yours with --private-key FILE")
	}
	return signature.Sign(kind, message, "", key)
}
