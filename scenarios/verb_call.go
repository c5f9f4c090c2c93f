package scenarios

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"localipay/emulator/alipay"
	"localipay/emulator/strict"
	"localipay/emulator/suggest"
)

// call is a signed call of the gateway.
type call struct {
	verb   callVerb
	params map[string]field
	biz    map[string]field
	omit   []string
	wrong  bool
	method string
	raw    bool // `call`: nothing of the service's own is filled in
}

// field is a value as the file has it: a text, or what becomes JSON.
type field struct {
	text   text
	tree   *yaml.Node
	remove bool // null
}

func (v callVerb) read(r *reader, m strict.Member, _ *step) (action, error) {
	c := &call{verb: v, params: map[string]field{}, biz: map[string]field{}, method: http.MethodGet}
	if strict.IsNull(m.Value) {
		return c, nil
	}
	members, err := r.Members(m.Value, m.Name, v.words())
	if err != nil {
		return nil, err
	}
	return c, r.readCall(c, members, m.Name)
}

func readRawCall(r *reader, m strict.Member, _ *step) (action, error) {
	members, err := r.Pairs(m.Value, "call")
	if err != nil {
		return nil, err
	}
	if _, ok := strict.Index(members)["service"]; !ok {
		return nil, r.Errorf(m.Value, "call: there is no service; name one, as service: %s", alipay.ServiceQuery)
	}
	c := &call{params: map[string]field{}, biz: map[string]field{}, method: http.MethodGet, raw: true}
	return c, r.readCall(c, members, "call")
}

func (r *reader) readCall(c *call, members []strict.Member, what string) error {
	for _, m := range members {
		if err := r.readCallField(c, m, what); err != nil {
			return err
		}
	}
	_, asText := c.params["biz_data"]
	if asText && c.params["biz_data"].tree == nil && len(c.biz) > 0 {
		return r.Errorf(strict.Index(members)["biz_data"].Key, "%s: biz_data is given as a whole, and some of its members beside it; choose one", what)
	}
	return nil
}

func (r *reader) readCallField(c *call, m strict.Member, what string) (err error) {
	switch m.Name {
	case "<<":
		return r.Errorf(m.Key, "%s: << (another mapping's members) is not read here, write them out", what)
	case "omit":
		c.omit, err = r.readOmit(c, m, what)
		return err
	case "method":
		c.method, err = r.readMethod(m, what)
		return err
	}
	value, err := r.readWire(m, what)
	if err != nil {
		return err
	}
	return r.take(c, m, value)
}

func (w field) isMapping() bool { return w.tree != nil && w.tree.Kind == yaml.MappingNode }

// take puts a value where it belongs.
func (r *reader) take(c *call, m strict.Member, value field) error {
	if m.Name == "sign_type" && value.text != text(alipay.MD5) {
		r.scenario.needsRSA = true
	}
	switch {
	case m.Name == "sign" && value.text == wrong:
		c.wrong = true
	case c.verb.isBiz(m.Name):
		c.biz[m.Name] = value
	case m.Name == "biz_data" && c.verb.biz && value.isMapping():
		return r.readBizData(c, value.tree)
	default:
		c.params[m.Name] = value
	}
	return nil
}

// readBizData takes biz_data as a mapping for its members.
func (r *reader) readBizData(c *call, n *yaml.Node) error {
	members, err := r.Members(n, "biz_data", strings.Fields(bizWords))
	if err != nil {
		return err
	}
	for _, m := range members {
		if c.biz[m.Name], err = r.readWire(m, "biz_data"); err != nil {
			return err
		}
	}
	return nil
}

func (r *reader) readWire(m strict.Member, what string) (field, error) {
	n := m.Value
	switch {
	case n.Kind == yaml.MappingNode || n.Kind == yaml.SequenceNode:
		return field{tree: n}, r.checkTree(n, what+": "+m.Name)
	case strict.IsNull(n):
		return field{remove: true}, nil
	}
	value, err := r.AnyText(m, what)
	return field{text: text(value)}, err
}

// checkTree wants texts in what becomes JSON: on this wire all is text.
func (r *reader) checkTree(n *yaml.Node, what string) error {
	if n.Kind == yaml.MappingNode {
		pairs, err := r.Pairs(n, what)
		for _, pair := range pairs {
			if err == nil {
				err = r.checkBranch(pair, what)
			}
		}
		return err
	}
	for _, item := range n.Content {
		if err := r.checkBranch(strict.Member{Name: "an entry", Key: item, Value: item}, what); err != nil {
			return err
		}
	}
	return nil
}

func (r *reader) checkBranch(m strict.Member, what string) error {
	if m.Value.Kind == yaml.MappingNode || m.Value.Kind == yaml.SequenceNode {
		return r.checkTree(m.Value, what+": "+m.Name)
	}
	_, err := r.AnyText(m, what)
	return err
}

func (r *reader) readOmit(c *call, m strict.Member, what string) ([]string, error) {
	nodes := []*yaml.Node{m.Value}
	if m.Value.Kind == yaml.SequenceNode {
		nodes = m.Value.Content
	}
	var names []string
	for _, n := range nodes {
		name, err := r.Text(strict.Member{Name: "omit", Key: n, Value: n}, what)
		if err != nil {
			return nil, err
		}
		if words := c.verb.words(); !c.raw && !slices.Contains(words, name) {
			return nil, r.Errorf(n, "%s: omit: %q is none of its fields%s", what, strict.Short(name), suggest.DidYouMean(name, words))
		}
		names = append(names, name)
	}
	return names, nil
}

func (r *reader) readMethod(m strict.Member, what string) (string, error) {
	word, err := r.Text(m, what)
	if err == nil && word != http.MethodGet && word != http.MethodPost {
		err = r.Errorf(m.Value, "%s: method: %q is not GET or POST", what, strict.Short(word))
	}
	return word, err
}

func (c *call) play(ctx context.Context, f frame, s *step) (seen, error) {
	d := c.draft(ctx, f)
	a, err := f.send(ctx, d, s)
	if err != nil {
		return seen{}, err
	}
	fields := a.fields()
	if a.well() && c.verb.learn != nil {
		c.verb.learn(f, d, fields)
	}
	if d.params["service"] == alipay.ServiceRefund {
		// The only service that sets off a notification, also where its answer is lost.
		err = f.settle(ctx, f.current)
	}
	return a.seen(s.verb, fields), err
}

func (c *call) draft(ctx context.Context, f frame) *draft {
	d := &draft{
		ctx: ctx, params: map[string]string{}, biz: map[string]any{}, removed: map[string]bool{},
		wrong: c.wrong, method: c.method,
	}
	for _, name := range c.omit {
		d.removed[name] = true
	}
	for name, value := range c.params {
		if value.remove {
			d.removed[name] = true
			continue
		}
		d.params[name] = value.expand(f)
	}
	for name, value := range c.biz {
		if value.remove {
			d.removed[name] = true
			continue
		}
		d.biz[name] = value.json(f)
	}
	if c.verb.fill != nil {
		c.verb.fill(f, d)
	}
	for name := range d.removed {
		delete(d.biz, name)
	}
	if c.verb.biz {
		d.put("biz_data", compact(d.biz))
	}
	d.common(f, c.verb.service, c.verb.stamped)
	return d
}

// expand gives the value as a parameter: JSON where it is no text.
func (w field) expand(f frame) string {
	if w.tree == nil {
		return f.text(w.text)
	}
	return compact(w.json(f))
}

// json gives the value as a part of JSON.
func (w field) json(f frame) any {
	if w.tree == nil {
		return f.text(w.text)
	}
	return jsonOf(w.tree, f.expand)
}
