package scenarios

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"localipay/emulator/alipay"
	"localipay/emulator/strict"
	"localipay/emulator/suggest"
	"localipay/scenarios/match"
)

// fileCheck is expect_file.
type fileCheck struct {
	picks   map[string]text // name, or kind and date
	exists  bool
	want    *expectation // rows, contains, sum, row
	row     *match.Expectation
	part    text               // contains: a text
	pattern *match.Expectation // or an expression
	columns []string           // of sum and row
}

func readExpectFile(r *reader, m strict.Member, _ *step) (action, error) {
	own := []string{"name", "kind", "date", "exists", "row", "contains"}
	k := forms{fields: map[string]form{"rows": number, "sum": anything, "within": span}}
	for _, word := range own {
		k.fields[word] = anything
	}
	c := &fileCheck{exists: true}
	var err error
	if c.want, err = r.expectation(m.Value, m.Name, k, own...); err != nil {
		return nil, err
	}
	pairs, err := r.Pairs(m.Value, m.Name)
	if err != nil {
		return nil, err
	}
	given := strict.Index(pairs)
	if err := r.readFilePicks(c, m, given); err != nil {
		return nil, err
	}
	if err := r.checkAbsence(m, given); err != nil {
		return nil, err
	}
	for _, part := range []struct {
		word string
		read func(*fileCheck, strict.Member, string) error
	}{
		{"exists", r.readExists},
		{"contains", r.readContains},
		{"sum", r.readSum},
		{"row", r.readRow},
	} {
		if one, ok := given[part.word]; ok {
			if err := part.read(c, one, m.Name); err != nil {
				return nil, err
			}
		}
	}
	return c, nil
}

// checkAbsence: of a file that should not exist nothing else can be expected.
func (r *reader) checkAbsence(m strict.Member, given map[string]strict.Member) error {
	if one, ok := given["exists"]; !ok || one.Value.Value != "false" {
		return nil
	}
	for _, word := range []string{"rows", "contains", "sum", "row"} {
		if one, ok := given[word]; ok {
			return r.Errorf(one.Key, "%s: a file with exists: false has no %s; leave one of them out", m.Name, word)
		}
	}
	return nil
}

func (r *reader) readExists(c *fileCheck, m strict.Member, what string) (err error) {
	c.exists, err = r.Flag(m, what)
	return err
}

func (r *reader) readSum(c *fileCheck, m strict.Member, what string) error {
	return r.checkColumns(c, m, what)
}

// readRow: a cell that is empty is one that nothing stands in, so "" means the
// same as null.
func (r *reader) readRow(c *fileCheck, m strict.Member, what string) error {
	if err := r.checkColumns(c, m, what); err != nil {
		return err
	}
	for i := 1; i < len(m.Value.Content); i += 2 {
		if cell := m.Value.Content[i]; cell.Kind == yaml.ScalarNode && cell.Value == "" {
			m.Value.Content[i] = &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!null", Value: "null", Line: cell.Line}
		}
	}
	want, err := match.Read(r.Source, m.Value, what+": row")
	c.row = &want
	return err
}

func (r *reader) readFilePicks(c *fileCheck, m strict.Member, given map[string]strict.Member) (err error) {
	if date, ok := given["date"]; ok && date.Value.ShortTag() == "!!timestamp" { // 2026-03-02 without quotes
		date.Value.Tag = "!!str"
	}
	if c.picks, err = r.readPicks(m, []string{"name", "kind", "date"}); err != nil {
		return err
	}
	_, name := c.picks["name"]
	kind, hasKind := c.picks["kind"]
	date, hasDate := c.picks["date"]
	if !name && (!hasKind || !hasDate) {
		return r.Errorf(m.Value, `%s: which file? Give its name, or kind: transaction and date: "2026-03-02"`, m.Name)
	}
	if err := r.checkPick(given["kind"].Value, "kind", string(kind)); err != nil {
		return err
	}
	return r.checkPick(given["date"].Value, "date", string(date))
}

// checkPick refuses what no file can be picked by: that there is none would hold
// for ever.
func (r *reader) checkPick(n *yaml.Node, pick, value string) error {
	_, isDay := alipay.ParseFileName("2088000000000000_transaction_" + strings.ReplaceAll(value, "-", "") + ".txt")
	switch {
	case value == "", holdsName(value):
	case pick == "kind":
		return r.oneOf(n, pick, value, string(alipay.TransactionFile), string(alipay.SettlementFile))
	case pick == "date" && !isDay:
		return r.Errorf(n, "date: %q is no day; write it as 2026-03-02", strict.Short(value))
	}
	return nil
}

// readContains: a text is looked for as it stands, /…/ as an expression.
func (r *reader) readContains(c *fileCheck, m strict.Member, what string) error {
	value, err := r.AnyText(m, what)
	if err != nil {
		return err
	}
	if len(value) < 2 || value[0] != '/' || value[len(value)-1] != '/' {
		c.part = text(value)
		return nil
	}
	want, err := match.Read(r.Source, m.Value, what+": contains")
	c.pattern = &want
	return err
}

func (r *reader) checkColumns(c *fileCheck, m strict.Member, what string) error {
	pairs, err := r.Members(m.Value, what+": "+m.Name, slices.Concat(alipay.TransactionFile.Columns(), alipay.SettlementFile.Columns()))
	for _, pair := range pairs {
		c.columns = append(c.columns, pair.Name)
		if err == nil {
			err = r.checkField(pair, what+": "+m.Name, forms{open: true, others: wireText})
		}
	}
	return err
}

func (c *fileCheck) play(ctx context.Context, f frame, _ *step) (seen, error) {
	return f.eventually(ctx, c.want.within, func(ctx context.Context) (seen, *problem, error) {
		shape, err := c.find(ctx, f)
		if err != nil {
			return seen{}, nil, refusedBy(err)
		}
		switch {
		case shape == nil && !c.exists:
			return seen{}, nil, nil
		case shape == nil:
			return seen{}, &problem{text: "there is no file " + c.picked(f), differences: c.why(ctx, f)}, nil
		case !c.exists:
			return seen{}, &problem{text: "there is a file " + str(shape, "name") + ", which should not exist"}, nil
		}
		content, err := f.admin.text(ctx, f.current.path("/files/"+url.PathEscape(str(shape, "name"))))
		if err != nil {
			return seen{}, nil, refusedBy(err)
		}
		wrong := c.check(f, readTable(str(shape, "kind"), content).since(f.current.guest))
		return seen{fields: shape}, wrong, nil
	})
}

func (c *fileCheck) picked(f frame) string {
	if name, ok := c.picks["name"]; ok {
		return f.text(name)
	}
	return fmt.Sprintf("of kind %s and date %s", f.text(c.picks["kind"]), f.text(c.picks["date"]))
}

// why asks the emulator why there is no such file.
func (c *fileCheck) why(ctx context.Context, f frame) []string {
	name, ok := c.picks["name"]
	if !ok {
		day := strings.ReplaceAll(f.text(c.picks["date"]), "-", "")
		name = text(f.current.partner + "_" + f.text(c.picks["kind"]) + "_" + day + ".txt")
	}
	_, err := f.admin.text(ctx, f.current.path("/files/"+url.PathEscape(f.text(name))))
	if refused, ok := asAdminError(err); ok {
		return []string{refused.Message}
	}
	return nil
}

// find gives the file that is meant, or nil.
func (c *fileCheck) find(ctx context.Context, f frame) (map[string]any, error) {
	files, err := f.admin.items(ctx, f.current.path("/files"))
	if err != nil {
		return nil, err
	}
	for _, file := range files {
		if c.isPicked(f, file) {
			return file, nil
		}
	}
	return nil, nil
}

func (c *fileCheck) isPicked(f frame, file map[string]any) bool {
	for name, pick := range c.picks {
		wanted, came := f.text(pick), str(file, name)
		if name == "date" { // 2026-03-02 or 20260302
			wanted, came = strings.ReplaceAll(wanted, "-", ""), strings.ReplaceAll(came, "-", "")
		}
		if wanted != came {
			return false
		}
	}
	return true
}

// check holds a file against all that is expected of it.
func (c *fileCheck) check(f frame, t table) *problem {
	differences := c.want.differences(f, map[string]any{"rows": len(t.rows), "sum": t.sums()})
	if part := f.text(c.part); !strings.Contains(t.text, part) {
		differences = append(differences, "contains: expected "+part+", came "+cut(t.text))
	}
	if c.pattern != nil {
		for _, d := range c.pattern.Check(t.text, f.expand) {
			differences = append(differences, "contains: "+d.String())
		}
	}
	if c.row != nil {
		differences = append(differences, t.lacks(f, c.row)...)
	}
	for _, column := range c.columns {
		if !slices.Contains(t.columns, column) {
			differences = append(differences, "this file has no column "+column+suggest.DidYouMean(column, t.columns))
		}
	}
	if len(differences) == 0 {
		return nil
	}
	return &problem{text: "the file " + c.picked(f) + " is not as expected", differences: differences}
}

// onlyMember is a mapping of one of its members.
func onlyMember(n *yaml.Node, m strict.Member) *yaml.Node {
	return &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map", Line: n.Line, Content: []*yaml.Node{m.Key, m.Value}}
}
