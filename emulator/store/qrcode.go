package store

import (
	"iter"

	"github.com/hashicorp/go-memdb"

	"localipay/emulator/alipay"
)

const (
	qrcodes = "qrcode"
	bySlot  = "slot"
)

func codeTable() *memdb.TableSchema {
	return table(qrcodes, map[string]key[alipay.QRCode]{
		byID:   func(q alipay.QRCode) string { return q.Code },
		bySeq:  func(q alipay.QRCode) string { return number(q.Seq) },
		bySlot: filledSlot,
	})
}

// filledSlot leaves deleted codes out: a deleted code frees its slot.
func filledSlot(q alipay.QRCode) string {
	if q.Status == alipay.CodeDeleted {
		return ""
	}
	return q.Slot
}

// QRCode finds a code by its 23 characters.
func (r Reader) QRCode(code string) (alipay.QRCode, bool) {
	return get[alipay.QRCode](r, qrcodes, byID, code)
}

// QRCodeInSlot finds the code that fills a slot.
func (r Reader) QRCodeInSlot(slot string) (alipay.QRCode, bool) {
	return get[alipay.QRCode](r, qrcodes, bySlot, slot)
}

// QRCodes lists codes, newest first, from a sequence number back.
func (r Reader) QRCodes(from uint64) iter.Seq[alipay.QRCode] {
	return newest[alipay.QRCode](r, qrcodes, from)
}

// PutQRCode writes a code.
func (t *Tx) PutQRCode(q alipay.QRCode) { put(t, qrcodes, q) }
