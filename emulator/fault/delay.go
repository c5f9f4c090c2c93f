package fault

import (
	"time"

	"localipay/emulator/alipay"
)

// maxDelay is of real time: what a service's delay takes. A notification's is
// of the merchant's clock, and as long as anything else there.
const maxDelay = time.Hour

// delay is `delay: 3s`. Several add up.
var delay = kind{
	name: "delay", at: onService | onVerify | onNotification, adds: true,
	read: func(v value) (Do, error) {
		text, err := v.source.Text(v.Member, "do")
		if err != nil {
			return Do{}, err
		}
		span, err := alipay.ParseDuration(text)
		switch {
		case err != nil || span <= 0:
			return Do{}, v.errorf(`%q is not a span of time; write it as "3s", "10m" or "6h"`, text)
		case v.target != TargetNotification && span > maxDelay:
			return Do{}, v.errorf("%s is of real time here, and more than %s", text, maxDelay)
		}
		return Do{Span: span, Word: text}, nil
	},
	show: func(d Do) any { return d.Word },
	call: func(d Do, c *Call) { c.Delay, c.Early = c.Delay+d.Span, true },
	send: func(d Do, s *Send) { s.Delay += d.Span },
}
