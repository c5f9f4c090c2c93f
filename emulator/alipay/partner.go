package alipay

import (
	"net/url"
	"regexp"
)

// PartnerPattern is any partner id: 16 digits (interface.md, "Admin API").
const PartnerPattern = `^[0-9]{16}$`

var partnerID = regexp.MustCompile(PartnerPattern)

// IsPartner tells whether a text is a partner id.
func IsPartner(text string) bool { return partnerID.MatchString(text) }

// IsWebAddress tells whether a text is an absolute http or https URL that
// names a host: something that can be called.
func IsWebAddress(text string) bool {
	u, err := url.Parse(text)
	return err == nil && u.Hostname() != "" && (u.Scheme == "http" || u.Scheme == "https")
}
