package store

import (
	"iter"

	"github.com/hashicorp/go-memdb"

	"localipay/emulator/alipay"
)

const (
	buyers = "buyer"
	byRank = "rank"
)

func buyerTable() *memdb.TableSchema {
	return table(buyers, map[string]key[alipay.Buyer]{
		byID:   func(b alipay.Buyer) string { return b.ID },
		byRank: func(b alipay.Buyer) string { return number(uint64(b.Rank)) },
	})
}

// Buyer finds a buyer by id.
func (r Reader) Buyer(id string) (alipay.Buyer, bool) {
	return get[alipay.Buyer](r, buyers, byID, id)
}

// Buyers lists the buyers in the order of the fixtures.
func (r Reader) Buyers() iter.Seq[alipay.Buyer] {
	return rows[alipay.Buyer](r.txn.LowerBound(buyers, byRank, number(0)))
}

// PutBuyer writes a buyer.
func (t *Tx) PutBuyer(b alipay.Buyer) { put(t, buyers, b) }
