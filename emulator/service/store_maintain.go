package service

import (
	"localipay/emulator/alipay"
	"localipay/emulator/ledger"
)

// storeMaintain is alipay.overseas.secmerchant.offline.maintain
// (merchant-qr §10): it registers a secondary merchant's store or changes it.
// Success means that the application is under review.
var storeMaintain = Service{
	Name: alipay.ServiceStoreMaintain, Charset: true, Timestamp: true,
	JSON: []string{"extend_params"}, Form: storeForm,
	Run: func(c *Call) ([]alipay.Field, error) {
		fields, err := storeFields(c)
		if err != nil {
			return nil, err
		}
		err = c.update(func(t *ledger.Tx) error { return t.RegisterStore(fields) })
		return onSuccess(err, resultCode(alipay.Success))
	},
}

func storeFields(c *Call) ([]alipay.Field, error) {
	var fields []alipay.Field
	for _, rule := range storeRules {
		value := c.Get(rule.name)
		if err := rule.check(value); err != nil {
			return nil, err
		}
		if value != "" {
			fields = append(fields, alipay.Field{Name: rule.name, Value: value})
		}
	}
	drivers, err := readDrivers(c.Get("extend_params"), c.Merchant.Strict)
	if err == nil && len(drivers) == 0 && c.Get("store_industry") == alipay.MCCTaxi {
		err = alipay.ParamIllegal.Because("extend_params is missing: a taxi needs its drivers")
	}
	return fields, err
}
