package alipay

import "time"

// TradeStatus is the life of a trade (gateway-and-trades §6).
type TradeStatus string

// WAIT_BUYER_PAY leads to TRADE_SUCCESS or TRADE_CLOSED, TRADE_SUCCESS to
// TRADE_CLOSED or TRADE_FINISHED; the last two are final.
const (
	WaitBuyerPay  TradeStatus = "WAIT_BUYER_PAY"
	TradeSuccess  TradeStatus = "TRADE_SUCCESS"
	TradeClosed   TradeStatus = "TRADE_CLOSED"
	TradeFinished TradeStatus = "TRADE_FINISHED"
)

// CloseReason tells why a trade is TRADE_CLOSED.
type CloseReason string

// Unpaid in time, cancelled by the merchant, or refunded in full.
const (
	ClosedByTimeout CloseReason = "timeout"
	ClosedByCancel  CloseReason = "cancel"
	ClosedByRefund  CloseReason = "refund"
)

// CancelAction is what a successful cancel did (gateway-and-trades §4.2).
type CancelAction string

// An unpaid order was closed, a paid one refunded.
const (
	ActionClose  CancelAction = "close"
	ActionRefund CancelAction = "refund"
)

// PaymentInst is the wallet that paid.
type PaymentInst string

// The two wallets that can scan a Hong Kong merchant's code.
const (
	AlipayHK PaymentInst = "ALIPAYHK"
	AlipayCN PaymentInst = "ALIPAYCN"
)

// Trade is one order and its payment. Amounts are minor units of Currency.
type Trade struct {
	Seq         uint64
	OutTradeNo  string // made by Alipay for a static code; = partner_trans_id
	TradeNo     string // = alipay_trans_id, 28 digits
	Status      TradeStatus
	Amount      Money
	Refunded    Money // done: refunds, or the whole by a cancel
	Reserved    Money // refunds accepted and not done yet
	Fees        Fees
	Currency    Currency
	Code        string // the QR code's 23 characters
	BuyerID     string
	PaymentInst PaymentInst
	Memo        string
	CreatedAt   time.Time
	PaidAt      time.Time // zero until paid
	ClosedAt    time.Time // zero until closed
	CloseReason CloseReason
	Cancelled   CancelAction // what the cancel that closed it did, or ""
	PeriodOver  bool         // the refund period ended, maybe while a refund was pending

	// Change numbers the changes of all trades; no state file keeps it.
	Change uint64 `json:"-"`
}

// MaxMemo is String(400), the length of a notification's body.
const MaxMemo = 400

// Left is what can still be refunded.
func (t Trade) Left() Money { return t.Amount - t.Refunded - t.Reserved }

// Fee is what the payment costs the merchant.
func (t Trade) Fee() Money { return t.Fees.Of(t.Amount, t.Amount) }

// Paid tells whether the buyer has paid, whatever came after.
func (t Trade) Paid() bool { return !t.PaidAt.IsZero() }

// RefundStatus is the life of a refund (gateway-and-trades §5.2).
type RefundStatus string

// A PROCESSING refund waits for its night, or for the merchant's funds.
const (
	RefundSuccess    RefundStatus = "SUCCESS"
	RefundProcessing RefundStatus = "PROCESSING"
	RefundFailed     RefundStatus = "FAILED"
)

// Refund is one accepted refund request, known by the merchant's id for it.
type Refund struct {
	Seq         uint64
	ID          string // partner_refund_id
	OutTradeNo  string
	TradeNo     string
	Amount      Money
	Currency    Currency
	Reason      string
	Sync        bool
	Status      RefundStatus
	Error       Code // why it is not done, or ""
	Nights      int  // windows in which it was tried
	RequestedAt time.Time
	DoneAt      time.Time // zero until SUCCESS or FAILED
	NotifyURL   string
	SignType    SignType
	Charset     Charset
}
