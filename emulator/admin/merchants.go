package admin

import (
	"cmp"
	"errors"
	"maps"
	"net/http"
	"slices"

	"localipay/emulator/alipay"
	"localipay/emulator/ledger"
	"localipay/emulator/world"
	"localipay/keys"
)

func (a *Admin) showMerchant(w *world.World) merchantJSON {
	m := w.Merchant()
	out := merchantJSON{
		"partner": m.Partner, "alipay_public_key": a.AlipayKey, "gateway_url": a.PublicURL() + "gateway.do",
		"clock": showClock(w), "sftp_url": nil,
	}
	if address := a.SFTPURL(m.Partner); address != "" {
		out["sftp_url"] = address
	}
	for _, s := range alipay.Switches() {
		out[s.Name] = s.Get(m)
	}
	for _, name := range []string{"rsa_public_key", "sftp_authorized_key"} {
		if out[name] == "" {
			out[name] = nil
		}
	}
	return out
}

func (a *Admin) makeMerchant(r *request) (any, error) {
	values := newMerchantJSON{}
	if err := decode(r.Request, &values); err != nil {
		return nil, err
	}
	partner, err := takePartner(values)
	if err != nil {
		return nil, err
	}
	m := alipay.DefaultMerchant(partner)
	if err := applySwitches(&m, values); err != nil {
		return nil, err
	}
	newWorld := a.Worlds.Make
	if ofScenario(r.Request) {
		newWorld = a.Worlds.MakePlain
	}
	w, err := newWorld(m)
	if errors.Is(err, world.ErrTaken) {
		return nil, fault(http.StatusConflict, "PARTNER_TAKEN", "partner %q: %v", partner, err)
	}
	if err != nil {
		return nil, err
	}
	return a.showMerchant(w), nil
}

func takePartner(values map[string]any) (string, error) {
	value, ok := values["partner"]
	delete(values, "partner")
	if !ok || value == nil {
		return "", nil
	}
	partner, ok := value.(string)
	if !ok || !alipay.IsPartner(partner) {
		return "", badRequest(`partner: %v is not a partner id; write 16 digits in quotes, as "2088000000000001"`, value)
	}
	return partner, nil
}

// notSwitches are members of a merchant that people send back as they got
// them, with what to do instead.
var notSwitches = map[string]string{
	"partner":           "it cannot be changed; make another merchant with POST /_admin/merchants",
	"clock":             "it is no switch; set it with PUT …/clock or move it with POST …/clock/advance",
	"gateway_url":       "it follows --public-url",
	"sftp_url":          "it follows --sftp-listen",
	"alipay_public_key": "it is Alipay's own, the same for every merchant",
}

func applySwitches(m *alipay.Merchant, values map[string]any) error {
	for _, name := range slices.Sorted(maps.Keys(values)) {
		if remedy, ok := notSwitches[name]; ok {
			return badRequest("%s: %s", name, remedy)
		}
	}
	if err := m.Apply(values); err != nil {
		return badRequest("%v", err)
	}
	if err := keys.CheckSwitches(m.RSAPublicKey, m.SFTPKey); err != nil {
		return badRequest("%v", err)
	}
	return nil
}

func (a *Admin) patchMerchant(r *request) (any, error) {
	values := switchesJSON{}
	if err := decode(r.Request, &values); err != nil {
		return nil, err
	}
	err := r.world.Ledger.Update(nil, func(t *ledger.Tx) error {
		m := t.Merchant()
		if err := applySwitches(&m, values); err != nil {
			return err
		}
		t.PutMerchant(world.Complete(m, a.Seed))
		return nil
	})
	if err != nil {
		return nil, err
	}
	return a.showMerchant(r.world), nil
}

func (a *Admin) merchants(r *request) (any, error) {
	p, err := readPaging(r.query)
	if err != nil {
		return nil, err
	}
	worlds := a.Worlds.All()
	slices.SortFunc(worlds, func(x, y *world.World) int { return cmp.Compare(y.Seq(), x.Seq()) })
	return collect(p, slices.Values(worlds), (*world.World).Seq,
		func(w *world.World) bool { return w.Seq() <= p.back() }, a.showMerchant), nil
}

func (a *Admin) merchant(r *request) (any, error) { return a.showMerchant(r.world), nil }

func (a *Admin) deleteMerchant(r *request) (any, error) {
	a.Worlds.Delete(r.world.Partner)
	return doneJSON{"deleted"}, nil
}

func (a *Admin) resetMerchant(r *request) (any, error) {
	r.world.Reset()
	return a.showMerchant(r.world), nil
}
