package admin

import (
	"localipay/emulator/alipay"
	"localipay/emulator/store"
)

func (a *Admin) qrcodes(r *request) (any, error) {
	p, err := readPaging(r.query)
	if err != nil {
		return nil, err
	}
	var out page[qrcodeJSON]
	r.world.Ledger.View(func(rows store.Reader) {
		out = collect(p, rows.QRCodes(p.back()), func(q alipay.QRCode) uint64 { return q.Seq }, always, a.showQRCode)
	})
	return out, nil
}

func (a *Admin) qrcode(r *request) (any, error) {
	var q alipay.QRCode
	var ok bool
	r.world.Ledger.View(func(rows store.Reader) { q, ok = rows.QRCode(r.vars["code"]) })
	if !ok {
		return nil, notFound("there is no code %q; it is the 23 characters after the host", r.vars["code"])
	}
	return a.showQRCode(q), nil
}

func (a *Admin) trades(r *request) (any, error) {
	p, err := readPaging(r.query)
	if err != nil {
		return nil, err
	}
	var out page[tradeJSON]
	r.world.Ledger.View(func(rows store.Reader) {
		out = collect(p, rows.Trades(p.back()), func(t alipay.Trade) uint64 { return t.Seq }, always,
			func(t alipay.Trade) tradeJSON { return showTrade(rows, t) })
	})
	return out, nil
}

func (a *Admin) trade(r *request) (any, error) {
	var out tradeJSON
	var ok bool
	r.world.Ledger.View(func(rows store.Reader) {
		var t alipay.Trade
		if t, ok = rows.Trade(r.vars["out_trade_no"]); ok {
			out = showTrade(rows, t)
		}
	})
	if !ok {
		return nil, notFound("there is no trade %q", r.vars["out_trade_no"])
	}
	return out, nil
}

func (a *Admin) refunds(r *request) (any, error) {
	p, err := readPaging(r.query)
	if err != nil {
		return nil, err
	}
	order := r.query.Get("out_trade_no")
	var out page[refundJSON]
	r.world.Ledger.View(func(rows store.Reader) {
		out = collect(p, rows.Refunds(p.back()), func(f alipay.Refund) uint64 { return f.Seq },
			func(f alipay.Refund) bool { return order == "" || f.OutTradeNo == order }, showRefund)
	})
	return out, nil
}
