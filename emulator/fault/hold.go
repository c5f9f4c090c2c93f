package fault

// hold is `hold: true`: the notification waits until another of this merchant
// has gone out, or until the rule is taken away.
var hold = kind{
	name: "hold", at: onNotification,
	read: func(v value) (Do, error) { return Do{}, v.yes() },
	show: func(Do) any { return true },
	send: func(Do, *Send) {}, // Send.Hold names the rule, which the match knows
}
