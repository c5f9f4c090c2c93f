package view

import (
	"net/url"
	"strconv"
	"strings"

	"localipay/emulator/alipay"
	"localipay/emulator/store"
)

// NoticesPage is how many notifications a page shows: each tells its attempts.
const NoticesPage = 10

// NoticeQuery chooses notifications.
type NoticeQuery struct {
	Kind  alipay.NotificationKind // "" for any
	Acked string                  // "yes", "no" or "" for any
	Order string                  // part of an order's number, or a notify_id
	From  uint64                  // sequence number from which back; 0 for the newest
}

// ReadNoticeQuery reads a URL's query; what is unknown does not filter.
func ReadNoticeQuery(v url.Values) (q NoticeQuery) {
	switch k := alipay.NotificationKind(v.Get("kind")); k {
	case alipay.NotifyPayment, alipay.NotifyRefund:
		q.Kind = k
	}
	if acked := v.Get("acked"); acked == "yes" || acked == "no" {
		q.Acked = acked
	}
	q.Order = alipay.Shorten(strings.TrimSpace(v.Get("order")), mostText)
	q.From, _ = strconv.ParseUint(v.Get("from"), 10, 64)
	return q
}

// Values is the shortest URL query that says the same.
func (q NoticeQuery) Values() url.Values {
	v := url.Values{}
	for name, value := range map[string]string{"kind": string(q.Kind), "acked": q.Acked, "order": q.Order} {
		if value != "" {
			v.Set(name, value)
		}
	}
	if q.From > 0 {
		v.Set("from", strconv.FormatUint(q.From, 10))
	}
	return v
}

// Filtered tells whether the query leaves anything out.
func (q NoticeQuery) Filtered() bool { return q.Kind != "" || q.Acked != "" || q.Order != "" }

func (q NoticeQuery) matches(n alipay.Notification) bool {
	return (q.Kind == "" || n.Kind == q.Kind) && (q.Acked == "" || n.Acked() == (q.Acked == "yes")) &&
		(q.Order == "" || strings.Contains(n.OutTradeNo, q.Order) || n.ID == q.Order)
}

// Notice is a notification and when it goes out next.
type Notice struct {
	alipay.Notification
	Held bool // by a fault rule
}

// NoticeList is one page of notifications, newest first.
type NoticeList struct {
	Query NoticeQuery
	Rows  []Notice
	Next  uint64 // From of the next page; 0 where there is none
}

// Notices gives one page.
func Notices(r store.Reader, q NoticeQuery) NoticeList {
	list := NoticeList{Query: q}
	from := q.From
	if from == 0 {
		from = ^uint64(0)
	}
	for n := range r.NotificationsBefore(from) {
		if !q.matches(n) {
			continue
		}
		if len(list.Rows) == NoticesPage {
			list.Next = n.Seq
			break
		}
		list.Rows = append(list.Rows, noticeOf(r, n))
	}
	return list
}

func noticeOf(r store.Reader, n alipay.Notification) Notice {
	due, ok := r.Due(dueSend, n.ID)
	return Notice{n, ok && due.Class == store.Held}
}
