package scenarios

import (
	"context"
	"maps"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"localipay/emulator/strict"
	"localipay/emulator/suggest"
)

// use makes another merchant the one that the steps are about.
type use string

func readUse(r *reader, m strict.Member, _ *step) (action, error) {
	name, err := r.Text(m, "step")
	if err == nil {
		err = r.alone(m)
	}
	if err != nil {
		return nil, err
	}
	known := map[string]bool{mainMerchant: true}
	for other := range r.scenario.merchants {
		known[other] = true
	}
	return use(name), r.known(m.Value, "merchant", name, known)
}

func (name use) play(_ context.Context, f frame, _ *step) (seen, error) {
	f.mu.Lock() // a notification that is being answered may look
	defer f.mu.Unlock()
	f.current = f.worlds[string(name)]
	return seen{}, nil
}

// alone refuses what cannot be done beside other steps.
func (r *reader) alone(m strict.Member) error {
	if r.scope.together {
		return r.Errorf(m.Key, "%s changes what the steps beside it do; put it before or after together", m.Name)
	}
	return nil
}

// oneOf refuses a word that is none of those that there are.
func (r *reader) oneOf(n *yaml.Node, thing, word string, words ...string) error {
	if slices.Contains(words, word) {
		return nil
	}
	return r.Errorf(n, "%s: %q is none of %s%s", thing, strict.Short(word), strings.Join(words, ", "), suggest.DidYouMean(strict.Short(word), words))
}

// known refuses a name that nothing above has.
func (r *reader) known(n *yaml.Node, thing, name string, there map[string]bool) error {
	if there[name] {
		return nil
	}
	names := slices.DeleteFunc(slices.Collect(maps.Keys(there)), func(s string) bool { return s == "" })
	if len(names) == 0 {
		return r.Errorf(n, "there is no %s named %q above this step", thing, strict.Short(name))
	}
	return r.Errorf(n, "there is no %s named %q above this step%s", thing, strict.Short(name), suggest.DidYouMean(strict.Short(name), names))
}
