package console

import (
	"context"
	"net/url"

	"localipay/emulator/alipay"
	"localipay/emulator/ledger"
	"localipay/emulator/page"
	"localipay/emulator/store"
	"localipay/emulator/view"
	"localipay/emulator/wire"
	"localipay/emulator/world"
)

// noticesPage is the list of a merchant's notifications.
type noticesPage struct {
	here
	List view.NoticeList
	Rows []noticeRow
	More string
	Here string // this list
}

// Kinds are those to filter by.
func (noticesPage) Kinds() []alipay.NotificationKind {
	return []alipay.NotificationKind{alipay.NotifyPayment, alipay.NotifyRefund}
}

// noticeRow is one notification.
type noticeRow struct {
	ID, OutTradeNo, To string
	Kind               alipay.NotificationKind
	Tone, State        string
	Attempts           []attemptRow
}

// attemptRow is one send, decoded for people.
type attemptRow struct {
	alipay.Attempt
	Number  int
	Open    bool // shown without a click: the last one, where one order was asked for
	Outcome string
	Answer  string
	Fields  []alipay.Field
	Curl    string
}

func newNoticesPage(w *world.World, v url.Values, home string, t say) noticesPage {
	var p noticesPage
	w.Ledger.View(func(r store.Reader) { p.List = view.Notices(r, view.ReadNoticeQuery(v)) })
	if p.List.Next > 0 {
		q := p.List.Query
		q.From = p.List.Next
		p.More = withQuery(home+"/notifications", q.Values())
	}
	for _, n := range p.List.Rows {
		p.Rows = append(p.Rows, newNoticeRow(n, p.List.Query.Order != "", t))
	}
	return p
}

func newNoticeRow(n view.Notice, open bool, t say) noticeRow {
	row := noticeRow{ID: n.ID, OutTradeNo: n.OutTradeNo, To: n.URL, Kind: n.Kind}
	switch {
	case n.Acked():
		row.Tone, row.State = "good", t("notification.acked", alipay.Stamp(n.AckedAt))
	case n.Held:
		row.Tone, row.State = "warn", t("notification.held")
	case !n.Due.IsZero():
		row.Tone, row.State = "warn", t("notification.due", alipay.Stamp(n.Due))
	default:
		row.Tone, row.State = "bad", t("notification.given_up")
	}
	for i, a := range n.Attempts {
		last := i == len(n.Attempts)-1
		attempt := attemptRow{
			Attempt: a, Number: i + 1, Open: last && open, Outcome: outcomeOf(a, t), Curl: view.SentCurl(n.URL, a.Body),
			Answer: legible(alipay.Shorten(a.Answer, mostAnswer)),
		}
		if last { // those before differ in notify_time and sign alone
			attempt.Fields = sentFields(n.Charset, a.Body)
		}
		row.Attempts = append(row.Attempts, attempt)
	}
	return row
}

// mostAnswer keeps a shop's error page from filling the list.
const mostAnswer = 1000

func sentFields(c alipay.Charset, body string) (list []alipay.Field) {
	for _, f := range wire.Receive("", "", body) {
		list = append(list, alipay.Field{Name: legible(decoded(c, f.Name)), Value: legible(decoded(c, f.Value))})
	}
	return list
}

func decoded(c alipay.Charset, text string) string {
	if decoded, ok := wire.DecodeText(c, text); ok {
		return decoded
	}
	return text
}

// resend sends a notification again, now, and waits for the shop. It tells
// whether there is one of this id, and what the shop made of it.
func resend(ctx context.Context, w *world.World, id string) (n alipay.Notification, ok bool) {
	hold := w.Ledger.Hold()
	if err := w.Ledger.Update(hold, func(t *ledger.Tx) error { return t.Resend(id) }); err != nil {
		return n, false
	}
	w.Settle(ctx, hold)
	w.Ledger.View(func(r store.Reader) { n, ok = r.Notification(id) })
	return n, ok
}

// resent tells what the shop made of the last attempt.
func resent(n alipay.Notification, t say) (page.Note, error) {
	if len(n.Attempts) == 0 { // still on its way, or kept back by a rule
		return page.Done("notification.underway"), nil
	}
	last := n.Attempts[len(n.Attempts)-1]
	if last.Acked {
		return page.Done("notification.resent", t("moment.sent.acked")), nil
	}
	return page.Note{}, refused(t("notification.resent", outcomeOf(last, t)))
}
