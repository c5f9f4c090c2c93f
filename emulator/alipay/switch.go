package alipay

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"localipay/emulator/suggest"
)

// Switch is one setting of a merchant as people write it: in a fixtures file,
// in the admin API, in a scenario. A value is what JSON or YAML decodes to.
type Switch struct {
	Name string
	Set  func(m *Merchant, value any) error
	Get  func(m Merchant) any
}

// switches is the one list of settings (interface.md, "Switches of a
// merchant"); everything that reads or writes a setting goes through it.
var switches = [...]Switch{
	textSwitch("name", func(m *Merchant) *string { return &m.Name }),
	textSwitch("md5_key", func(m *Merchant) *string { return &m.MD5Key }),
	textSwitch("rsa_public_key", func(m *Merchant) *string { return &m.RSAPublicKey }),
	{"services", setServices, func(m Merchant) any { return slices.Clone(m.Services) }},
	boolSwitch("strict", func(m *Merchant) *bool { return &m.Strict }),
	enumSwitch("response_charset", func(m *Merchant) *ResponseCharset { return &m.ResponseCharset }, CharsetOfURL, CharsetOfRequest),
	enumSwitch("qrcode_envelope", func(m *Merchant) *Envelope { return &m.QRCodeEnvelope }, EnvelopeQRCodeInfo, EnvelopeAlipay),
	{"qr_base", setQRBase, func(m Merchant) any { return m.QRBase }},
	{"currency", setCurrency, func(m Merchant) any { return string(m.Currency) }},
	enumSwitch("payment_inst", func(m *Merchant) *PaymentInst { return &m.PaymentInst }, AlipayHK, AlipayCN),
	spanSwitch("pay_timeout", func(m *Merchant) *time.Duration { return &m.PayTimeout }),
	spanSwitch("refund_period", func(m *Merchant) *time.Duration { return &m.RefundPeriod }),
	{"refund_window", setRefundWindow, getRefundWindow},
	spanSwitch("notify_verify_ttl", func(m *Merchant) *time.Duration { return &m.NotifyVerifyTTL }),
	spanSwitch("review_delay", func(m *Merchant) *time.Duration { return &m.ReviewDelay }),
	{"fee_rate", setFeeRate, func(m Merchant) any { return m.FeeRate.Format() }},
	boolSwitch("refund_returns_fee", func(m *Merchant) *bool { return &m.RefundReturnsFee }),
	{"balance", setBalance, getBalance},
	{"sftp_password", setSFTPPassword, func(m Merchant) any { return m.SFTPPassword }},
	textSwitch("sftp_authorized_key", func(m *Merchant) *string { return &m.SFTPKey }),
}

// Switches lists the settings in the order of interface.md.
func Switches() []Switch { return slices.Clone(switches[:]) }

// SwitchNames lists the settings' names.
func SwitchNames() []string {
	names := make([]string, len(switches))
	for i, s := range switches {
		names[i] = s.Name
	}
	return names
}

// Apply sets the named switches. On an error, which names the switch, the
// value and the remedy, the merchant is unchanged.
func (m *Merchant) Apply(values map[string]any) error {
	changed := *m
	for _, name := range slices.Sorted(maps.Keys(values)) { // sorted: of two mistakes always the same is told
		if !slices.Contains(SwitchNames(), name) {
			return fmt.Errorf("unknown switch %q%s", name, suggest.DidYouMean(name, SwitchNames()))
		}
	}
	for _, s := range switches { // in list order: balance reads currency
		value, ok := values[s.Name]
		if !ok {
			continue
		}
		if err := s.Set(&changed, value); err != nil {
			return fmt.Errorf("%s: %w", s.Name, err)
		}
	}
	*m = changed
	return nil
}
