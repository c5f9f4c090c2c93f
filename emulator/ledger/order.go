package ledger

import (
	"localipay/emulator/alipay"
)

// Order is what a customer enters on the amount page.
type Order struct {
	QRCode string // the value, or its 23 characters
	Amount alipay.Money
	Memo   string
	Buyer  string // buyer_id; "" for the first of the fixtures
}

// OpenOrder opens an order that waits for its buyer to pay. Scanning alone
// creates nothing (spec decision 15).
func (t *Tx) OpenOrder(in Order) (alipay.Trade, error) {
	q, err := t.Scan(in.QRCode)
	if err != nil {
		return alipay.Trade{}, err
	}
	buyer, err := t.PayingBuyer(in.Buyer)
	if err != nil {
		return alipay.Trade{}, err
	}
	m := t.Merchant()
	fees := q.Biz.ChannelFees(m.Currency)
	if feeTooHigh(fees, in.Amount) {
		return alipay.Trade{}, ErrChannelFee
	}
	outTradeNo, tradeNo := t.newTradeNumbers()
	trade := alipay.Trade{
		Seq: t.seq(), OutTradeNo: outTradeNo, TradeNo: tradeNo, Status: alipay.WaitBuyerPay,
		Amount: in.Amount, Fees: fees, Currency: m.Currency, Code: q.Code, BuyerID: buyer.ID,
		PaymentInst: walletOf(buyer, m), Memo: in.Memo, CreatedAt: t.now,
	}
	t.putTrade(trade)
	t.later(duePayTimeout, outTradeNo, t.now.Add(m.PayTimeout))
	return trade, nil
}

// PayingBuyer finds a buyer by id, or the one who pays where none is named.
func (t *Tx) PayingBuyer(id string) (alipay.Buyer, error) {
	buyer, ok := t.Buyer(id)
	if id == "" {
		buyer, ok = first(t.Buyers())
	}
	if !ok {
		return buyer, ErrNoBuyer
	}
	return buyer, nil
}

// WalletOf is the wallet that a buyer of this merchant pays with.
func (t *Tx) WalletOf(b alipay.Buyer) alipay.PaymentInst { return walletOf(b, t.Merchant()) }

// walletOf is the wallet that pays: the buyer's own, or what the merchant's
// customers use where the fixtures leave it open (spec decision 34).
func walletOf(b alipay.Buyer, m alipay.Merchant) alipay.PaymentInst {
	if b.Wallet != "" {
		return b.Wallet
	}
	return m.PaymentInst
}

// feeTooHigh: a FIXED channel fee is at most 5 % of the order (merchant-qr §2.2).
func feeTooHigh(f alipay.Fees, amount alipay.Money) bool { return f.Fixed*20 > amount }

// timeOut closes an order that nobody paid in time, without a notification
// (spec decision 39).
func (t *Tx) timeOut(outTradeNo string) {
	trade, ok := t.Trade(outTradeNo)
	if !ok || trade.Status != alipay.WaitBuyerPay {
		return
	}
	t.close(trade, alipay.ClosedByTimeout)
	t.did(duePayTimeout, outTradeNo, outTradeNo, string(alipay.TradeClosed))
}

// close makes a trade TRADE_CLOSED; nothing more falls due for it.
func (t *Tx) close(trade alipay.Trade, why alipay.CloseReason) {
	trade.Status, trade.ClosedAt, trade.CloseReason = alipay.TradeClosed, t.now, why
	t.never(duePayTimeout, trade.OutTradeNo)
	t.never(dueFinish, trade.OutTradeNo)
	t.putTrade(trade)
}

// finish ends the refund period. A refund that is still pending keeps the
// trade open until it is decided (spec decision 31).
func (t *Tx) finish(outTradeNo string) {
	trade, ok := t.Trade(outTradeNo)
	if !ok || trade.Status != alipay.TradeSuccess {
		return
	}
	trade.PeriodOver = true
	if trade.Reserved == 0 {
		trade.Status = alipay.TradeFinished
	}
	t.putTrade(trade)
	t.did(dueFinish, outTradeNo, outTradeNo, string(trade.Status))
}

func (t *Tx) putTrade(trade alipay.Trade) {
	t.write.PutTrade(trade)
	t.tell(Event{Kind: EventTrade, ID: trade.OutTradeNo, OutTradeNo: trade.OutTradeNo, Status: string(trade.Status)})
}
