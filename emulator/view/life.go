package view

import (
	"cmp"
	"slices"
	"time"

	"localipay/emulator/alipay"
	"localipay/emulator/store"
)

// MomentKind is what happened in a trade's life.
type MomentKind string

// What can happen. Requested and done are one moment where they are at once.
const (
	Opened         MomentKind = "opened"
	WasPaid        MomentKind = "paid"
	Sent           MomentKind = "sent" // one attempt of a notification
	RefundAsked    MomentKind = "refund_asked"
	RefundDone     MomentKind = "refund_done"
	RefundAtOnce   MomentKind = "refund_at_once"
	RefundFailed   MomentKind = "refund_failed"
	RefundedInFull MomentKind = "closed_refund"
	Cancelled      MomentKind = "closed_cancel"
	TimedOut       MomentKind = "closed_timeout"
	Finished       MomentKind = "finished"
	Now            MomentKind = "now"
	WillTimeOut    MomentKind = "will_time_out"
	WillFinish     MomentKind = "will_finish"
	WillRefund     MomentKind = "will_refund"
	WillSend       MomentKind = "will_send"
	IsHeld         MomentKind = "held" // a notification that a fault rule keeps back
)

// Moment is something in a trade's life. Of Refund, Notification and Attempt
// those are there that it is about.
type Moment struct {
	At           time.Time // zero where it is not known when
	Kind         MomentKind
	Gap          Gap // since the moment before
	Refund       *alipay.Refund
	Notification *alipay.Notification
	Attempt      *alipay.Attempt
	Number       int // of the attempt, from 1

	seq  uint64
	rank int
}

// Ahead tells whether it has not happened yet.
func (m Moment) Ahead() bool {
	switch m.Kind {
	case WillTimeOut, WillFinish, WillRefund, WillSend, IsHeld:
		return true
	}
	return false
}

// Good tells whether an attempt was acknowledged.
func (m Moment) Good() bool { return m.Attempt != nil && m.Attempt.Acked }

// Life is a trade with all that belongs to it.
type Life struct {
	Trade         alipay.Trade
	Code          alipay.QRCode
	Buyer         alipay.Buyer
	Refunds       []alipay.Refund       // oldest first
	Notifications []alipay.Notification // oldest first
	Moments       []Moment              // what was, now, and what will be
}

// Ahead is what will happen by itself, soonest first.
func (l Life) Ahead() (list []Moment) {
	for _, m := range l.Moments {
		if m.Ahead() {
			list = append(list, m)
		}
	}
	return list
}

// LifeOf gathers a trade's life at a moment of the merchant's clock. What
// belongs to a trade was made after it, so older rows are not looked at.
func LifeOf(r store.Reader, outTradeNo string, now time.Time) (l Life, ok bool) {
	if l.Trade, ok = r.Trade(outTradeNo); !ok {
		return l, false
	}
	l.Code, _ = r.QRCode(l.Trade.Code)
	l.Buyer, _ = r.Buyer(l.Trade.BuyerID)
	for f := range r.Refunds(^uint64(0)) {
		if f.Seq < l.Trade.Seq {
			break
		}
		if f.OutTradeNo == outTradeNo {
			l.Refunds = append(l.Refunds, f)
		}
	}
	slices.Reverse(l.Refunds)
	for n := range r.Notifications(l.Trade.Seq) {
		if n.OutTradeNo == outTradeNo {
			l.Notifications = append(l.Notifications, n)
		}
	}
	l.tell(r, now)
	return l, true
}

func (l *Life) tell(r store.Reader, now time.Time) {
	l.own(r)
	for i := range l.Refunds {
		l.refund(&l.Refunds[i])
	}
	for i := range l.Notifications {
		l.notification(r, &l.Notifications[i])
	}
	l.close()
	l.ahead(r)
	slices.SortStableFunc(l.Moments, Moment.compare)
	l.present(now)
	for i := 1; i < len(l.Moments); i++ {
		l.Moments[i].Gap = GapBetween(l.Moments[i-1].At, l.Moments[i].At)
	}
}

func (m Moment) compare(other Moment) int {
	if m.Ahead() != other.Ahead() { // a clock that was put back leaves the past ahead of it
		if m.Ahead() {
			return 1
		}
		return -1
	}
	if m.At.IsZero() != other.At.IsZero() {
		if m.At.IsZero() {
			return 1
		}
		return -1
	}
	return cmp.Or(m.At.Compare(other.At), cmp.Compare(m.rank, other.rank), cmp.Compare(m.seq, other.seq))
}

// Ranks of what happens at the same moment: first the cause.
const (
	rankOpened = iota
	rankPaid
	rankAsked
	rankDone
	rankClosed
	rankSent
)

func (l *Life) add(m Moment) { l.Moments = append(l.Moments, m) }

func (l *Life) own(r store.Reader) {
	t := l.Trade
	l.add(Moment{At: t.CreatedAt, Kind: Opened, rank: rankOpened})
	if t.Paid() {
		l.add(Moment{At: t.PaidAt, Kind: WasPaid, rank: rankPaid})
	}
	if t.Status == alipay.TradeFinished {
		l.add(Moment{At: l.finished(r.Merchant()), Kind: Finished, rank: rankClosed})
	}
}

// finished is when the refund period was over, which no row says: the switch's
// time after the payment, or when the last refund was decided after that.
func (l *Life) finished(m alipay.Merchant) time.Time {
	at := l.Trade.PaidAt.Add(m.RefundPeriod)
	for _, r := range l.Refunds {
		if r.DoneAt.After(at) {
			at = r.DoneAt
		}
	}
	return at
}

func (l *Life) refund(r *alipay.Refund) {
	done := RefundDone
	if r.Status == alipay.RefundFailed {
		done = RefundFailed
	}
	if r.DoneAt.Equal(r.RequestedAt) {
		if done == RefundDone {
			done = RefundAtOnce
		}
		l.add(Moment{At: r.DoneAt, Kind: done, Refund: r, seq: r.Seq, rank: rankDone})
		return
	}
	l.add(Moment{At: r.RequestedAt, Kind: RefundAsked, Refund: r, seq: r.Seq, rank: rankAsked})
	if !r.DoneAt.IsZero() {
		l.add(Moment{At: r.DoneAt, Kind: done, Refund: r, seq: r.Seq, rank: rankDone})
	}
}

// How the ledger calls what is due.
const (
	dueTimeout = "payment_timeout"
	dueFinish  = "trade_finished"
	dueRefund  = "refund"
	dueSend    = "notification"
	dueResend  = "resend"
)

func (l *Life) notification(r store.Reader, n *alipay.Notification) {
	for i := range n.Attempts {
		l.add(Moment{
			At: n.Attempts[i].At, Kind: Sent, Notification: n, Attempt: &n.Attempts[i], Number: i + 1, seq: n.Seq, rank: rankSent,
		})
	}
	for _, kind := range []string{dueSend, dueResend} {
		due, ok := r.Due(kind, n.ID)
		if !ok {
			continue
		}
		m := Moment{At: due.At, Kind: WillSend, Notification: n, Number: len(n.Attempts) + 1, seq: n.Seq, rank: rankSent}
		if due.Class == store.Held {
			m.At, m.Kind = time.Time{}, IsHeld
		}
		l.add(m)
	}
}

func (l *Life) close() {
	kinds := map[alipay.CloseReason]MomentKind{
		alipay.ClosedByTimeout: TimedOut, alipay.ClosedByCancel: Cancelled, alipay.ClosedByRefund: RefundedInFull,
	}
	if kind, closed := kinds[l.Trade.CloseReason]; closed {
		l.add(Moment{At: l.Trade.ClosedAt, Kind: kind, rank: rankClosed})
	}
}

func (l *Life) ahead(r store.Reader) {
	add := func(kind MomentKind, due, ref string, refund *alipay.Refund) {
		if d, ok := r.Due(due, ref); ok {
			l.add(Moment{At: d.At, Kind: kind, Refund: refund, seq: d.Seq})
		}
	}
	add(WillTimeOut, dueTimeout, l.Trade.OutTradeNo, nil)
	add(WillFinish, dueFinish, l.Trade.OutTradeNo, nil)
	for i := range l.Refunds {
		add(WillRefund, dueRefund, l.Refunds[i].ID, &l.Refunds[i])
	}
}

// present puts now between what was and what will be.
func (l *Life) present(now time.Time) {
	at := slices.IndexFunc(l.Moments, Moment.Ahead)
	if at >= 0 {
		l.Moments = slices.Insert(l.Moments, at, Moment{At: now, Kind: Now})
	}
}
