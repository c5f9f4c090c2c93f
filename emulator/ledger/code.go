package ledger

import (
	"localipay/emulator/alipay"
)

// CodeRequest is what qrcode.create and .modify ask for, checked already
// against their schema.
type CodeRequest struct {
	Biz       alipay.BizData
	NotifyURL string
	SignType  alipay.SignType
	Charset   alipay.Charset
}

// CreateCode makes a code for a slot, or gives the one that fills it already,
// unchanged (spec decision 13).
func (t *Tx) CreateCode(in CodeRequest) alipay.QRCode {
	slot := in.Biz.Slot()
	if q, filled := t.QRCodeInSlot(slot); filled {
		return q
	}
	code := t.newCode()
	q := alipay.QRCode{
		Seq: t.seq(), Code: code, Value: t.qrBase() + code, Status: alipay.CodeActive, Slot: slot,
		Biz: in.Biz, NotifyURL: in.NotifyURL, SignType: in.SignType, Charset: in.Charset, CreatedAt: t.now,
	}
	t.putCode(q)
	return q
}

// ModifyCode replaces a code's data. The value never changes; a stopped code
// may be modified (spec decision 28).
func (t *Tx) ModifyCode(value string, in CodeRequest) (alipay.QRCode, error) {
	q, ok := t.liveCode(value)
	if !ok {
		return q, alipay.BarcodeOperateCodeFail
	}
	if changesImmutable(q.Biz, in.Biz) {
		return q, alipay.BarcodeParameterIllegal
	}
	if in.Biz.ProviderID == "" {
		in.Biz.ProviderID = q.Biz.ProviderID
	}
	slot := in.Biz.Slot()
	if other, filled := t.QRCodeInSlot(slot); filled && other.Code != q.Code {
		return q, alipay.BarcodeParameterIllegal
	}
	q.Biz, q.Slot = in.Biz, slot
	if in.NotifyURL != "" {
		q.NotifyURL = in.NotifyURL
	}
	t.putCode(q)
	return q, nil
}

// changesImmutable: the merchant's id, the system vendor, and whether there is
// a channel fee at all, since that is what tells a store's two codes apart
// (merchant-qr §3). Sent again with the same value they are welcome.
func changesImmutable(was, want alipay.BizData) bool {
	return want.MerchantID != was.MerchantID ||
		want.ProviderID != "" && want.ProviderID != was.ProviderID ||
		(want.FeeType == "") != (was.FeeType == "")
}

// The values of `status` in qrcode.modifyStatus.
const (
	StatusStop    = "STOP"
	StatusRestart = "RESTART"
	StatusDelete  = "DELETE"
)

// SetCodeStatus stops, restarts or deletes a code. Stopping a stopped code
// and restarting an active one change nothing (merchant-qr §4).
func (t *Tx) SetCodeStatus(value, status string) (alipay.QRCode, error) {
	q, ok := t.liveCode(value)
	if !ok {
		return q, alipay.BarcodeOperateCodeFail
	}
	switch status {
	case StatusStop:
		q.Status = alipay.CodeStopped
	case StatusRestart:
		q.Status = alipay.CodeActive
	case StatusDelete:
		q.Status = alipay.CodeDeleted
	default:
		return q, alipay.BarcodeParameterIllegal
	}
	t.putCode(q)
	return q, nil
}

// Scan finds the code that a customer may pay to.
func (t *Tx) Scan(value string) (alipay.QRCode, error) {
	q, ok := t.QRCode(alipay.CodeOf(value))
	if !ok || q.Status != alipay.CodeActive {
		return q, ErrInvalidQRCode
	}
	return q, nil
}

// liveCode finds a code that is not deleted. A foreign one is in another
// world and thus unknown here.
func (t *Tx) liveCode(value string) (alipay.QRCode, bool) {
	q, ok := t.QRCode(alipay.CodeOf(value))
	return q, ok && q.Status != alipay.CodeDeleted
}

func (t *Tx) qrBase() string {
	if base := t.Merchant().QRBase; base != alipay.QRBasePublic {
		return base
	}
	return t.ledger.publicURL()
}

func (t *Tx) putCode(q alipay.QRCode) {
	t.write.PutQRCode(q)
	t.tell(Event{Kind: EventCode, ID: q.Code, Status: string(q.Status)})
}

// ImageURL is where the emulator serves a code's picture.
func (l *Ledger) ImageURL(q alipay.QRCode) string { return l.publicURL() + "show.htm?code=" + q.Code }
