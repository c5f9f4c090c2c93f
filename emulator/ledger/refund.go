package ledger

import (
	"localipay/emulator/alipay"
)

// RefundRequest is what spot.refund asks for, its forms checked already.
type RefundRequest struct {
	OutTradeNo string // partner_trans_id
	TradeNo    string // alipay_trans_id, or ""
	ID         string // partner_refund_id
	Amount     alipay.Money
	Currency   alipay.Currency
	Reason     string
	Sync       bool // is_sync Y
	NotifyURL  string
	SignType   alipay.SignType
	Charset    alipay.Charset
}

// Refund accepts a refund, or tells what became of it where its id is known
// already. A code means that it was refused and left no trace; a FAILED
// refund, for want of the merchant's funds, is a row and no error
// (spec decisions 17 and 31).
func (t *Tx) Refund(in RefundRequest) (alipay.Refund, error) {
	trade, ok := t.Trade(in.OutTradeNo)
	if !ok || in.TradeNo != "" && in.TradeNo != trade.TradeNo {
		return alipay.Refund{}, alipay.TradeNotExist
	}
	if in.Currency != trade.Currency {
		return alipay.Refund{}, alipay.CurrencyNotSame
	}
	if known, ok := t.Reader.Refund(in.ID); ok {
		return t.repeatRefund(trade, known, in)
	}
	if err := refundable(trade, in.Amount); err != nil {
		return alipay.Refund{}, err
	}
	return t.accept(trade, in), nil
}

// repeatRefund tells the present status of a known refund, and ignores
// is_sync. Only one that was short of funds on the spot is tried again.
func (t *Tx) repeatRefund(trade alipay.Trade, known alipay.Refund, in RefundRequest) (alipay.Refund, error) {
	if known.OutTradeNo != in.OutTradeNo || known.Amount != in.Amount {
		return alipay.Refund{}, alipay.DiscordantRepeatRequest
	}
	if !known.Sync || known.Status != alipay.RefundFailed {
		return known, nil
	}
	if err := refundable(trade, in.Amount); err != nil {
		return alipay.Refund{}, err
	}
	return t.refundNow(trade, known), nil
}

func refundable(trade alipay.Trade, amount alipay.Money) error {
	switch {
	case trade.Status == alipay.WaitBuyerPay:
		return alipay.TradeStatusError
	case trade.Status == alipay.TradeClosed:
		return alipay.TradeHasClose
	case trade.Status == alipay.TradeFinished, trade.PeriodOver:
		return alipay.TradeHasFinished
	case amount > trade.Left():
		return alipay.ReturnAmountExceed
	}
	return nil
}

func (t *Tx) accept(trade alipay.Trade, in RefundRequest) alipay.Refund {
	r := alipay.Refund{
		Seq: t.seq(), ID: in.ID, OutTradeNo: trade.OutTradeNo, TradeNo: trade.TradeNo,
		Amount: in.Amount, Currency: in.Currency, Reason: in.Reason, Sync: in.Sync,
		Status: alipay.RefundProcessing, RequestedAt: t.now,
		NotifyURL: in.NotifyURL, SignType: in.SignType, Charset: in.Charset,
	}
	if in.Sync {
		return t.refundNow(trade, r)
	}
	trade.Reserved += r.Amount
	t.putTrade(trade)
	if !alipay.SameDay(trade.PaidAt, t.now) {
		return t.waitForNight(r)
	}
	return t.tryPending(r)
}

// refundNow decides a synchronous refund on the spot.
func (t *Tx) refundNow(trade alipay.Trade, r alipay.Refund) alipay.Refund {
	if !t.draw(r.Amount) {
		r.Status, r.Error, r.DoneAt = alipay.RefundFailed, alipay.MerchantBalanceNotEnough, t.now
		t.putRefund(r)
		return r
	}
	return t.refundDone(trade, r)
}

// refundDone books a refund whose funds are drawn. What was reserved for it
// is not any more.
func (t *Tx) refundDone(trade alipay.Trade, r alipay.Refund) alipay.Refund {
	r.Status, r.Error, r.DoneAt = alipay.RefundSuccess, "", t.now
	t.putRefund(r)
	t.moveBuyer(trade.BuyerID, r.Amount)
	t.postRefund(trade, r)
	trade.Refunded += r.Amount
	if trade.Refunded == trade.Amount {
		t.close(trade, alipay.ClosedByRefund)
	} else {
		t.settlePeriod(trade)
	}
	return r
}

// settlePeriod writes a trade one of whose refunds is decided; the last one
// lets a trade finish whose refund period is over.
func (t *Tx) settlePeriod(trade alipay.Trade) {
	if trade.PeriodOver && trade.Reserved == 0 && trade.Status == alipay.TradeSuccess {
		trade.Status = alipay.TradeFinished
	}
	t.putTrade(trade)
}

// draw takes a refund from the merchant's settled funds, if they suffice.
// Nothing else lowers them (spec decision 32).
func (t *Tx) draw(amount alipay.Money) bool {
	m := t.Merchant()
	if !m.HasBalance {
		return true
	}
	if m.Balance < amount {
		return false
	}
	m.Balance -= amount
	t.write.PutMerchant(m)
	t.tell(Event{Kind: EventMerchant, ID: m.Partner})
	return true
}

func (t *Tx) putRefund(r alipay.Refund) {
	t.write.PutRefund(r)
	t.tell(Event{Kind: EventRefund, ID: r.ID, OutTradeNo: r.OutTradeNo, Status: string(r.Status)})
}
