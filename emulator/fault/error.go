package fault

import (
	"localipay/emulator/strict"

	"go.yaml.in/yaml/v3"
)

// gatewayError is `error: SYSTEM_ERROR`, or `error: {code: X, after: commit}`
// where it happened all the same.
var gatewayError = kind{
	name: "error", at: onService,
	read: func(v value) (Do, error) {
		if v.Value.Kind != yaml.MappingNode {
			code, err := v.code(v.Member)
			return Do{Code: code}, err
		}
		members, err := v.source.Members(v.Value, "do: error", []string{"code", "after"})
		if err != nil {
			return Do{}, err
		}
		given := strict.Index(members)
		if _, ok := given["code"]; !ok {
			return Do{}, v.errorf("there is no code")
		}
		var d Do
		if d.Code, err = v.code(given["code"]); err != nil {
			return d, err
		}
		if m, ok := given["after"]; ok {
			d.Commit = true
			_, err = value{v.source, m, v.target}.word("commit")
		}
		return d, err
	},
	show: func(d Do) any {
		if d.Commit {
			return map[string]any{"code": string(d.Code), "after": "commit"}
		}
		return string(d.Code)
	},
	call: func(d Do, c *Call) { c.Error, c.Nothing = d.Code, !d.Commit },
}
