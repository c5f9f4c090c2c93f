package scenarios

import (
	"path/filepath"

	"go.yaml.in/yaml/v3"

	"localipay/emulator/alipay"
	"localipay/emulator/strict"
	"localipay/keys"
)

// mainMerchant is what `use` calls the merchant of `merchant:`.
const mainMerchant = "main"

// readMerchant reads whose world it is: switches make one, a partner id is a
// guest's.
func (r *reader) readMerchant(m strict.Member) (err error) {
	if strict.IsNull(m.Value) {
		return nil
	}
	if m.Value.Kind == yaml.MappingNode {
		r.scenario.switches, err = r.readSwitches(m.Value, "merchant")
		return err
	}
	partner, err := r.Text(m, "scenario")
	if err != nil {
		return err
	}
	if !alipay.IsPartner(partner) {
		return r.Errorf(m.Value, "scenario: merchant: %q is neither a mapping of switches nor a partner id of 16 digits", strict.Short(partner))
	}
	r.scenario.guest = partner
	return nil
}

func (r *reader) readMerchants(m strict.Member) error {
	pairs, err := r.Pairs(m.Value, "merchants")
	if err != nil {
		return err
	}
	r.scenario.merchants = map[string]map[string]any{}
	for _, pair := range pairs {
		if pair.Name == mainMerchant {
			return r.Errorf(pair.Key, "merchants: main is the merchant of merchant:; choose another name")
		}
		switches := map[string]any{}
		if !strict.IsNull(pair.Value) {
			if switches, err = r.readSwitches(pair.Value, "merchants: "+strict.Short(pair.Name)); err != nil {
				return err
			}
		}
		r.scenario.merchants[pair.Name] = switches
	}
	return nil
}

// readSwitches lets each switch judge its own value, as fixtures and the admin
// API do, so that all three refuse the same with the same words.
func (r *reader) readSwitches(n *yaml.Node, what string) (map[string]any, error) {
	members, err := r.Members(n, what, alipay.SwitchNames())
	if err != nil {
		return nil, err
	}
	given, values := strict.Index(members), map[string]any{}
	effective := alipay.DefaultMerchant("")
	for _, name := range alipay.SwitchNames() { // in their order: balance reads currency
		m, ok := given[name]
		if !ok {
			continue
		}
		value, _ := strict.Plain(m.Value) // what is not plain, the switch refuses
		if err := effective.Apply(map[string]any{name: value}); err != nil {
			return nil, r.Errorf(m.Value, "%s: %s", what, err)
		}
		if text, ok := value.(string); ok {
			if err := keys.CheckSwitch(name, text); err != nil {
				return nil, r.Errorf(m.Value, "%s: %s", what, err)
			}
		}
		values[name] = value
	}
	return values, nil
}

// readPrivateKey reads the key that this file's own calls are signed with; its
// file is looked for beside the scenario's.
func (r *reader) readPrivateKey(m strict.Member) error {
	name, err := r.Text(m, "scenario")
	if err != nil {
		return err
	}
	path := name
	if !filepath.IsAbs(path) {
		path = filepath.Join(filepath.Dir(string(r.Source)), name)
	}
	const most = 64 << 10
	file, err := strict.ReadFile(path, "private_key", most)
	if err != nil {
		return r.Errorf(m.Value, "scenario: %s", err)
	}
	if r.scenario.private, err = keys.ParsePrivate(string(file.Data)); err != nil {
		return r.Errorf(m.Value, "scenario: private_key: %s: %s", path, err)
	}
	return nil
}

// checkKeys: a guest's RSA key is its own secret, unless it is a demo merchant.
func (r *reader) checkKeys(n *yaml.Node) error {
	s := r.scenario
	if s.guest == "" || !s.needsRSA || s.private != nil {
		return nil
	}
	key, ok := keys.MerchantPrivate(s.guest)
	if !ok {
		return r.Errorf(n, "scenario: calls of merchant %s are to be signed with RSA; name its key's file: private_key: FILE", s.guest)
	}
	s.private = key
	return nil
}
