package ledger

import (
	"fmt"
	"time"

	"localipay/emulator/alipay"
	"localipay/emulator/chance"
	"localipay/emulator/store"
)

// mark is what a world's order numbers hold of its partner, so that no two
// worlds ever make the same number (spec decision 40).
type mark struct{ order, trade string }

func newMark(c chance.Source) mark {
	return mark{order: c.Digits("out_trade_no", 0, 12), trade: c.Digits("trade_no", 0, 7)}
}

// newCode makes the 23 characters of a code: ocx0, 4 digits, 15 of [a-z0-9].
func (t *Tx) newCode() string {
	n := t.next(func(c *store.Counters) *uint64 { return &c.Code })
	return "ocx0" + t.ledger.chance.Digits("qrcode", n, 4) + t.ledger.chance.Alphanumeric("qrcode", n, 15)
}

// newTradeNumbers makes out_trade_no and trade_no, 28 digits each. The second
// has the shape of real ones: the day, 22001, and fifteen more
// (gateway-and-trades §3.2).
func (t *Tx) newTradeNumbers() (outTradeNo, tradeNo string) {
	n := t.next(func(c *store.Counters) *uint64 { return &c.Trade })
	day := alipay.Date(t.now)
	count := fmt.Sprintf("%08d", n)
	return day + t.ledger.mark.order + count, day + "22001" + t.ledger.mark.trade + count
}

// newNotifyID makes 34 lower-case letters and digits.
func (t *Tx) newNotifyID() string {
	n := t.next(func(c *store.Counters) *uint64 { return &c.Notice })
	return t.ledger.chance.Alphanumeric("notify_id", n, 34)
}

// nextWindow is the next moment at which later-day refunds run.
func nextWindow(now time.Time, window time.Duration) time.Time {
	at := alipay.StartOfDay(now).Add(window)
	if at.Before(now) {
		at = at.Add(alipay.Day)
	}
	return at
}
