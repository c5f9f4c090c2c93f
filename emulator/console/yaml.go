package console

import (
	"go.yaml.in/yaml/v3"

	"localipay/emulator/fault"
)

// ruleYAML is a rule in the order in which people write it; what is as if it
// were left out is left out.
type ruleYAML struct {
	Name        string            `yaml:"name,omitempty"`
	Target      string            `yaml:"target"`
	When        map[string]string `yaml:"when,omitempty,flow"`
	After       int               `yaml:"after,omitempty"`
	Times       *int              `yaml:"times,omitempty"`
	Probability *float64          `yaml:"probability,omitempty"`
	Do          map[string]any    `yaml:"do,flow"`
}

// asYAML is a rule as an item of a --faults file or of a scenario.
func asYAML(r fault.Rule) string {
	out := ruleYAML{Name: r.Name, Target: r.Target, After: r.After, Do: r.Do.JSON()}
	if r.Times != 1 {
		out.Times = &r.Times
	}
	if r.Probability != 1 {
		out.Probability = &r.Probability
	}
	if len(r.When) > 0 {
		out.When = map[string]string{}
		for _, f := range r.When {
			out.When[f.Name] = f.Value
		}
	}
	text, err := yaml.Marshal([]ruleYAML{out})
	if err != nil {
		return err.Error()
	}
	return string(text)
}
