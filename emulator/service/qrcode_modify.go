package service

import (
	"localipay/emulator/alipay"
	"localipay/emulator/ledger"
)

// qrcodeModify is alipay.commerce.qrcode.modify (merchant-qr §3).
var qrcodeModify = Service{
	Name: alipay.ServiceQRCodeModify, Charset: true, Timestamp: true,
	Required: []string{"biz_type", "qrcode", "biz_data"},
	Lengths:  qrcodeLengths, JSON: []string{"biz_data"}, Form: qrcodeForm,
	Run: func(c *Call) ([]alipay.Field, error) {
		in, err := codeRequest(c)
		if err != nil {
			return nil, err
		}
		var q alipay.QRCode
		err = c.update(func(t *ledger.Tx) error {
			q, err = t.ModifyCode(codeParam(c), in)
			return err
		})
		return onSuccess(err, alipay.Field{Name: "qrcode", Value: q.Value})
	},
}

// onSuccess: a failure carries nothing of the code (spec decision 25).
func onSuccess(err error, leaves ...alipay.Field) ([]alipay.Field, error) {
	if err != nil {
		return nil, err
	}
	return leaves, nil
}
