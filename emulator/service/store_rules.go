package service

import (
	"encoding/json"
	"regexp"
	"unicode/utf8"

	"localipay/emulator/alipay"
)

// storeRule is a parameter of secmerchant.offline.maintain; lengths are in
// characters (merchant-qr §10).
type storeRule struct {
	name       string
	most       int
	compulsory bool
	pattern    *regexp.Regexp
}

var (
	storeIDPattern  = regexp.MustCompile(`^[A-Za-z0-9_]+$`)
	contactPattern  = regexp.MustCompile(`^[0-9+() -]+$`)
	alnumPattern    = regexp.MustCompile(`^[A-Za-z0-9]+$`)
	contactWay      = regexp.MustCompile(`^[0-9+ -]+$`)
	merchantPattern = regexp.MustCompile(`^(INDIVIDUAL|ENTERPRISE)$`)
)

// The first block is compulsory; the second is for acquirers (spec decision 35).
var storeRules = []storeRule{
	{"secondary_merchant_name", 128, true, nil},
	{"secondary_merchant_id", 64, true, storeIDPattern},
	{"store_id", 64, true, nil},
	{"store_name", 256, true, nil},
	{"store_country", 2, true, countryCode},
	{"store_address", 330, true, nil},
	{"store_industry", 4, true, mccPattern},
	{"extend_params", 1024, false, nil},
	{"internal_store_photo", 256, false, nil},
	{"external_storefront_photo", 256, false, nil},
	{"secondary_merchant_type", 0, false, merchantPattern},
	{"registration_no", 128, false, nil},
	{"register_country", 2, false, countryCode},
	{"register_address", 256, false, nil},
	{"shareholder_name", 64, false, nil},
	{"shareholder_id", 128, false, nil},
	{"representative_name", 64, false, nil},
	{"representative_id", 128, false, nil},
	{"settlement_no", 64, false, alnumPattern},
	{"contact_no", 64, false, contactPattern},
	{"contact_email", 128, false, nil},
	{"cs_no", 64, false, nil},
	{"cs_email", 128, false, nil},
}

func (r storeRule) check(value string) error {
	switch {
	case value == "" && r.compulsory:
		return alipay.ParamIllegal.Because("%s is missing", r.name)
	case value == "":
		return nil
	case r.most > 0 && utf8.RuneCountInString(value) > r.most:
		return alipay.ParamIllegal.Because("%s is longer than %d characters", r.name, r.most)
	case r.pattern != nil && !r.pattern.MatchString(value):
		return alipay.ParamIllegal.Because("%s is malformed", r.name)
	}
	return nil
}

// maxDrivers is how many drivers a taxi may have in extend_params.
const maxDrivers = 10

type driver struct {
	OperationID   string `json:"operation_id"`
	ContactWay    string `json:"contact_way"`
	ContactPerson string `json:"contact_person"`
}

// readDrivers reads extend_params, if it is there: a JSON array of a taxi's
// drivers. Hong Kong's page wants operation_id and contact_person of each, the
// global one of 2020-11 neither: only strict merchants need them.
func readDrivers(text string, strict bool) ([]driver, error) {
	if text == "" {
		return nil, nil
	}
	var drivers []driver
	if json.Unmarshal([]byte(text), &drivers) != nil || len(drivers) > maxDrivers {
		return nil, alipay.ParamIllegal.Because("extend_params is not a JSON array of at most %d drivers", maxDrivers)
	}
	seen := map[string]bool{}
	for _, d := range drivers {
		if err := d.check(strict); err != nil {
			return nil, err
		}
		if d.OperationID != "" && seen[d.OperationID] {
			return nil, alipay.ParamIllegal.Because("operation_id %s stands twice in extend_params", d.OperationID)
		}
		seen[d.OperationID] = true
	}
	return drivers, nil
}

func (d driver) check(strict bool) error {
	if strict && (d.OperationID == "" || d.ContactPerson == "") {
		return alipay.ParamIllegal.Because("a driver in extend_params lacks operation_id or contact_person")
	}
	for _, rule := range []struct {
		storeRule
		value string
	}{
		{storeRule{"operation_id", 64, false, alnumPattern}, d.OperationID},
		{storeRule{"contact_way", 256, false, contactWay}, d.ContactWay},
		{storeRule{"contact_person", 64, false, nil}, d.ContactPerson},
	} {
		if err := rule.check(rule.value); err != nil {
			return err
		}
	}
	return nil
}
