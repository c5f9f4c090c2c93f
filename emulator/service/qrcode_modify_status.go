package service

import (
	"localipay/emulator/alipay"
	"localipay/emulator/ledger"
)

// qrcodeModifyStatus is alipay.commerce.qrcode.modifyStatus (merchant-qr §4).
var qrcodeModifyStatus = Service{
	Name: alipay.ServiceQRCodeModifyStatus, Charset: true, Timestamp: true,
	Required: []string{"biz_type", "qrcode", "status"},
	Lengths:  []Length{{"notify_url", maxNotifyURL}}, Form: qrcodeForm,
	Run: func(c *Call) ([]alipay.Field, error) {
		if c.Get("biz_type") != bizType {
			return nil, alipay.BarcodeBizTypeIllegal
		}
		status := c.Get("status")
		switch status {
		case ledger.StatusStop, ledger.StatusRestart, ledger.StatusDelete:
		default:
			return nil, alipay.BarcodeParameterIllegal.Because("status must be STOP, RESTART or DELETE")
		}
		if err := checkNotifyURL(c.Get("notify_url"), alipay.BarcodeParameterIllegal); err != nil {
			return nil, err
		}
		var q alipay.QRCode
		err := c.update(func(t *ledger.Tx) (err error) {
			q, err = t.SetCodeStatus(codeParam(c), status)
			return err
		})
		return onSuccess(err, alipay.Field{Name: "qrcode", Value: q.Value})
	},
}
