package ledger

import "localipay/emulator/alipay"

// Refusal is why a customer or a developer cannot do something. Code is what
// the admin API answers, Message is for people.
type Refusal struct {
	Code    string
	Message string
}

// Error is the message.
func (r *Refusal) Error() string { return r.Message }

// What a wallet and the admin API can be refused.
var (
	ErrInvalidQRCode = &Refusal{"INVALID_QRCODE", "this QR code is invalid: it is unknown, stopped or deleted"}
	ErrTradeStatus   = &Refusal{"TRADE_STATUS", "only an order that waits for its buyer can be paid: this one is paid or closed"}
	ErrNoTrade       = &Refusal{string(alipay.TradeNotExist), "there is no such order"}
	ErrNoBuyer       = &Refusal{"BUYER_NOT_EXIST", "there is no such buyer in the fixtures"}
	ErrChannelFee    = &Refusal{"CHANNEL_FEE", "the code's FIXED channel fee is over 5 % of this amount; enter a larger amount"}
	ErrNoFault       = &Refusal{"NOT_FOUND", "there is no such fault rule"}
	ErrNotification  = &Refusal{"NOT_FOUND", "there is no such notification"}
)
