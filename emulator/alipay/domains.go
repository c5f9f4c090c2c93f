package alipay

// Domains are those below which Alipay's gateways have their names: unmodified
// clients have one compiled in (gateway-and-trades §1.1).
func Domains() []string { return []string{"alipay.com", "alipaydev.com", "alipay.net"} }
