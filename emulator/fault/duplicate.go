package fault

import (
	"go.yaml.in/yaml/v3"

	"localipay/emulator/strict"
)

// maxTimes bounds what one rule makes of one send.
const maxTimes = 100

// duplicate is `duplicate: 3`, or `duplicate: {times: 3, together: true}`: so
// many sends in all, on one rung of the ladder.
var duplicate = kind{
	name: "duplicate", at: onNotification,
	read: func(v value) (d Do, err error) {
		if v.Value.Kind != yaml.MappingNode {
			d.Times, err = v.source.Count(v.Member, "do", 1, maxTimes)
			return d, err
		}
		members, err := v.source.Members(v.Value, "do: duplicate", []string{"times", "together"})
		if err != nil {
			return d, err
		}
		given := strict.Index(members)
		if _, ok := given["times"]; !ok {
			return d, v.errorf("there is no times")
		}
		if d.Times, err = v.source.Count(given["times"], "do: duplicate", 1, maxTimes); err != nil {
			return d, err
		}
		if m, ok := given["together"]; ok {
			d.Together, err = v.source.Flag(m, "do: duplicate")
		}
		return d, err
	},
	show: func(d Do) any {
		if d.Together {
			return map[string]any{"times": d.Times, "together": true}
		}
		return d.Times
	},
	send: func(d Do, s *Send) { s.Times, s.Together = d.Times, d.Together },
}
