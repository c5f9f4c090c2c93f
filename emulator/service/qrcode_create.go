package service

import (
	"localipay/emulator/alipay"
	"localipay/emulator/ledger"
)

// bizType is the constant that every qrcode.* call carries.
const bizType = "OVERSEASHOPQRCODE"

// qrcodeCreate is alipay.commerce.qrcode.create (merchant-qr §2).
var qrcodeCreate = Service{
	Name: alipay.ServiceQRCodeCreate, Charset: true, Timestamp: true,
	Required: []string{"biz_type", "biz_data"},
	Lengths:  qrcodeLengths, JSON: []string{"biz_data"}, Form: qrcodeForm,
	Run: func(c *Call) ([]alipay.Field, error) {
		in, err := codeRequest(c)
		if err != nil {
			return nil, err
		}
		var q alipay.QRCode
		err = c.update(func(t *ledger.Tx) error {
			q = t.CreateCode(in)
			return nil
		})
		return []alipay.Field{
			{Name: "qrcode", Value: q.Value},
			{Name: "qrcode_img_url", Value: c.Ledger.ImageURL(q)},
		}, err
	},
}

var qrcodeLengths = []Length{{"notify_url", maxNotifyURL}, {"biz_data", 2000}}

// codeRequest reads what create and modify have in common.
func codeRequest(c *Call) (ledger.CodeRequest, error) {
	if c.Get("biz_type") != bizType {
		return ledger.CodeRequest{}, alipay.BarcodeBizTypeIllegal
	}
	if err := checkNotifyURL(c.Get("notify_url"), alipay.BarcodeParameterIllegal); err != nil {
		return ledger.CodeRequest{}, err
	}
	return CodeRequest(c.Merchant, c.Get("biz_data"), c.Get("notify_url"), c.SignType, c.Charset)
}

// CodeRequest makes of biz_data what the ledger wants of it; fixtures go
// through the same door as requests.
func CodeRequest(m alipay.Merchant, bizData, notifyURL string, t alipay.SignType, charset alipay.Charset) (ledger.CodeRequest, error) {
	biz, err := ParseBizData(bizData, m)
	return ledger.CodeRequest{Biz: biz, NotifyURL: notifyURL, SignType: t, Charset: charset}, err
}

// codeParam is the code that a call is about. One Ruby client sends qr_code;
// lenient merchants may (spec decision 28).
func codeParam(c *Call) string {
	value := c.Get("qrcode")
	if value == "" && !c.Merchant.Strict {
		value = c.Get("qr_code")
	}
	return value
}
