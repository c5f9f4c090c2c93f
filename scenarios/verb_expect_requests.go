package scenarios

import (
	"context"
	"fmt"
	"net/url"
	"strings"

	"go.yaml.in/yaml/v3"

	"localipay/emulator/alipay"
	"localipay/emulator/strict"
)

// requestCheck is expect_requests: what the system under test has sent.
type requestCheck struct {
	service, outcome text
	count            *expectation
	same, distinct   []text
	want             *expectation // of the parameters of each
}

func readExpectRequests(r *reader, m strict.Member, _ *step) (action, error) {
	members, err := r.Members(m.Value, m.Name, []string{"service", "count", "outcome", "same", "distinct", "params", "within"})
	if err != nil {
		return nil, err
	}
	given := strict.Index(members)
	picks, err := r.readPicks(m, []string{"service", "outcome"})
	if err != nil {
		return nil, err
	}
	c := &requestCheck{service: picks["service"], outcome: picks["outcome"]}
	if _, ok := picks["service"]; !ok {
		return nil, r.Errorf(m.Value, "%s: there is no service; name one, as service: %s", m.Name, alipay.ServiceRefund)
	}
	if name := string(c.service); !holdsName(name) {
		if err := r.known(given["service"].Value, "service", name, requestServices()); err != nil {
			return nil, err
		}
	}
	if c.count, err = r.readCountOf(m); err != nil {
		return nil, err
	}
	if c.same, err = r.readNames(given, "same", m.Name); err != nil {
		return nil, err
	}
	if c.distinct, err = r.readNames(given, "distinct", m.Name); err != nil {
		return nil, err
	}
	c.want, err = r.readParams(m, given)
	return c, err
}

func requestServices() map[string]bool {
	known := map[string]bool{alipay.ServiceNotifyVerify: true}
	for _, name := range alipay.Services() {
		known[name] = true
	}
	return known
}

// readNames reads one name or several.
func (r *reader) readNames(given map[string]strict.Member, word, what string) ([]text, error) {
	m, ok := given[word]
	if !ok {
		return nil, nil
	}
	nodes := []*yaml.Node{m.Value}
	if m.Value.Kind == yaml.SequenceNode {
		nodes = m.Value.Content
	}
	var names []text
	for _, n := range nodes {
		name, err := r.Text(strict.Member{Name: word, Key: n, Value: n}, what)
		if err != nil {
			return nil, err
		}
		names = append(names, text(name))
	}
	return names, nil
}

// readParams reads what each request's parameters must be, and within.
func (r *reader) readParams(m strict.Member, given map[string]strict.Member) (*expectation, error) {
	want := &expectation{}
	var err error
	if params, ok := given["params"]; ok {
		if want, err = r.expectation(params.Value, m.Name+": params", forms{open: true, others: wireText}); err != nil {
			return nil, err
		}
	}
	if within, ok := given["within"]; ok {
		want.within, err = r.span(within, m.Name)
	}
	return want, err
}

func (c *requestCheck) play(ctx context.Context, f frame, _ *step) (seen, error) {
	return f.eventually(ctx, c.want.within, func(ctx context.Context) (seen, *problem, error) {
		rows, err := c.rows(ctx, f)
		if err != nil {
			return seen{}, nil, refusedBy(err)
		}
		wrong := checkCount(f, c.count, len(rows), "requests of "+f.text(c.service))
		for _, row := range rows {
			if wrong == nil {
				wrong = c.check(f, row)
			}
		}
		if wrong == nil {
			wrong = c.compare(f, rows)
		}
		if wrong != nil || len(rows) == 0 {
			return seen{}, wrong, nil
		}
		fields, _ := rows[0]["params"].(map[string]any)
		return seen{fields: fields}, nil, nil
	})
}

func (c *requestCheck) check(f frame, row map[string]any) *problem {
	params, _ := row["params"].(map[string]any)
	if len(c.want.names) == 0 {
		return nil
	}
	if differences := c.want.differences(f, params); len(differences) > 0 {
		return &problem{text: "request " + str(row, "id") + " is not as expected", differences: differences}
	}
	return nil
}

// compare holds the requests against each other.
func (c *requestCheck) compare(f frame, rows []map[string]any) *problem {
	for _, name := range c.same {
		values, all := valuesOf(rows, f.text(name))
		if len(values) > 1 {
			return &problem{text: "the requests do not all have the same " + f.text(name), differences: []string{f.text(name) + ": came " + strings.Join(all, ", ")}}
		}
	}
	for _, name := range c.distinct {
		values, all := valuesOf(rows, f.text(name))
		if len(values) < len(rows) {
			return &problem{text: "the requests do not each have another " + f.text(name), differences: []string{f.text(name) + ": came " + strings.Join(all, ", ")}}
		}
	}
	return nil
}

func valuesOf(rows []map[string]any, name string) (distinct map[string]bool, all []string) {
	distinct = map[string]bool{}
	for _, row := range rows {
		params, _ := row["params"].(map[string]any)
		value := str(params, name)
		distinct[value] = true
		all = append(all, fmt.Sprintf("%q", value))
	}
	return distinct, all
}

// rows gives what others than this runner have sent since the scenario began,
// newest first.
func (c *requestCheck) rows(ctx context.Context, f frame) (rows []map[string]any, err error) {
	query := url.Values{"service": {f.text(c.service)}}
	marker := ""
	if g := f.current.guest; g != nil && g.request != "" {
		marker = g.request
		query = url.Values{} // the marker itself may be of another service: look through all
	}
	all, err := f.admin.itemsUntil(ctx, f.current.path("/requests?"+query.Encode()), func(row map[string]any) bool {
		return marker != "" && str(row, "id") == marker
	})
	for _, row := range all {
		if str(row, "scenario") == "" && c.isPicked(f, row) {
			rows = append(rows, row)
		}
	}
	return rows, err
}

func (c *requestCheck) isPicked(f frame, row map[string]any) bool {
	return str(row, "service") == f.text(c.service) && (c.outcome == "" || str(row, "outcome") == f.text(c.outcome))
}
