package scenarios

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"path"
	"slices"

	"localipay/emulator/strict"
)

// noticeWords are the fields of a notification (merchant-qr §7, §8) and of its
// row in the admin API. Only out_trade_no, kind and qrcode pick.
const noticeWords = `notify_id kind out_trade_no notify_url trade_status due qrcode
	notify_time notify_type sign sign_type signature notify_action_type trade_no subject body total_fee price quantity gmt_create
	gmt_payment seller_id seller_email buyer_id buyer_email paytools_pay_amount extra_common_param refund_fee out_biz_no
	gmt_refund currency trans_currency use_coupon discount is_total_fee_adjust`

// noticeCheck is expect_notifications.
type noticeCheck struct {
	picks map[string]text
	count *expectation // of the number of notifications
	want  *expectation
}

func readExpectNotifications(r *reader, m strict.Member, _ *step) (action, error) {
	k := forms{fields: wireFields(noticeWords)}
	k.fields["attempts"], k.fields["acked"], k.fields["within"] = number, truth, span
	k.fields["signature"] = verdictWord
	picks := []string{"out_trade_no", "kind", "qrcode"}
	c := &noticeCheck{}
	var err error
	if c.want, err = r.expectation(m.Value, m.Name, k, append(picks, "count")...); err != nil {
		return nil, err
	}
	if c.picks, err = r.readPicks(m, picks); err != nil {
		return nil, err
	}
	if kind, ok := c.picks["kind"]; ok && !holdsName(string(kind)) {
		pairs, _ := r.Pairs(m.Value, m.Name)
		if err := r.oneOf(strict.Index(pairs)["kind"].Value, "kind", string(kind), "payment", "refund"); err != nil {
			return nil, err
		}
	}
	c.count, err = r.readCountOf(m)
	return c, err
}

// readCountOf reads `count`, if it is there.
func (r *reader) readCountOf(m strict.Member) (*expectation, error) {
	pairs, err := r.Pairs(m.Value, m.Name)
	if err != nil {
		return nil, err
	}
	pair, ok := strict.Index(pairs)["count"]
	if !ok {
		return nil, nil
	}
	return r.expectation(onlyMember(m.Value, pair), m.Name, forms{fields: map[string]form{"count": number}})
}

func (c *noticeCheck) play(ctx context.Context, f frame, _ *step) (seen, error) {
	return f.eventually(ctx, c.want.within, func(ctx context.Context) (seen, *problem, error) {
		rows, err := c.rows(ctx, f)
		if err != nil {
			return seen{}, nil, refusedBy(err)
		}
		if wrong := checkCount(f, c.count, len(rows), "notifications"); wrong != nil {
			return seen{}, wrong, nil
		}
		for _, row := range rows {
			if differences := c.want.differences(f, row); len(differences) > 0 {
				text := fmt.Sprintf("notification %s of order %s is not as expected", str(row, "notify_id"), str(row, "out_trade_no"))
				return seen{}, &problem{text: text, differences: differences}, nil
			}
		}
		if len(rows) > 0 {
			return seen{fields: rows[0]}, nil, nil
		}
		return seen{}, nil, nil
	})
}

// checkCount holds a number of rows against `count`; without it one at least
// must be there.
func checkCount(f frame, want *expectation, n int, things string) *problem {
	if want == nil {
		if n == 0 {
			return &problem{text: "there are no such " + things}
		}
		return nil
	}
	if differences := want.differences(f, map[string]any{"count": n}); len(differences) > 0 {
		return &problem{text: "the number of " + things + " is not as expected", differences: differences}
	}
	return nil
}

// rows gives the notifications that are picked, oldest first: what was
// notified, and what became of it.
func (c *noticeCheck) rows(ctx context.Context, f frame) (picked []map[string]any, err error) {
	query := url.Values{}
	for _, name := range []string{"out_trade_no", "kind"} {
		if pick, ok := c.picks[name]; ok {
			query.Set(name, f.text(pick))
		}
	}
	all, err := f.admin.items(ctx, f.current.path("/notifications?"+query.Encode()))
	if err != nil {
		return nil, err
	}
	codes := map[string]any{}
	for _, n := range all {
		if g := f.current.guest; g != nil && g.notices[str(n, "notify_id")] {
			continue
		}
		row, err := c.row(ctx, f, n, codes)
		if err != nil {
			return nil, err
		}
		if pick, ok := c.picks["qrcode"]; !ok || path.Base(fmt.Sprint(row["qrcode"])) == path.Base(f.text(pick)) {
			picked = append(picked, row)
		}
	}
	return picked, nil
}

// row flattens a notification. Which code it is about stands in its trade.
func (c *noticeCheck) row(ctx context.Context, f frame, n, codes map[string]any) (map[string]any, error) {
	row := map[string]any{}
	if fields, ok := n["fields"].(map[string]any); ok {
		maps.Copy(row, fields)
	}
	for _, name := range []string{"notify_id", "kind", "out_trade_no", "notify_url", "trade_status", "acked", "due"} {
		row[name] = n[name]
	}
	attempts, _ := n["attempts"].([]any)
	row["attempts"] = len(attempts)
	if len(attempts) > 0 {
		addSent(row, attempts[len(attempts)-1], f.current)
	}
	_, asked := c.picks["qrcode"]
	if !asked && !slices.Contains(c.want.names, "qrcode") {
		return row, nil
	}
	order := str(n, "out_trade_no")
	if codes[order] == nil {
		trade, err := f.admin.call(ctx, http.MethodGet, f.current.path("/trades/"+url.PathEscape(order)), nil)
		if err != nil && !isNotFound(err) {
			return nil, err
		}
		codes[order] = str(trade, "qrcode")
	}
	row["qrcode"] = codes[order]
	return row, nil
}
