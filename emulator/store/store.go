package store

import (
	"iter"

	"github.com/hashicorp/go-memdb"

	"localipay/emulator/alipay"
)

const stores = "store"

func storeTable() *memdb.TableSchema {
	return table(stores, map[string]key[alipay.Store]{
		byID: func(s alipay.Store) string { return storeKey(s.MerchantID, s.StoreID) },
	})
}

// storeKey joins the two ids with a character that cannot stand in either.
func storeKey(merchantID, storeID string) string { return merchantID + "\x1f" + storeID }

// Store finds a registered store.
func (r Reader) Store(merchantID, storeID string) (alipay.Store, bool) {
	return get[alipay.Store](r, stores, byID, storeKey(merchantID, storeID))
}

// Stores lists the registered stores by their ids.
func (r Reader) Stores() iter.Seq[alipay.Store] {
	return rows[alipay.Store](r.txn.Get(stores, byID))
}

// PutStore writes a store.
func (t *Tx) PutStore(s alipay.Store) { put(t, stores, s) }
