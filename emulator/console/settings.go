package console

import (
	"strings"

	"localipay/emulator/alipay"
	"localipay/emulator/ledger"
	"localipay/emulator/page"
	"localipay/emulator/world"
	"localipay/keys"
)

// settingsPage has the merchant's switches, its snapshots, and the ways back.
type settingsPage struct {
	here
	Switches  []switchField
	Snapshots []string
	Wrong     string
}

// switchField is a switch as a field of the form.
type switchField struct {
	Name, Value string
	Options     []string // of a choice
	Long        bool     // of several lines
	Changed     bool     // is not the default
}

// choices are the words of switches that have few.
func choices(name string) []string {
	return map[string][]string{
		"strict": {"false", "true"}, "refund_returns_fee": {"false", "true"},
		"response_charset": {string(alipay.CharsetOfURL), string(alipay.CharsetOfRequest)},
		"qrcode_envelope":  {string(alipay.EnvelopeQRCodeInfo), string(alipay.EnvelopeAlipay)},
		"payment_inst":     {string(alipay.AlipayHK), string(alipay.AlipayCN)},
	}[name]
}

func (c *Console) settings(call *call) (any, error) { return call.settingsPage(), nil }

func (c *call) settingsPage() settingsPage {
	p := settingsPage{here: c.here(), Snapshots: c.world.Snapshots()}
	m, standard := c.world.Merchant(), alipay.DefaultMerchant(c.world.Partner)
	for _, s := range alipay.Switches() {
		value := asText(s.Get(m))
		p.Switches = append(p.Switches, switchField{
			Name: s.Name, Value: value, Options: choices(s.Name), Changed: hasDefault(s.Name) && value != asText(s.Get(standard)),
			Long: s.Name == "services" || s.Name == "rsa_public_key" || s.Name == "sftp_authorized_key",
		})
	}
	return p
}

// hasDefault leaves out what every merchant has of its own.
func hasDefault(name string) bool {
	return name != "name" && name != "md5_key" && name != "sftp_password"
}

// asText is a switch's value as a field holds it.
func asText(value any) string {
	switch value := value.(type) {
	case bool:
		return map[bool]string{true: "true", false: "false"}[value]
	case []string:
		return strings.Join(value, "\n")
	case string:
		return value
	}
	return "" // no balance
}

// fromText is what a field means to the switch; like is its present value.
func fromText(name, text string, like any) any {
	text = strings.ReplaceAll(text, "\r\n", "\n")
	switch like.(type) {
	case bool:
		if text == "true" || text == "false" {
			return text == "true"
		}
	case []string:
		list := []any{}
		for _, word := range strings.Fields(text) {
			list = append(list, word)
		}
		return list
	}
	if text == "" && nullable(name) {
		return nil
	}
	return text
}

func nullable(name string) bool {
	return !hasDefault(name) || name == "rsa_public_key" || name == "balance" || name == "sftp_authorized_key"
}

// changeSettings sets the switches whose fields differ from what is set.
func (c *Console) changeSettings(call *call) result {
	err := call.world.Ledger.Update(nil, func(t *ledger.Tx) error {
		m := t.Merchant()
		values := map[string]any{}
		for _, s := range alipay.Switches() {
			now, text := s.Get(m), call.PostFormValue(s.Name)
			if call.PostForm.Has(s.Name) && strings.ReplaceAll(text, "\r\n", "\n") != asText(now) {
				values[s.Name] = fromText(s.Name, text, now)
			}
		}
		if err := m.Apply(values); err != nil {
			return err
		}
		if err := keys.CheckSwitches(m.RSAPublicKey, m.SFTPKey); err != nil {
			return refused(err.Error())
		}
		t.PutMerchant(world.Complete(m, c.Seed))
		return nil
	})
	if err == nil {
		return call.back(call.home()+"/settings", page.Done("settings.saved"), nil)
	}
	p := call.settingsPage()
	p.Wrong = err.Error()
	for i, s := range p.Switches {
		if call.PostForm.Has(s.Name) {
			p.Switches[i].Value = call.PostFormValue(s.Name)
		}
	}
	return again(p)
}

// maxSnapshotName keeps a name readable.
const maxSnapshotName = 60

// changeSnapshots takes, restores or forgets a snapshot of this world.
func (c *Console) changeSnapshots(call *call) result {
	name, path := strings.TrimSpace(call.PostFormValue("name")), call.home()+"/settings"
	note, ok := page.Note{}, true
	switch call.PostFormValue("do") {
	case "take":
		if name == "" || len(name) > maxSnapshotName || strings.ContainsAny(name, "/\x00") {
			return call.back(path, note, refused(call.say("snapshots.bad_name", maxSnapshotName)))
		}
		call.world.Snapshot(name)
		note = page.Done("snapshots.taken", name)
	case "restore":
		ok, note = call.world.Restore(name), page.Done("snapshots.restored", name)
	case "drop":
		ok, note = call.world.DropSnapshot(name), page.Done("snapshots.dropped", name)
	default:
		return call.back(path, note, refused(call.say("error.form")))
	}
	if !ok {
		return call.back(path, note, refused(call.say("snapshots.none", name)))
	}
	return call.back(path, note, nil)
}

func (c *Console) reset(call *call) result {
	call.world.Reset()
	return call.back(call.home(), page.Done("settings.was_reset"), nil)
}
