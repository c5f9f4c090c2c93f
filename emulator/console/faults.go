package console

import (
	"encoding/json"
	"strconv"
	"strings"

	"localipay/emulator/alipay"
	"localipay/emulator/fault"
	"localipay/emulator/ledger"
	"localipay/emulator/page"
	"localipay/emulator/store"
)

// faultsPage has the rules that are on, and a gallery of what can be switched
// on.
type faultsPage struct {
	here
	Rules  []ruleRow
	More   bool   // rules than shown
	YAML   string // of all that are shown
	Tricks []trick
	Codes  []string
}

type ruleRow struct {
	fault.Rule
	YAML string
}

// Over tells whether it has acted as often as it should.
func (r ruleRow) Over() bool { return r.Times > 0 && r.Acted >= r.Times }

// Does is what it does in one line.
func (r ruleRow) Does() string { return r.Do.String() }

// shownRules bounds the list; nobody reads more.
const shownRules = 100

func (c *Console) faults(call *call) (any, error) {
	p := faultsPage{here: call.here(), Tricks: tricks(), Codes: alipay.CodeNames()}
	var rules []fault.Rule
	call.world.Ledger.View(func(r store.Reader) {
		for rule := range r.FaultsBefore(^uint64(0)) {
			if len(p.Rules) == shownRules {
				p.More = true
				break
			}
			p.Rules = append(p.Rules, ruleRow{rule, asYAML(rule)})
			rules = append(rules, rule)
		}
	})
	for i := len(rules) - 1; i >= 0; i-- { // as they stand in a file: oldest first
		p.YAML += p.Rules[i].YAML
	}
	return p, nil
}

// changeFaults adds a rule of the gallery, or takes rules away.
func (c *Console) changeFaults(call *call) result {
	path := call.home() + "/faults"
	switch call.PostFormValue("do") {
	case "add":
		rule, err := call.rule()
		if err == nil {
			err = call.world.Ledger.Update(nil, func(t *ledger.Tx) error {
				rule = t.AddFault(rule)
				return nil
			})
		}
		return call.back(path, page.Done("faults.added", rule.ID, rule.Do.String()), err)
	case "remove":
		id := call.PostFormValue("id")
		err := call.world.Ledger.Update(nil, func(t *ledger.Tx) error { return t.RemoveFault(id) })
		if err != nil {
			err = refused(call.say("faults.none_such", id))
		}
		return call.back(path, page.Done("faults.removed", id), err)
	case "clear":
		err := call.world.Ledger.Update(nil, func(t *ledger.Tx) error {
			t.ClearFaults()
			return nil
		})
		return call.back(path, page.Done("faults.cleared"), err)
	}
	return call.back(path, page.Note{}, refused(call.say("error.form")))
}

// rule reads the gallery's form: with the words, and the errors, of a file.
func (c *call) rule() (fault.Rule, error) {
	k, known := trickOf(c.PostFormValue("trick"))
	if !known {
		return fault.Rule{}, refused(c.say("error.form"))
	}
	rule := map[string]any{"target": c.PostFormValue("target"), "do": map[string]any{k.Kind: k.value(c.PostFormValue)}}
	for _, name := range []string{"times", "after", "probability"} {
		if text := strings.TrimSpace(c.PostFormValue(name)); text != "" {
			rule[name] = number(text)
		}
	}
	if field := strings.TrimSpace(c.PostFormValue("field")); field != "" {
		rule["when"] = map[string]string{field: c.PostFormValue("pattern")}
	}
	if name := strings.TrimSpace(c.PostFormValue("name")); name != "" {
		rule["name"] = name
	}
	data, err := json.Marshal(rule)
	if err != nil {
		return fault.Rule{}, err
	}
	return fault.FromJSON(k.Kind, data)
}

// number is a number where a field holds one; what is none is refused as in a
// file.
func number(text string) any {
	if _, err := strconv.ParseFloat(text, 64); err == nil && json.Valid([]byte(text)) {
		return json.Number(text)
	}
	return text
}
