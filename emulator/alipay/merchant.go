package alipay

import (
	"slices"
	"time"
)

// Merchant is a partner and its switches (interface.md, "Switches of a
// merchant").
type Merchant struct {
	Partner          string
	Name             string
	MD5Key           string
	RSAPublicKey     string // PEM, or "" when none was uploaded
	Services         []string
	Strict           bool
	ResponseCharset  ResponseCharset
	QRCodeEnvelope   Envelope
	QRBase           string // "public" stands for the emulator's public URL
	Currency         Currency
	PaymentInst      PaymentInst
	PayTimeout       time.Duration
	RefundPeriod     time.Duration
	RefundWindow     time.Duration // since midnight, GMT+8
	NotifyVerifyTTL  time.Duration
	ReviewDelay      time.Duration
	FeeRate          Rate
	RefundReturnsFee bool
	Balance          Money
	HasBalance       bool // false: refunds draw on unlimited funds
	SFTPPassword     string
	SFTPKey          string // sftp_authorized_key
}

// ResponseCharset decides which charset an answer declares (decision 9).
type ResponseCharset string

// The charset of the URL, or of the request wherever it stands.
const (
	CharsetOfURL     ResponseCharset = "url"
	CharsetOfRequest ResponseCharset = "request"
)

// Envelope names the element inside <response> of qrcode.* (decision 10).
type Envelope string

// What the real sandbox answers, and what its siblings do.
const (
	EnvelopeQRCodeInfo Envelope = "qrcodeinfo"
	EnvelopeAlipay     Envelope = "alipay"
)

// QRBasePublic makes codes that a phone can open: the emulator's public URL.
const QRBasePublic = "public"

// DefaultMerchant has the default of every switch (interface.md).
func DefaultMerchant(partner string) Merchant {
	return Merchant{
		Partner: partner, Services: Services(),
		ResponseCharset: CharsetOfURL, QRCodeEnvelope: EnvelopeQRCodeInfo, QRBase: "https://qr.alipay.com/",
		Currency: "HKD", PaymentInst: AlipayHK,
		PayTimeout: 3 * time.Minute, RefundPeriod: 180 * Day, RefundWindow: 23 * time.Hour,
		NotifyVerifyTTL: time.Minute,
	}
}

// Contracted tells whether the merchant may call a service.
func (m Merchant) Contracted(service string) bool { return slices.Contains(m.Services, service) }
