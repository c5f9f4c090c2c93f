package shop_test

import (
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/stretchr/testify/require"

	"localipay/scenarios/example/alipay"
	"localipay/scenarios/example/bugs"
)

func trustProvocations() []provocation {
	wrongSign := func(form map[string][]string) { form["sign"] = []string{strings.Repeat("0", 32)} }
	return []provocation{
		{bug: bugs.NotifyUnverified, name: "a notification with a wrong signature pays nothing", right: "open, paid", show: func(w *world) string {
			return w.spoiltThenWhole(wrongSign)
		}},
		{bug: bugs.NotifyUnsignedPasses, name: "a notification without a signature pays nothing", right: "open, paid", show: func(w *world) string {
			return w.spoiltThenWhole(func(form map[string][]string) { delete(form, "sign"); delete(form, "sign_type") })
		}},
		{bug: bugs.NotifyVerifyOpen, name: "when notify_verify is silent, nothing is believed", right: "open, paid", show: func(w *world) string {
			w.gateway.set(once("notify_verify", lost))
			return w.spoiltThenWhole(wrongSign)
		}},
		{bug: bugs.NotifyAmountUnchecked, name: "0.01 does not pay 88.00", right: "open, received 0.01, acked true, flagged 1", show: func(w *world) string {
			bill := w.open("1", "88.00")
			w.pay("1", "0.01")
			_, acked := w.attempts()
			bill = w.bill(bill.ID)
			return fmt.Sprintf("%s, received %s, acked %v, flagged %d", bill.Status, bill.Received, acked, len(w.state().Unmatched))
		}},
		{bug: bugs.NotifyForeignMerchant, name: "another merchant's payment pays nothing", right: "open", show: foreignPayment},
		{bug: bugs.AnswerUnverified, name: "an answer with a wrong signature is asked for again", right: "success after 2 calls", show: func(w *world) string {
			bill := w.paid("88.00")
			w.gateway.set(once(refundService, forged))
			_, bill = w.press("/bills/"+bill.ID+"/refund", `{"amount":"30.00"}`)
			return fmt.Sprintf("%s after %d calls", bill.Refunds[0].Status, w.gateway.count(refundService))
		}},
		{bug: bugs.NotifyNotIdempotent, name: "three deliveries hand out the goods once", right: "shipments 1", show: func(w *world) string {
			w.inbox.set(func(_ int, body string, tell func(string) string) string {
				tell(body)
				tell(body)
				return tell(body)
			})
			return fmt.Sprintf("shipments %d", w.paid("88.00").Shipments)
		}},
		{bug: bugs.NotifyRace, name: "three deliveries at the same moment hand out the goods once", right: "shipments 1", show: atTheSameMoment},
		{bug: bugs.AckBeforeCommit, name: "a booking that failed is not acknowledged", right: "paid after 2 sends", show: storeFailsOnce},
		{bug: bugs.DedupeBeforeWork, name: "a booking that failed is done at the next delivery", right: "paid after 2 sends", show: storeFailsOnce},
		{bug: bugs.AckNotSuccess, name: "the word success is the whole answer", right: "1 true", show: firstSend},
		{
			bug: bugs.GBKReadAsUTF8, name: "a GBK notification is verified over its own bytes", right: "1 true 一號櫃 Till 1",
			options: []option{named("一號櫃", "GBK")}, show: firstSendAndSubject,
		},
		{
			bug: bugs.PlusBecomesSpace, name: "values are decoded once and not tidied", right: "1 true A+ &amp; 5%  Till 1",
			options: []option{named("A+ &amp; 5% ", "UTF-8")}, show: firstSendAndSubject,
		},
		{
			bug: bugs.EmojiBreaksSave, name: "a character of four bytes is stored", right: "1 true 🍜 Till 1",
			options: []option{named("🍜", "UTF-8")}, show: firstSendAndSubject,
		},
	}
}

// spoiltThenWhole spoils the first delivery and lets the second one through.
func (w *world) spoiltThenWhole(spoil func(map[string][]string)) string {
	w.inbox.set(rewritten(spoil))
	bill := w.paid("88.00")
	w.advance(2 * time.Minute)
	return bill.Status + ", " + w.bill(bill.ID).Status
}

// foreignPayment lets another merchant make a code that notifies this shop.
func foreignPayment(w *world) string {
	bill := w.open("1", "88.00")
	foreign := w.merchant(2)
	qrcode, err := foreign.CreateCode(w.t.Context(), alipay.CodeCall{NotifyURL: w.url + "/notify", BizData: map[string]string{
		"secondary_merchant_id": "FOREIGN", "secondary_merchant_name": "Foreign", "secondary_merchant_industry": "5812",
		"store_id": "F1", "store_name": "Foreign", "trans_currency": "HKD", "currency": "HKD",
		"notify_sign_type": "RSA2", "passback_parameters": `{"till":"1"}`,
	}})
	require.NoError(w.t, err)
	_, err = w.emulator.Pay(qrcode, "88.00")
	require.NoError(w.t, err)
	return w.bill(bill.ID).Status
}

func atTheSameMoment(w *world) string {
	const deliveries = 3
	var all sync.WaitGroup
	all.Add(deliveries)
	w.gateway.set(func(service string, _ int) fault { // only the shop with the bug asks
		if service == queryService {
			all.Done()
			all.Wait()
		}
		return nil
	})
	w.inbox.set(func(_ int, body string, tell func(string) string) string {
		var group sync.WaitGroup
		for range deliveries {
			group.Go(func() { tell(body) })
		}
		group.Wait()
		return "success"
	})
	return fmt.Sprintf("shipments %d", w.paid("88.00").Shipments)
}

func storeFailsOnce(w *world) string {
	bill := w.open("1", "88.00")
	w.press("/trouble", `{"store_fails":1}`)
	w.pay("1", "88.00")
	w.advance(2 * time.Minute)
	sent, _ := w.attempts()
	return fmt.Sprintf("%s after %d sends", w.bill(bill.ID).Status, sent)
}

func firstSend(w *world) string {
	w.paid("88.00")
	sent, acked := w.attempts()
	return fmt.Sprint(sent, " ", acked)
}

func firstSendAndSubject(w *world) string {
	w.paid("88.00")
	sent, acked := w.attempts()
	subject := ""
	if bill := w.state().Bills[0]; len(bill.Payments) > 0 {
		subject = bill.Payments[0].Subject
	}
	return fmt.Sprint(sent, " ", acked, " ", subject)
}
