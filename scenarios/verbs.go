package scenarios

import (
	"slices"

	"localipay/emulator/strict"
)

// verb is a row of the table: a word, and how what stands behind it is read.
type verb struct {
	name    string
	read    func(r *reader, m strict.Member, s *step) (action, error)
	expects expects // what `expect` may name
	block   bool    // holds further steps
}

// verbs is the one list of what a step can be (spec/scenario.md, "A scenario").
// It is a function because blocks hold steps, and steps are of this table.
func verbs() []verb {
	table := []verb{
		{name: "scan", read: readScan, expects: expectWallet},
		{name: "order", read: readOrder, expects: expectWallet},
		{name: "pay", read: readPay, expects: expectWallet},
		{name: "pay_order", read: readPayOrder, expects: expectWallet},

		{name: "advance", read: readAdvance},
		{name: "advance_to", read: readAdvanceTo},
		{name: "wait", read: readWait},
		{name: "fault", read: readFault},
		{name: "clear_faults", read: readClearFaults},
		{name: "use", read: readUse},
		{name: "snapshot", read: readSnapshot},
		{name: "restore", read: readRestore},

		{name: "together", read: readTogether, expects: expectOutcomes, block: true},
		{name: "repeat", read: readRepeat, expects: expectOutcomes, block: true},

		{name: "http", read: readHTTP, expects: expectHTTP},
		{name: "call", read: readRawCall, expects: expectAnyCall},

		{name: "expect_trade", read: readExpectTrade},
		{name: "expect_refund", read: readExpectRefund},
		{name: "expect_qrcode", read: readExpectQRCode},
		{name: "expect_notifications", read: readExpectNotifications},
		{name: "expect_requests", read: readExpectRequests},
		{name: "expect_file", read: readExpectFile},
	}
	for _, c := range calls() {
		table = append(table, verb{name: c.name, read: c.read, expects: expectCall})
	}
	return table
}

func verbNames() []string {
	table := verbs()
	names := make([]string, len(table))
	for i, v := range table {
		names[i] = v.name
	}
	return names
}

func findVerb(name string) (verb, bool) {
	table := verbs()
	i := slices.IndexFunc(table, func(v verb) bool { return v.name == name })
	if i < 0 {
		return verb{}, false
	}
	return table[i], true
}
