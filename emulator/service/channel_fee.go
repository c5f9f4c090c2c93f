package service

import (
	"bytes"
	"encoding/json"

	"localipay/emulator/alipay"
)

// channelFee reads {"type":"FIXED"|"RATE","value":"…"}. Both members must be
// there; zero is legal. That a FIXED fee is at most 5 % can only be seen when
// an order is opened (spec decisions 42 and 43).
func channelFee(raw json.RawMessage, m alipay.Merchant) (kind, value string, err error) {
	raw = bytes.TrimSpace(raw)
	if len(raw) == 0 || string(raw) == "null" {
		return "", "", nil
	}
	var parts map[string]json.RawMessage
	if json.Unmarshal(raw, &parts) != nil || parts == nil {
		return "", "", alipay.BarcodeParameterIllegal.Because("channel_fee is not an object")
	}
	if kind, err = scalar("channel_fee.type", parts["type"], m.Strict); err != nil {
		return "", "", err
	}
	if value, err = scalar("channel_fee.value", parts["value"], m.Strict); err != nil {
		return "", "", err
	}
	if !feeInRange(kind, value, m.Currency) {
		return "", "", alipay.BarcodeParameterIllegal.Because(`channel_fee must be FIXED with an amount, or RATE from 0 to %s`, alipay.MaxChannelFee.Format())
	}
	return kind, value, nil
}

func feeInRange(kind, value string, c alipay.Currency) bool {
	switch kind {
	case alipay.FeeFixed:
		_, ok := alipay.ParseBalance(value, c)
		return ok
	case alipay.FeeRate:
		rate, ok := alipay.ParseRate(value)
		return ok && rate <= alipay.MaxChannelFee
	default:
		return false
	}
}
