package service

import (
	"slices"
	"strings"
	"unicode/utf8"

	"localipay/emulator/alipay"
)

// Missing names a parameter that the service requires and that is absent or
// empty: ILLEGAL_ARGUMENT at the gateway (spec decision 5). A strict merchant's
// qr_code is no qrcode.
func (s Service) Missing(c *Call) error {
	for _, name := range s.Required {
		if c.Get(name) == "" && (name != "qrcode" || codeParam(c) == "") {
			return alipay.IllegalArgument.Because("%s is missing", name)
		}
	}
	empty := func(name string) bool { return c.Get(name) == "" }
	if len(s.OneOf) > 0 && !slices.ContainsFunc(s.OneOf, func(name string) bool { return !empty(name) }) {
		return alipay.IllegalArgument.Because("one of %s must be there", strings.Join(s.OneOf, ", "))
	}
	return nil
}

// check looks at what is there but wrong, in the same way for all services.
func (s Service) check(c *Call) error {
	for _, l := range s.Lengths {
		if utf8.RuneCountInString(c.Get(l.Name)) > l.Most {
			return s.Form.Illegal.Because("%s is longer than %d characters", l.Name, l.Most)
		}
	}
	if !c.Merchant.Strict {
		return nil
	}
	for _, f := range c.Params {
		if strings.Contains(f.Value, `"`) && !slices.Contains(s.JSON, f.Name) {
			return s.Form.Illegal.Because("%s holds a double quote", f.Name)
		}
	}
	return nil
}
