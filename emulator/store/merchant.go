package store

import (
	"github.com/hashicorp/go-memdb"

	"localipay/emulator/alipay"
)

const merchants = "merchant"

// only is the key of tables that hold one row.
const only = "only"

func merchantTable() *memdb.TableSchema {
	return table(merchants, map[string]key[alipay.Merchant]{
		byID: func(alipay.Merchant) string { return only },
	})
}

// Merchant is the world's merchant.
func (r Reader) Merchant() alipay.Merchant {
	m, _ := get[alipay.Merchant](r, merchants, byID, only)
	return m
}

// PutMerchant replaces the world's merchant.
func (t *Tx) PutMerchant(m alipay.Merchant) { put(t, merchants, m) }
