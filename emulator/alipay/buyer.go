package alipay

import "strings"

// Buyer is a customer with a wallet. Every world has its own copy, so that
// one merchant's test cannot spend another's customer's money.
type Buyer struct {
	ID      string // 2088…, as buyer_id
	Login   string // phone number or mail address
	Name    string
	Wallet  PaymentInst
	Balance Money
	Limited bool // false: the wallet never runs dry
	Rank    int  // order in the fixtures; the first pays where none is named
}

// MaskLogin hides a login as Alipay does: 132****6685, 852-****0654,
// cnb*@alitest.* becomes cnb***@alitest.com in notifications; one form serves
// both here (gateway-and-trades §3.2, merchant-qr §7).
func MaskLogin(login string) string {
	if name, host, ok := strings.Cut(login, "@"); ok {
		shown := []rune(name)
		return string(shown[:min(3, len(shown))]) + "***@" + host
	}
	digits := []rune(login)
	if len(digits) < 8 {
		return "****"
	}
	head, tail := string(digits[:3]), string(digits[len(digits)-4:])
	if strings.HasPrefix(login, "852-") {
		head = "852-"
	}
	return head + "****" + tail
}
