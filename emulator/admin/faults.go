package admin

import (
	"net/http"

	"localipay/emulator/alipay"
	rules "localipay/emulator/fault"
	"localipay/emulator/ledger"
	"localipay/emulator/store"
)

// ruleJSON is a rule as somebody writes it; package fault reads it.
type ruleJSON map[string]any

func (ruleJSON) shape(s *schemas) object {
	return object{
		"type": "object", "required": []string{"target", "do"}, "additionalProperties": false,
		"properties": object{
			"name":        object{"type": "string"},
			"target":      object{"type": "string", "enum": rules.Targets(), "description": "A service, * for all nine, notify_verify, or notification."},
			"when":        object{"type": "object", "additionalProperties": object{"type": "string"}, "description": "Fields of the request or notification; * is a wildcard."},
			"after":       object{"type": "integer", "minimum": 0, "default": 0, "description": "Matches that are let through first."},
			"times":       object{"type": "integer", "minimum": 0, "default": 1, "description": "Matches that it acts on; 0 without end."},
			"probability": object{"type": "number", "minimum": 0, "maximum": 1, "default": 1},
			"do":          doJSON{}.shape(s),
		},
	}
}

// doJSON is what a rule does: one member.
type doJSON map[string]any

func (doJSON) shape(*schemas) object {
	return object{
		"type": "object", "minProperties": 1, "maxProperties": 1, "additionalProperties": false,
		"properties": object{
			"delay": object{"type": "string"}, "lose": object{}, "hang": object{"type": "string", "enum": []string{"request", "response"}},
			"error": object{}, "fail": object{"type": "string"}, "unknown": object{"type": "boolean"}, "http": object{"type": "integer"},
			"corrupt": object{"type": "string"}, "duplicate": object{}, "hold": object{"type": "boolean"},
		},
		"description": "See `localipay schema faults`.",
	}
}

type faultJSON struct {
	ID          string            `json:"id"`
	Name        string            `json:"name,omitempty"`
	Target      string            `json:"target"`
	When        map[string]string `json:"when,omitempty"`
	After       int               `json:"after"`
	Times       int               `json:"times"`
	Probability float64           `json:"probability"`
	Do          doJSON            `json:"do"`
	Matched     int               `json:"matched" doc:"How often it matched."`
	Acted       int               `json:"acted" doc:"How often it acted."`
}

func showFault(r rules.Rule) faultJSON {
	out := faultJSON{
		ID: r.ID, Name: r.Name, Target: r.Target, After: r.After, Times: r.Times, Probability: r.Probability,
		Do: r.Do.JSON(), Matched: r.Matched, Acted: r.Acted,
	}
	if len(r.When) > 0 {
		out.When = fieldMap(r.When)
	}
	return out
}

func (a *Admin) faults(r *request) (any, error) {
	p, err := readPaging(r.query)
	if err != nil {
		return nil, err
	}
	var out page[faultJSON]
	r.world.Ledger.View(func(rows store.Reader) {
		out = collect(p, rows.FaultsBefore(p.back()), func(f rules.Rule) uint64 { return f.Seq }, always, showFault)
	})
	return out, nil
}

func (a *Admin) addFault(r *request) (any, error) {
	body, err := readJSON(r.Request)
	if err != nil {
		return nil, err
	}
	if len(body) == 0 {
		return nil, badRequest(`the body is empty; send a rule, as {"target":"%s","do":{"lose":"response"}}`, alipay.ServiceRefund)
	}
	rule, err := rules.FromJSON("body", body)
	if err != nil {
		return nil, badRequest("%v", err)
	}
	err = r.world.Ledger.Update(nil, func(t *ledger.Tx) error {
		rule = t.AddFault(rule)
		return nil
	})
	return showFault(rule), err
}

func (a *Admin) fault(r *request) (any, error) {
	id := r.vars["id"]
	var found rules.Rule
	var ok bool
	r.world.Ledger.View(func(rows store.Reader) { found, ok = rows.Fault(id) })
	if !ok {
		return nil, refused(ledger.ErrNoFault, "rule", id)
	}
	return showFault(found), nil
}

func (a *Admin) removeFault(r *request) (any, error) {
	id := r.vars["id"]
	err := r.world.Ledger.Update(nil, func(t *ledger.Tx) error { return t.RemoveFault(id) })
	return doneJSON{"removed"}, refused(err, "rule", id)
}

func (a *Admin) clearFaults(r *request) (any, error) {
	err := r.world.Ledger.Update(nil, func(t *ledger.Tx) error {
		t.ClearFaults()
		return nil
	})
	return doneJSON{"removed"}, err
}

// ofScenario tells whether a scenario's runner makes this call.
func ofScenario(r *http.Request) bool { return r.Header.Get("X-Localipay-Scenario") != "" }
