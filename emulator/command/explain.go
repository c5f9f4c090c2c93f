package command

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"localipay/emulator/alipay"
	"localipay/emulator/diagnosis"
	"localipay/emulator/suggest"
	"localipay/emulator/wire"
	"localipay/emulator/world"
	"localipay/fixtures"
	"localipay/keys"
)

// Explain tells whether the signature of a request holds, and why not.
type Explain struct {
	Request   string `arg:"" optional:"" name:"REQUEST" help:"A URL, a form body, a curl command, a raw HTTP request, or a file that holds one; default: standard input."`
	Partner   string `help:"Whose request it is; default: what its partner or seller_id says." placeholder:"PARTNER"`
	MD5Key    string `name:"md5-key" help:"The merchant's MD5 key; default: the fixtures'." placeholder:"KEY"`
	PublicKey string `help:"File with the RSA public key that the signature should fit: the merchant's, or of a notification Alipay's; default: the fixtures'." placeholder:"FILE"`
	Fixtures  string `help:"Where merchants are looked up; default: the built-in demo." placeholder:"PATH"`
	Seed      int64  `default:"1" help:"Seed of the emulator: the MD5 key follows from it where the fixtures have none."`
}

// exitInvalid: the signature does not hold.
const exitInvalid = 2

// Help follows the flags' own.
func (*Explain) Help() string {
	return "Takes requests meant for the real Alipay too, and Alipay's notifications. Nothing is sent to anybody. " +
		"Exit code 0: the signature holds; 2: it does not; 1: there was nothing to look at."
}

// Run explains.
func (e *Explain) Run(p Process) error {
	text, err := e.text(p.In)
	if err != nil {
		return err
	}
	message, err := readMessage(text)
	if err != nil {
		return err
	}
	if err := e.complete(&message); err != nil {
		return err
	}
	d := diagnosis.Diagnose(message)
	sheet{out: p.Out, colour: isTerminal(p.Out, p.Getenv) && p.Getenv("NO_COLOR") == ""}.write(d)
	if !d.Valid {
		return exit(exitInvalid)
	}
	return nil
}

// maxRequest is a little more than the gateway would look at.
const maxRequest = 4 << 20

// text is what was given, or what the file holds that was named.
func (e *Explain) text(in io.Reader) (string, error) {
	if e.Request != "" && e.Request != "-" {
		data, err := os.ReadFile(e.Request)
		if err == nil {
			return string(data), nil
		}
		if !strings.ContainsAny(e.Request, "=?") {
			return "", fmt.Errorf("%q is no request, and no file that can be read: %w", e.Request, err)
		}
		return e.Request, nil
	}
	if in == nil {
		return "", errNoRequest
	}
	data, err := io.ReadAll(io.LimitReader(in, maxRequest))
	return string(data), err
}

// complete finds the keys that the signature should be made with, and those
// that it may be made with by mistake.
func (e *Explain) complete(m *diagnosis.Message) error {
	sent := map[string]string{}
	for _, r := range wire.Receive(m.Query, m.ContentType, m.Body) {
		sent[r.Name] = r.Value
	}
	if len(sent) == 0 {
		return errNoRequest
	}
	m.FromAlipay = sent["service"] == "" && sent["notify_id"] != ""
	partner := cmp.Or(e.Partner, sent["partner"], sent["seller_id"])
	own, err := e.lookUp(m, partner)
	if err != nil {
		return err
	}
	if m.FromAlipay {
		if own.Public, err = keys.ParsePublic(keys.AlipayPublicPEM()); err != nil {
			return err
		}
	}
	if e.PublicKey != "" {
		text, err := publicKey(e.PublicKey)
		if err != nil {
			return fmt.Errorf("--public-key %w", err)
		}
		own.Public, _ = keys.ParsePublic(text) // publicKey has parsed it
	}
	own.MD5 = cmp.Or(e.MD5Key, own.MD5)
	m.Keys.Own = own
	return enough(own, sent["sign_type"])
}

// enough: without the key nothing can be told.
func enough(own diagnosis.Key, signType string) error {
	switch kind, _ := alipay.ParseSignType(strings.ToUpper(signType)); {
	case kind == alipay.MD5 && own.MD5 == "":
		return fmt.Errorf("the MD5 key of %s is not known: give it with --md5-key, or the merchant with --fixtures", own.Owner)
	case (kind == alipay.RSA || kind == alipay.RSA2) && own.Public == nil:
		return fmt.Errorf("the RSA public key of %s is not known: give it with --public-key FILE, or the merchant with --fixtures", own.Owner)
	case own.MD5 == "" && own.Public == nil:
		return fmt.Errorf("no key of %s is known: give it with --md5-key or --public-key FILE", own.Owner)
	}
	return nil
}

// lookUp gives the merchant's own keys and puts all others into the message.
func (e *Explain) lookUp(m *diagnosis.Message, partner string) (own diagnosis.Key, err error) {
	own.Owner = cmp.Or(partner, "the merchant")
	merchants, err := e.merchants()
	if err != nil {
		return own, err
	}
	var known []string
	for _, k := range merchants {
		known = append(known, k.Owner)
		if k.Owner == partner {
			own = k
		} else {
			m.Keys.Others = append(m.Keys.Others, k)
		}
	}
	if own.MD5 == "" && e.MD5Key == "" && e.PublicKey == "" {
		if partner == "" {
			return own, errors.New("the request names no partner: say whose it is with --partner, or give a key with --md5-key or --public-key FILE")
		}
		return own, fmt.Errorf("partner %s is not in the fixtures: give its key with --md5-key or --public-key FILE%s", partner, suggest.DidYouMean(partner, known))
	}
	m.Keys.Others = append(published(partner, !m.FromAlipay), m.Keys.Others...)
	return own, nil
}

// published are the keys that this repository shows to everybody.
func published(except string, alipays bool) (list []diagnosis.Key) {
	for _, d := range keys.Demo() {
		if d.Partner != except {
			list = append(list, diagnosis.Key{Owner: d.Partner, Demo: true, MD5: d.MD5Key, Public: d.Public})
		}
	}
	if key, err := keys.ParsePublic(keys.AlipayPublicPEM()); err == nil && alipays {
		list = append(list, diagnosis.Key{Owner: diagnosis.Alipay, Public: key})
	}
	return list
}

// merchants are those of the fixtures, with the keys that the emulator gives them.
func (e *Explain) merchants() ([]diagnosis.Key, error) {
	sign := Sign{Fixtures: e.Fixtures, Seed: e.Seed}
	set, err := sign.fixtures()
	if err != nil {
		return nil, err
	}
	var list []diagnosis.Key
	for _, f := range set.Merchants {
		k, err := keysOf(f, sign.seed())
		if err != nil {
			return nil, err
		}
		list = append(list, k)
	}
	return list, nil
}

func keysOf(f fixtures.Merchant, seed int64) (diagnosis.Key, error) {
	m := alipay.DefaultMerchant(f.Partner)
	if err := m.Apply(f.Switches); err != nil {
		return diagnosis.Key{}, fmt.Errorf("merchant %s: %w", f.Partner, err)
	}
	k := diagnosis.Key{Owner: f.Partner, MD5: world.Complete(m, seed).MD5Key}
	if m.RSAPublicKey == "" {
		return k, nil
	}
	var err error
	k.Public, err = keys.ParsePublic(m.RSAPublicKey)
	return k, err
}
