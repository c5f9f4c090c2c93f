// Package bugs lists the classic bugs that the example shop can be given, one
// flag each. The numbers and names are those of the project's list of forty.
package bugs

import (
	"fmt"
	"slices"
	"strings"
)

// Bug is a bug's name, which is its flag too.
type Bug string

// The bugs that are built, in the order of their numbers.
const (
	NotifyUnverified       Bug = "notify-unverified"
	NotifyAmountUnchecked  Bug = "notify-amount-unchecked"
	NotifyForeignMerchant  Bug = "notify-foreign-merchant"
	NotifyUnsignedPasses   Bug = "notify-unsigned-passes"
	AnswerUnverified       Bug = "answer-unverified"
	NotifyVerifyOpen       Bug = "notify-verify-open"
	RefundRetryNewID       Bug = "refund-retry-new-id"
	RefundDoubleClick      Bug = "refund-double-click"
	SecondPaymentSwallowed Bug = "second-payment-swallowed"
	NotifyNotIdempotent    Bug = "notify-not-idempotent"
	NotifyRace             Bug = "notify-race"
	AckBeforeCommit        Bug = "ack-before-commit"
	DedupeBeforeWork       Bug = "dedupe-before-work"
	RefundIDReused         Bug = "refund-id-reused"
	RefundBookedTwice      Bug = "refund-booked-twice"
	TimeoutIsFailure       Bug = "timeout-is-failure"
	UnknownIsFinal         Bug = "unknown-is-final"
	IsSuccessIsResult      Bug = "is-success-is-result"
	AsyncRefundIsDone      Bug = "async-refund-is-done"
	NoClientTimeout        Bug = "no-client-timeout"
	LateNotifyReopens      Bug = "late-notify-reopens"
	RefundNotifyIsPayment  Bug = "refund-notify-is-payment"
	AutoCancelPaid         Bug = "auto-cancel-paid"
	RefundBeforePayment    Bug = "refund-before-payment"
	EarlyNotifyDropped     Bug = "early-notify-dropped"
	StaleSaveOverwrites    Bug = "stale-save-overwrites"
	PartialRefundCloses    Bug = "partial-refund-closes"
	BillByAmount           Bug = "bill-by-amount"
	AmountFloat            Bug = "amount-float"
	AmountAsText           Bug = "amount-as-text"
	CancelNextDay          Bug = "cancel-next-day"
	LocalMidnight          Bug = "local-midnight"
	RefundAfterPeriod      Bug = "refund-after-period"
	GBKReadAsUTF8          Bug = "gbk-read-as-utf8"
	PlusBecomesSpace       Bug = "plus-becomes-space"
	EmojiBreaksSave        Bug = "emoji-breaks-save"
	AckNotSuccess          Bug = "ack-not-success"
)

// Row describes a bug to people.
type Row struct {
	Number   int
	Bug      Bug
	Sentence string
}

// Table lists every bug that is built.
func Table() []Row {
	return []Row{
		{1, NotifyUnverified, "acts on a notification without verifying its signature"},
		{2, NotifyAmountUnchecked, "does not compare a payment's amount with the bill"},
		{3, NotifyForeignMerchant, "does not look whose payment it is: seller_id is ignored"},
		{4, NotifyUnsignedPasses, "skips the signature check where sign or sign_type is missing"},
		{5, AnswerUnverified, "believes an answer of the gateway with a wrong signature or none"},
		{6, NotifyVerifyOpen, "asks notify_verify instead of checking the signature, and takes no answer for true"},
		{7, RefundRetryNewID, "takes a new partner_refund_id when it asks again"},
		{8, RefundDoubleClick, "looks for the same click before it asks, without lock or unique key"},
		{9, SecondPaymentSwallowed, "drops the second payment of a bill as a duplicate"},
		{10, NotifyNotIdempotent, "hands out the goods at each delivery of a notification"},
		{11, NotifyRace, "looks whether a notification is new, then books it, without lock or unique key"},
		{12, AckBeforeCommit, "says success although booking the payment failed"},
		{13, DedupeBeforeWork, "stores a notify_id as seen before the payment is booked"},
		{14, RefundIDReused, "has one partner_refund_id per order, also for the second partial refund"},
		{15, RefundBookedTwice, "books an asynchronous refund from the answer and from its notification"},
		{16, TimeoutIsFailure, "books a refund as failed when no answer came"},
		{18, UnknownIsFinal, "takes UNKNOWN with retry_flag Y for a no"},
		{19, IsSuccessIsResult, "takes is_success T for result_code SUCCESS"},
		{20, AsyncRefundIsDone, "shows an accepted asynchronous refund as refunded"},
		{21, NoClientTimeout, "waits for the gateway without end"},
		{22, LateNotifyReopens, "sets a refunded bill back to paid at a late payment notification"},
		{23, RefundNotifyIsPayment, "books a refund's notification as a payment"},
		{24, AutoCancelPaid, "forgets money that comes for an expired bill"},
		{25, RefundBeforePayment, "drops a refund's notification that comes before the payment's"},
		{26, EarlyNotifyDropped, "stores a refund after the answer, and drops notifications of refunds it does not know"},
		{27, StaleSaveOverwrites, "saves its old copy of a refund over what the notification wrote meanwhile"},
		{28, PartialRefundCloses, "takes a partial refund for a full one"},
		{29, BillByAmount, "gives a payment to any open bill of its amount, at whichever till"},
		{30, AmountFloat, "computes amounts in floats and cuts them"},
		{31, AmountAsText, "compares and sends amounts as texts for people"},
		{32, CancelNextDay, "cancels yesterday's payment, and takes the refusal for done"},
		{33, LocalMidnight, "takes the server's midnight for Hong Kong's"},
		{34, RefundAfterPeriod, "shows a refund as done that was refused because its period is over"},
		{35, GBKReadAsUTF8, "reads a GBK notification as UTF-8 before it verifies"},
		{36, PlusBecomesSpace, "decodes and tidies a notification's values once more before it verifies"},
		{37, EmojiBreaksSave, "cannot store a character of four bytes"},
		{38, AckNotSuccess, "answers a notification with JSON instead of success"},
	}
}

// Set is the bugs that a shop has. The nil set is a shop without any.
type Set map[Bug]bool

// Has tells whether a shop has a bug.
func (s Set) Has(b Bug) bool { return s[b] }

// Names lists a set in the table's order.
func (s Set) Names() []string {
	names := []string{}
	for _, row := range Table() {
		if s[row.Bug] {
			names = append(names, string(row.Bug))
		}
	}
	return names
}

// Parse reads names with commas between them.
func Parse(text string) (Set, error) {
	set := Set{}
	for name := range strings.SplitSeq(text, ",") {
		name = strings.TrimSpace(name)
		if name == "" {
			continue
		}
		known := slices.ContainsFunc(Table(), func(r Row) bool { return string(r.Bug) == name })
		if !known {
			return nil, fmt.Errorf("there is no bug %q; shop --help lists them", name)
		}
		set[Bug(name)] = true
	}
	return set, nil
}
