package emulator

import (
	"fmt"
	"slices"

	"localipay/emulator/alipay"
	"localipay/emulator/ledger"
	"localipay/emulator/service"
	"localipay/emulator/world"
	"localipay/fixtures"
)

// readFixtures makes of fixtures files what worlds are made of.
func readFixtures(o Options) (made []world.Made, buyers []alipay.Buyer, err error) {
	load := func() (fixtures.Set, error) { return fixtures.Builtin(o.Seed) }
	if o.Fixtures != "" {
		load = func() (fixtures.Set, error) { return fixtures.Load(o.Fixtures, o.Seed) }
	}
	set, err := load()
	if err != nil {
		return nil, nil, err
	}
	merchants, err := withMerchants(set.Merchants, o)
	if err != nil {
		return nil, nil, err
	}
	for _, merchant := range merchants {
		m, err := makeMerchant(merchant, o.Seed)
		if err != nil {
			return nil, nil, err
		}
		made = append(made, m)
	}
	return made, set.Buyers, nil
}

// withMerchants adds the merchants that were given one by one. One of them may
// take a demo merchant's place; a partner of the user's own files it may not.
func withMerchants(merchants []fixtures.Merchant, o Options) ([]fixtures.Merchant, error) {
	for _, given := range o.Merchants {
		same := func(m fixtures.Merchant) bool { return m.Partner == given.Partner }
		if o.Fixtures != "" && slices.ContainsFunc(merchants, same) {
			return nil, fmt.Errorf("--merchant %s: %s has this partner already; change its keys there", given.Partner, o.Fixtures)
		}
		merchants = append(slices.DeleteFunc(merchants, same), given)
	}
	return merchants, nil
}

func makeMerchant(f fixtures.Merchant, seed int64) (world.Made, error) {
	m := alipay.DefaultMerchant(f.Partner)
	if err := m.Apply(f.Switches); err != nil {
		return world.Made{}, fmt.Errorf("merchant %s: %w", f.Partner, err)
	}
	made := world.Made{Merchant: world.Complete(m, seed)}
	for _, s := range f.Stores {
		if !s.QRCode {
			continue
		}
		code, err := codeOf(made.Merchant, s)
		if err != nil {
			return made, fmt.Errorf("merchant %s: store: %w", f.Partner, err)
		}
		made.Codes = append(made.Codes, code)
	}
	return made, nil
}

// codeOf is the create request that a fixture's store stands for, as a
// merchant with an MD5 key would have sent it in UTF-8.
func codeOf(m alipay.Merchant, s fixtures.Store) (ledger.CodeRequest, error) {
	lenient := m
	lenient.Strict = false
	return service.CodeRequest(lenient, s.BizDataJSON(), s.NotifyURL, alipay.MD5, alipay.UTF8)
}
