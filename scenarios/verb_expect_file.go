package scenarios

import (
	"context"
	"errors"
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
	any     bool         // whatever is in it
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
	if err := r.checkContents(c, m, given); err != nil {
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

// checkContents: of a file that should not exist nothing else can be expected.
func (r *reader) checkContents(c *fileCheck, m strict.Member, given map[string]strict.Member) error {
	c.any = true
	absent := given["exists"].Value != nil && given["exists"].Value.Value == "false"
	for _, word := range []string{"rows", "contains", "sum", "row"} {
		one, ok := given[word]
		if ok && absent {
			return r.Errorf(one.Key, "%s: a file with exists: false has no %s; leave one of them out", m.Name, word)
		}
		c.any = c.any && !ok
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
	name, hasName := c.picks["name"]
	kind, hasKind := c.picks["kind"]
	date, hasDate := c.picks["date"]
	if !hasName && (!hasKind || !hasDate) {
		return r.Errorf(m.Value, `%s: which file? Give its name, or kind: transaction and date: "2026-03-02"`, m.Name)
	}
	return errors.Join(
		r.checkPick(given["name"].Value, "name", string(name)),
		r.checkPick(given["kind"].Value, "kind", string(kind)),
		r.checkPick(given["date"].Value, "date", string(date)),
	)
}

// checkPick refuses what no file can be picked by: that there is none would hold
// for ever.
func (r *reader) checkPick(n *yaml.Node, pick, value string) error {
	_, isName := alipay.ParseFileName(value)
	_, isDay := alipay.ParseFileName("2088000000000000_transaction_" + strings.ReplaceAll(value, "-", "") + ".txt")
	switch {
	case value == "", holdsName(value):
	case pick == "name" && !isName:
		return r.Errorf(n, "name: %q is no file's name; they are PARTNER_transaction_20260302.txt and PARTNER_settlement_20260302.txt", strict.Short(value))
	case pick == "kind":
		return r.oneOf(n, pick, value, string(alipay.TransactionFile), string(alipay.SettlementFile))
	case pick == "date" && !isDay:
		return r.Errorf(n, "date: %q is no day; write it as 2026-03-02", strict.Short(value))
	}
	return nil
}

// readContains: a text is looked for as it stands, /…/ as an expression whose ^
// and $ are a line's: what somebody looks for in a file stands in one.
func (r *reader) readContains(c *fileCheck, m strict.Member, what string) error {
	value, err := r.AnyText(m, what)
	if err != nil {
		return err
	}
	if len(value) < 2 || value[0] != '/' || value[len(value)-1] != '/' {
		c.part = text(value)
		return nil
	}
	lines := *m.Value
	lines.Value = "/(?m)" + value[1:]
	want, err := match.Read(r.Source, &lines, what+": contains")
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
		}
		name := str(shape, "name")
		content, err := f.admin.text(ctx, f.current.path("/files/"+url.PathEscape(name)))
		if err != nil {
			return seen{}, nil, refusedBy(err)
		}
		return seen{fields: shape}, c.check(f, name, readTable(str(shape, "kind"), content).since(f.current.guest)), nil
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

// check holds a file against all that is expected of it. One in which nothing
// is a guest's is as good as none to him.
func (c *fileCheck) check(f frame, name string, t table) *problem {
	switch empty := len(t.rows) == 0; {
	case empty && !c.exists:
		return nil
	case empty && c.any:
		return &problem{text: "the file " + name + " has nothing in it that began since this scenario's start"}
	case !c.exists:
		return &problem{text: "there is a file " + name + ", which should not exist"}
	}
	differences := c.differences(f, t)
	if len(differences) == 0 {
		return nil
	}
	return &problem{text: "the file " + c.picked(f) + " is not as expected", differences: differences}
}

func (c *fileCheck) differences(f frame, t table) []string {
	differences := c.want.differences(f, map[string]any{"rows": len(t.rows), "sum": t.sums()})
	whole := t.text()
	if part := f.text(c.part); !strings.Contains(whole, part) {
		differences = append(differences, "contains: expected "+part+", came "+cut(whole))
	}
	if c.pattern != nil {
		for _, d := range c.pattern.Check(whole, f.expand) {
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
	return differences
}

// onlyMember is a mapping of one of its members.
func onlyMember(n *yaml.Node, m strict.Member) *yaml.Node {
	return &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map", Line: n.Line, Content: []*yaml.Node{m.Key, m.Value}}
}
