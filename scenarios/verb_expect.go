package scenarios

import (
	"context"
	"net/http"
	"net/url"
	"path"

	"localipay/emulator/strict"
)

// stateCheck is expect_trade, expect_refund or expect_qrcode: rows of the
// admin API, one of which must match.
type stateCheck struct {
	verb  string
	thing string
	list  string          // path of the rows
	picks map[string]text // fields that tell which row is meant
	want  *expectation
	known func(g *guest) map[string]bool // rows that were there before a guest came; nil to see all
	id    string
}

func readExpectTrade(r *reader, m strict.Member, _ *step) (action, error) {
	c := &stateCheck{
		verb: m.Name, thing: "trade", list: "/trades", id: "out_trade_no",
		known: func(g *guest) map[string]bool { return g.trades },
	}
	return c, r.readStateCheck(c, m, tradeWords, "out_trade_no", "trade_no")
}

func readExpectRefund(r *reader, m strict.Member, _ *step) (action, error) {
	c := &stateCheck{
		verb: m.Name, thing: "refund", list: "/refunds", id: "partner_refund_id",
		known: func(g *guest) map[string]bool { return g.refunds },
	}
	return c, r.readStateCheck(c, m, refundWords, "partner_refund_id")
}

func readExpectQRCode(r *reader, m strict.Member, _ *step) (action, error) {
	c := &stateCheck{verb: m.Name, thing: "code", list: "/qrcodes", id: "code"}
	return c, r.readStateCheck(c, m, qrcodeWords, "qrcode")
}

func (r *reader) readStateCheck(c *stateCheck, m strict.Member, words string, picks ...string) (err error) {
	k := forms{fields: wireFields(words)}
	k.fields["within"] = span
	if c.thing == "refund" {
		k.fields["sync"] = truth
	}
	if c.thing == "code" {
		k.fields["channel_fee"] = anything
	}
	if c.want, err = r.expectation(m.Value, m.Name, k, picks...); err != nil {
		return err
	}
	c.picks, err = r.readPicks(m, picks)
	return err
}

// readPicks reads the fields that tell which rows are meant. They are exact texts.
func (r *reader) readPicks(m strict.Member, picks []string) (map[string]text, error) {
	pairs, err := r.Pairs(m.Value, m.Name)
	if err != nil {
		return nil, err
	}
	given, out := strict.Index(pairs), map[string]text{}
	for _, name := range picks {
		pair, ok := given[name]
		if !ok {
			continue
		}
		value, err := r.Text(pair, m.Name)
		if err != nil {
			return nil, err
		}
		out[name] = text(value)
	}
	return out, nil
}

func (c *stateCheck) play(ctx context.Context, f frame, _ *step) (seen, error) {
	return f.eventually(ctx, c.want.within, func(ctx context.Context) (seen, *problem, error) {
		rows, err := c.rows(ctx, f)
		if err != nil {
			return seen{}, nil, refusedBy(err)
		}
		if len(rows) == 0 {
			return seen{}, &problem{text: "there is no " + c.thing + c.picked(f)}, nil
		}
		var nearest []string
		for _, row := range rows {
			differences := c.want.differences(f, row)
			if len(differences) == 0 {
				return seen{fields: row}, nil, nil
			}
			if nearest == nil || len(differences) < len(nearest) {
				nearest = differences
			}
		}
		return seen{}, &problem{text: "the " + c.thing + c.picked(f) + " is not as expected", differences: nearest}, nil
	})
}

// picked names what is looked for.
func (c *stateCheck) picked(f frame) string {
	out := ""
	for _, name := range []string{"out_trade_no", "trade_no", "partner_refund_id", "qrcode"} {
		if value, ok := c.picks[name]; ok {
			out += " " + name + " " + f.text(value)
		}
	}
	return out
}

// rows gives the rows that are picked, newest first.
func (c *stateCheck) rows(ctx context.Context, f frame) (picked []map[string]any, err error) {
	all, err := c.fetch(ctx, f)
	if err != nil {
		return nil, err
	}
	g := f.current.guest
	for _, row := range all {
		if g != nil && c.known != nil && c.known(g)[str(row, c.id)] {
			continue
		}
		if c.isPicked(f, row) {
			picked = append(picked, row)
		}
	}
	return picked, nil
}

// fetch asks for one row where its id is known, for all of them otherwise.
func (c *stateCheck) fetch(ctx context.Context, f frame) ([]map[string]any, error) {
	pick, one := c.picks["out_trade_no"]
	id := f.text(pick)
	if c.thing == "code" {
		pick, one = c.picks["qrcode"]
		id = path.Base(f.text(pick))
	}
	if !one || id == "" {
		return f.admin.items(ctx, f.current.path(c.list))
	}
	row, err := f.admin.call(ctx, http.MethodGet, f.current.path(c.list+"/"+url.PathEscape(id)), nil)
	if isNotFound(err) {
		return nil, nil
	}
	return []map[string]any{row}, err
}

func (c *stateCheck) isPicked(f frame, row map[string]any) bool {
	for name, pick := range c.picks {
		wanted := f.text(pick)
		if str(row, name) != wanted && (name != "qrcode" || str(row, "code") != path.Base(wanted)) {
			return false
		}
	}
	return true
}
