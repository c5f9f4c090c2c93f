package scenarios

import (
	"context"
	"net/http"

	"go.yaml.in/yaml/v3"

	"localipay/emulator/fault"
	"localipay/emulator/strict"
)

// faultRule is a rule as it stands in the file.
type faultRule struct{ node *yaml.Node }

func readFault(r *reader, m strict.Member, _ *step) (action, error) {
	return faultRule{m.Value}, r.checkRule(m.Value)
}

func (a faultRule) play(ctx context.Context, f frame, _ *step) (seen, error) {
	return seen{}, f.addFault(ctx, f.current, filled(a.node, f.value))
}

func (p *player) addFault(ctx context.Context, w *merchant, n *yaml.Node) error {
	rule, err := fault.Read(p.scenario.source, n)
	if err != nil {
		return problemf("%s", err)
	}
	made, err := p.admin.call(ctx, http.MethodPost, w.path("/faults"), rule.JSON())
	if err != nil {
		return refusedBy(err)
	}
	id, _ := made["id"].(string)
	w.remember(id, rule.Name)
	return nil
}

// clearFaults removes this scenario's rules, or those of one name.
type clearFaults struct{ name text }

func readClearFaults(r *reader, m strict.Member, _ *step) (action, error) {
	n := m.Value
	if strict.IsNull(n) || n.Kind == yaml.MappingNode && len(n.Content) == 0 {
		return clearFaults{}, nil
	}
	name, err := r.Text(m, "step")
	if err == nil && !holdsName(name) {
		err = r.known(n, "fault rule", name, r.scope.rules)
	}
	return clearFaults{text(name)}, err
}

func (a clearFaults) play(ctx context.Context, f frame, _ *step) (seen, error) {
	w, name := f.current, f.text(a.name)
	ids := w.forget(name)
	if name != "" && len(ids) == 0 {
		return seen{}, problemf("there is no fault rule named %q here now", name)
	}
	for _, id := range ids {
		_, err := f.admin.call(ctx, http.MethodDelete, w.path("/faults/"+id), nil)
		if err != nil && !isNotFound(err) { // a restore may have taken it away
			return seen{}, refusedBy(err)
		}
	}
	return seen{}, f.settle(ctx, w) // what a rule held back goes out now
}
