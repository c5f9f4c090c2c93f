package service

import (
	"regexp"
	"slices"
	"unicode/utf8"

	"localipay/emulator/alipay"
)

// bizRule is a member of biz_data. Lengths are in characters; hk is the
// shorter one of the Hong Kong page, held against strict merchants only.
type bizRule struct {
	name     string
	pattern  *regexp.Regexp
	most, hk int
	need     need
}

// need tells whom a member is compulsory for.
type need int

const (
	optional need = iota
	everybody
	shops // everybody but taxis
	taxis
)

var (
	mccPattern    = regexp.MustCompile(`^[0-9]{4}$`)
	idPattern     = regexp.MustCompile(`^[A-Za-z0-9_-]+$`)
	digitPattern  = regexp.MustCompile(`^[0-9]+$`)
	countryCode   = regexp.MustCompile(`^[A-Z]{2}$`)
	truthPattern  = regexp.MustCompile(`^(true|false)$`)
	signPattern   = regexp.MustCompile(`^(MD5|RSA|RSA2)$`)
	charsPattern  = regexp.MustCompile(`^(?i:UTF-8|GBK|GB2312)$`)
	currencyCodes = regexp.MustCompile(`^[A-Z]{3}$`)
)

// bizRules is merchant-qr §2.2. channel_fee and passback_parameters may be
// objects and are read apart.
var bizRules = []bizRule{
	{"secondary_merchant_industry", mccPattern, 4, 4, everybody},
	{"secondary_merchant_id", idPattern, 64, 32, everybody},
	{"secondary_merchant_name", nil, 64, 32, everybody},
	{"store_id", idPattern, 32, 32, shops},
	{"store_name", nil, 0, 0, shops},
	{"taxi_operation_id", nil, 0, 0, taxis},
	{"taxi_number", nil, 0, 0, taxis},
	{"taxi_driver_name", nil, 0, 0, taxis},
	{"taxi_driver_mobile", nil, 0, 0, taxis},
	{"trans_currency", currencyCodes, 3, 3, everybody},
	{"currency", currencyCodes, 3, 3, everybody},
	{"sys_service_provider_id", nil, 0, 0, optional},
	{"country_code", countryCode, 2, 2, optional},
	{"address", nil, 0, 0, optional},
	{"notify_mobile", digitPattern, 0, 0, optional},
	{"is_show_memo", truthPattern, 0, 0, optional},
	{"notify_sign_type", signPattern, 0, 0, optional},
	{"notify_charset", charsPattern, 0, 0, optional},
}

func (v members) checkAll(m alipay.Merchant) error {
	taxi := v["secondary_merchant_industry"] == alipay.MCCTaxi
	for _, rule := range bizRules {
		if v[rule.name] == "" && rule.compulsory(taxi) {
			return alipay.BarcodeParameterIsNull.Because("%s", rule.name)
		}
	}
	for _, rule := range bizRules {
		if err := rule.check(v[rule.name], m.Strict); err != nil {
			return err
		}
	}
	for _, name := range []string{"trans_currency", "currency"} {
		if v[name] != string(m.Currency) {
			return alipay.BarcodeParameterIllegal.Because("%s must be %s", name, m.Currency)
		}
	}
	return nil
}

func (r bizRule) compulsory(taxi bool) bool {
	return slices.Contains(map[bool][]need{true: {everybody, taxis}, false: {everybody, shops}}[taxi], r.need)
}

func (r bizRule) check(value string, strict bool) error {
	most := r.most
	if strict {
		most = r.hk
	}
	switch {
	case value == "":
		return nil
	case most > 0 && utf8.RuneCountInString(value) > most:
		return alipay.BarcodeParameterIllegal.Because("%s is longer than %d characters", r.name, most)
	case r.pattern != nil && !r.pattern.MatchString(value):
		return alipay.BarcodeParameterIllegal.Because("%s is malformed", r.name)
	}
	return nil
}
