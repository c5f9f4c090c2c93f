package service

import "localipay/emulator/ledger"

// NotifyVerify answers notify_verify in plain text: did Alipay send this
// notification to this partner, lately? (merchant-qr §9). It takes part in
// nothing that the other services share: no signature, no contract, no XML.
func NotifyVerify(l *ledger.Ledger, notifyID string) string {
	known := false
	_ = l.Update(nil, func(t *ledger.Tx) error { // asking cannot fail
		known = t.VerifyNotifyID(notifyID)
		return nil
	})
	if known {
		return "true"
	}
	return "false"
}
