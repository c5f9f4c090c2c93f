package alipay

import "time"

// EntryKind is a file's Transaction_type (gateway-and-trades §9.2). REVERSAL
// is of another product.
type EntryKind string

// Money came in, went back in part or in full, or was taken back on its day.
const (
	EntryPayment EntryKind = "PAYMENT"
	EntryRefund  EntryKind = "REFUND"
	EntryCancel  EntryKind = "CANCEL"
)

// Entry is a movement of money as the merchant's books have it: a row of its
// day's transaction file and of one settlement file. It is written in the
// change that moved the money, and never changed. Amounts are minor units of
// Currency and never negative.
type Entry struct {
	Seq        uint64
	Kind       EntryKind
	At         time.Time
	OutTradeNo string
	TradeNo    string
	RefundID   string // partner_refund_id of a refund
	Amount     Money
	Fee        Money // what a payment costs, or what a refund or cancel gives back of that
	Currency   Currency
	Issue      PaymentInst
	// The code's, as it was then.
	Industry     string
	MerchantName string
	MerchantID   string
}

// Signed are amount and fee as settlement counts them: what goes back to the
// customer, and what comes back to the merchant, is negative (spec decision 23).
func (e Entry) Signed() (amount, fee Money) {
	if e.Kind == EntryPayment {
		return e.Amount, e.Fee
	}
	return -e.Amount, -e.Fee
}
