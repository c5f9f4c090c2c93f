package ledger

import (
	"localipay/emulator/alipay"
)

// postPayment writes a payment into the books, with all that it costs.
func (t *Tx) postPayment(trade alipay.Trade) {
	t.post(trade, alipay.Entry{
		Kind: alipay.EntryPayment, Amount: trade.Amount, Fee: trade.Fee(),
	})
}

// postRefund writes a refund that is done into the books, before the trade
// counts it. The fee is kept, unless the switch refund_returns_fee gives its
// part back: then what all refunds of a trade have given is the fee of all that
// was refunded, so that a whole trade's comes back to the cent.
func (t *Tx) postRefund(trade alipay.Trade, r alipay.Refund) {
	e := alipay.Entry{Kind: alipay.EntryRefund, RefundID: r.ID, Amount: r.Amount}
	if t.Merchant().RefundReturnsFee {
		e.Fee = trade.Fees.Of(trade.Refunded+r.Amount, trade.Amount) - trade.Fees.Of(trade.Refunded, trade.Amount)
	}
	t.post(trade, e)
}

// postCancel writes a cancel of a paid order into the books: the fee is always
// given back (gateway-and-trades §4.3).
func (t *Tx) postCancel(trade alipay.Trade) {
	t.post(trade, alipay.Entry{
		Kind: alipay.EntryCancel, Amount: trade.Amount, Fee: trade.Fee(),
	})
}

func (t *Tx) post(trade alipay.Trade, e alipay.Entry) {
	q, _ := t.QRCode(trade.Code)
	e.Seq, e.At = t.seq(), t.now
	e.OutTradeNo, e.TradeNo, e.Currency, e.Issue = trade.OutTradeNo, trade.TradeNo, trade.Currency, trade.PaymentInst
	e.Industry, e.MerchantName, e.MerchantID = q.Biz.Industry, q.Biz.MerchantName, q.Biz.MerchantID
	t.write.PutEntry(e)
	for _, f := range alipay.FilesOf(t.Merchant().Partner, e.At) {
		t.expectFile(f)
	}
}
