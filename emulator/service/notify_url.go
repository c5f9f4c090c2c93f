package service

import (
	"localipay/emulator/alipay"
)

// maxNotifyURL is URL(200) (merchant-qr §2.1).
const maxNotifyURL = 200

// checkNotifyURL wants an absolute http or https address, or none.
func checkNotifyURL(text string, illegal alipay.Code) error {
	if text != "" && !alipay.IsWebAddress(text) {
		return illegal.Because("notify_url is not an http or https address")
	}
	return nil
}
