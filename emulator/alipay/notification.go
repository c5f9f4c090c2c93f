package alipay

import (
	"net/url"
	"time"
)

// NotificationKind tells what a notification is about.
type NotificationKind string

// Only a payment and a refund done later are notified (spec decision 39).
const (
	NotifyPayment NotificationKind = "payment"
	NotifyRefund  NotificationKind = "refund"
)

// Field is a name and its value, as a notification carries it.
type Field struct{ Name, Value string }

// FieldOf finds a field by its name.
func FieldOf(fields []Field, name string) (value string, ok bool) {
	for _, f := range fields {
		if f.Name == name {
			return f.Value, true
		}
	}
	return "", false
}

// Notification is a message to a merchant and what became of it. Fields does
// not hold notify_time, sign_type and sign: each send has its own.
type Notification struct {
	Seq         uint64
	ID          string // notify_id, 34 lower-case letters and digits
	Kind        NotificationKind
	OutTradeNo  string
	Code        string // of the QR code that was paid
	TradeStatus TradeStatus
	URL         string
	SignType    SignType
	Charset     Charset
	Fields      []Field
	Attempts    []Attempt // never changed in place
	Rung        int       // sends of the ladder that are done
	Due         time.Time // next send, zero when there is none
	AckedAt     time.Time // zero until the shop said success
}

// Attempt is one send. Status is 0 where no answer came; Error then says why.
type Attempt struct {
	At     time.Time
	Body   string
	Status int
	Answer string
	Acked  bool
	Error  string
	Faults []string
}

// Address is where it goes, without what may be secret in the URL: a password,
// the query.
func (n Notification) Address() string {
	u, err := url.Parse(n.URL)
	if err != nil {
		return n.URL
	}
	return u.Scheme + "://" + u.Host + u.Path
}

// Acked tells whether the shop has said success.
func (n Notification) Acked() bool { return !n.AckedAt.IsZero() }

// Ladder lists the waits between sends, eight sends in all, by the merchant's
// clock (merchant-qr §7).
func Ladder() []time.Duration {
	return []time.Duration{
		2 * time.Minute, 10 * time.Minute, 10 * time.Minute, time.Hour, 2 * time.Hour, 6 * time.Hour, 15 * time.Hour,
	}
}
