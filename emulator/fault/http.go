package fault

// httpStatus is `http: 503`: that status and an HTML body, as whatever stands
// before Alipay would send it; nothing happened.
var httpStatus = kind{
	name: "http", at: onService | onVerify,
	read: func(v value) (Do, error) {
		status, err := v.source.Count(v.Member, "do", 200, 599)
		return Do{Status: status}, err
	},
	show: func(d Do) any { return d.Status },
	call: func(d Do, c *Call) { c.Status, c.Nothing = d.Status, true },
}
