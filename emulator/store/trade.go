package store

import (
	"iter"

	"github.com/hashicorp/go-memdb"

	"localipay/emulator/alipay"
)

const (
	trades    = "trade"
	byTradeNo = "trade_no"
)

func tradeTable() *memdb.TableSchema {
	return table(trades, map[string]key[alipay.Trade]{
		byID:      func(t alipay.Trade) string { return t.OutTradeNo },
		bySeq:     func(t alipay.Trade) string { return number(t.Seq) },
		byTradeNo: func(t alipay.Trade) string { return t.TradeNo },
		byChange:  func(t alipay.Trade) string { return number(t.Change) },
	})
}

// Trade finds a trade by out_trade_no.
func (r Reader) Trade(outTradeNo string) (alipay.Trade, bool) {
	return get[alipay.Trade](r, trades, byID, outTradeNo)
}

// TradeByNo finds a trade by trade_no.
func (r Reader) TradeByNo(tradeNo string) (alipay.Trade, bool) {
	return get[alipay.Trade](r, trades, byTradeNo, tradeNo)
}

// Trades lists trades, newest first, from a sequence number back.
func (r Reader) Trades(from uint64) iter.Seq[alipay.Trade] {
	return newest[alipay.Trade](r, trades, from)
}

// PutTrade writes a trade, as the last one that was changed.
func (t *Tx) PutTrade(row alipay.Trade) {
	row.Change = t.LastTradeChange() + 1
	put(t, trades, row)
}
