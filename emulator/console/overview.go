package console

import (
	"localipay/emulator/alipay"
	"localipay/emulator/journal"
	"localipay/emulator/store"
)

// overviewPage is a merchant at a glance.
type overviewPage struct {
	here
	Merchant  alipay.Merchant
	Numbers   numbers
	Gateway   string
	AlipayKey string
	Next      []store.Due
	Trades    []alipay.Trade
	Requests  []journal.Request
	Code      *codeRow // the newest that can be paid
}

// shownLately is how much of each list the overview shows.
const shownLately = 5

func (c *Console) overview(call *call) (any, error) {
	p := overviewPage{
		here: call.here(), Numbers: count(call.world), Gateway: c.PublicURL() + "gateway.do", AlipayKey: c.AlipayKey,
		Next: call.world.Ledger.Next(shownLately), Requests: call.world.Journal.List(journal.Filter{}, shownLately, nil),
	}
	call.world.Ledger.View(func(r store.Reader) {
		p.Merchant = r.Merchant()
		for t := range r.Trades(^uint64(0)) {
			if len(p.Trades) == shownLately {
				break
			}
			p.Trades = append(p.Trades, t)
		}
		for q := range r.QRCodes(^uint64(0)) {
			if q.Status == alipay.CodeActive {
				p.Code = &codeRow{q}
				break
			}
		}
	})
	return p, nil
}
