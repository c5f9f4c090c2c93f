package fault

import "localipay/emulator/alipay"

// unknown is `unknown: true`: Alipay does not know how it ended, and it did
// happen. Only cancel and refund have a word for that (gateway-and-trades §2, §4).
var unknown = kind{
	name: "unknown", at: onService, only: []string{alipay.ServiceCancel, alipay.ServiceRefund},
	read: func(v value) (Do, error) { return Do{}, v.yes() },
	show: func(Do) any { return true },
	call: func(_ Do, c *Call) { c.Unknown = true },
}
