package alipay

import (
	"strings"
	"time"
)

// CodeStatus is the life of a QR code (merchant-qr §4).
type CodeStatus string

// A DELETED code is never used again; a STOPPED one can be restarted.
const (
	CodeActive  CodeStatus = "ACTIVE"
	CodeStopped CodeStatus = "STOPPED"
	CodeDeleted CodeStatus = "DELETED"
)

// QRCode is a merchant's static code and the store that it stands in.
type QRCode struct {
	Seq       uint64
	Code      string // the 23 characters after the host
	Value     string // what the picture holds
	Status    CodeStatus
	Slot      string
	Biz       BizData
	NotifyURL string
	// How the create request was signed and encoded: its notifications
	// follow, unless biz_data says otherwise.
	SignType  SignType
	Charset   Charset
	CreatedAt time.Time
}

// BizData is biz_data of qrcode.create and .modify (merchant-qr §2.2), each
// member as text.
type BizData struct {
	Industry     string // secondary_merchant_industry, the MCC
	MerchantID   string // secondary_merchant_id
	MerchantName string // secondary_merchant_name
	StoreID      string
	StoreName    string
	TaxiOperator string // taxi_operation_id
	TaxiNumber   string
	TaxiDriver   string // taxi_driver_name
	TaxiMobile   string // taxi_driver_mobile
	TransCurr    Currency
	Currency     Currency
	ProviderID   string // sys_service_provider_id
	Country      string
	Address      string
	Passback     string // passback_parameters, as supplied
	FeeType      string // channel_fee.type: FIXED, RATE, or "" for no fee
	FeeValue     string // channel_fee.value
	NotifyMobile string
	ShowMemo     bool
	NotifySign   SignType // notify_sign_type, or ""
	NotifyChars  Charset  // notify_charset, or ""
}

// MCCTaxi is the industry whose codes stand in a cab instead of a store.
const MCCTaxi = "4121"

// The two types of channel_fee.
const (
	FeeFixed = "FIXED"
	FeeRate  = "RATE"
)

// CodeLength is the length of a code without its host: `ocx0`, four digits,
// fifteen letters and digits (spec decision 14).
const CodeLength = 23

// CodeOf takes the 23 characters from whatever a code's picture holds: the
// full value with any host in front, or the bare code.
func CodeOf(value string) string {
	return value[strings.LastIndexByte(value, '/')+1:]
}

// Slot is the place that the code fills: a merchant's store has one with and
// one without channel_fee; a taxi without a store is known by its operator
// and plate (spec decision 13). The separator cannot stand in an id.
func (b BizData) Slot() string {
	fee := "plain"
	if b.FeeType != "" {
		fee = "fee"
	}
	if b.Industry == MCCTaxi && b.StoreID == "" {
		return strings.Join([]string{"taxi", b.TaxiOperator, b.TaxiNumber, fee}, "\x1f")
	}
	return strings.Join([]string{"store", b.MerchantID, b.StoreID, fee}, "\x1f")
}

// Title is the name that a customer reads and a notification's subject.
func (b BizData) Title() string {
	if b.StoreName != "" {
		return b.StoreName
	}
	return b.MerchantName
}

// NotifySignType is the sign type of this code's notifications.
func (q QRCode) NotifySignType() SignType {
	if q.Biz.NotifySign != "" {
		return q.Biz.NotifySign
	}
	return q.SignType
}

// NotifyCharset is the charset of this code's notifications.
func (q QRCode) NotifyCharset() Charset {
	if q.Biz.NotifyChars != "" {
		return q.Biz.NotifyChars
	}
	return q.Charset
}
