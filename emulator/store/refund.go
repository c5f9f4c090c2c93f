package store

import (
	"iter"

	"github.com/hashicorp/go-memdb"

	"localipay/emulator/alipay"
)

const refunds = "refund"

func refundTable() *memdb.TableSchema {
	return table(refunds, map[string]key[alipay.Refund]{
		byID:  func(r alipay.Refund) string { return r.ID },
		bySeq: func(r alipay.Refund) string { return number(r.Seq) },
	})
}

// Refund finds a refund by partner_refund_id.
func (r Reader) Refund(id string) (alipay.Refund, bool) {
	return get[alipay.Refund](r, refunds, byID, id)
}

// Refunds lists refunds, newest first, from a sequence number back.
func (r Reader) Refunds(from uint64) iter.Seq[alipay.Refund] {
	return newest[alipay.Refund](r, refunds, from)
}

// PutRefund writes a refund.
func (t *Tx) PutRefund(row alipay.Refund) { put(t, refunds, row) }
