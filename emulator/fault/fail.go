package fault

// businessFailure is `fail: TRADE_STATUS_ERROR`: in the service's own form,
// signed; nothing happened.
var businessFailure = kind{
	name: "fail", at: onService,
	read: func(v value) (Do, error) {
		code, err := v.code(v.Member)
		return Do{Code: code}, err
	},
	show: func(d Do) any { return string(d.Code) },
	call: func(d Do, c *Call) { c.Fail, c.Nothing = d.Code, true },
}
