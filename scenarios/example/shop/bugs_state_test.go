package shop_test

import (
	"fmt"
	"time"

	"github.com/stretchr/testify/require"

	"localipay/scenarios/example/alipay"
	"localipay/scenarios/example/bugs"
)

func stateProvocations() []provocation {
	return []provocation{
		{bug: bugs.SecondPaymentSwallowed, name: "a second payment is flagged", right: "1 flagged", show: func(w *world) string {
			w.paid("88.00")
			w.pay("1", "88.00")
			return fmt.Sprintf("%d flagged", len(w.state().Unmatched))
		}},
		{bug: bugs.LateNotifyReopens, name: "a late payment notification leaves a refunded bill refunded", right: "refunded, shipments 1", show: func(w *world) string {
			w.inbox.set(func(nth int, body string, tell func(string) string) string {
				if answer := tell(body); nth > 1 {
					return answer
				}
				return "lost on the way"
			})
			bill := w.paid("88.00")
			w.press("/bills/"+bill.ID+"/refund", `{"amount":"88.00"}`)
			w.advance(2 * time.Minute)
			bill = w.bill(bill.ID)
			return fmt.Sprintf("%s, shipments %d", bill.Status, bill.Shipments)
		}},
		{bug: bugs.RefundNotifyIsPayment, name: "a refund's notification is no payment", right: "1 payment, refunded 30.00", show: func(w *world) string {
			bill := w.paid("88.00")
			w.press("/bills/"+bill.ID+"/refund", `{"amount":"30.00","sync":false}`)
			w.advance(time.Second)
			bill = w.bill(bill.ID)
			return fmt.Sprintf("%d payment, refunded %s", len(bill.Payments), bill.Refunded)
		}},
		{bug: bugs.AutoCancelPaid, name: "money that comes for an expired bill pays it", right: "expired, paid", show: func(w *world) string {
			w.inbox.set(func(nth int, body string, tell func(string) string) string {
				if nth < 8 {
					return "lost on the way"
				}
				return tell(body)
			})
			bill := w.paid("88.00")
			w.press("/jobs/expire", `{"older_than":"0s"}`)
			before := w.bill(bill.ID).Status
			w.advance(25 * time.Hour)
			return before + ", " + w.bill(bill.ID).Status
		}},
		{bug: bugs.RefundBeforePayment, name: "a refund may be notified before its payment", right: "refunded, shipments 0", show: refundFirst},
		{bug: bugs.BillByAmount, name: "the till that was paid counts, not the amount", right: "open, paid", show: func(w *world) string {
			one, two := w.open("1", "88.00"), w.open("2", "88.00")
			w.pay("2", "88.00")
			return w.bill(one.ID).Status + ", " + w.bill(two.ID).Status
		}},
	}
}

// refundFirst loses the payment's first notification, and refunds elsewhere.
func refundFirst(w *world) string {
	w.inbox.set(func(nth int, body string, tell func(string) string) string {
		if nth == 1 {
			return "lost on the way"
		}
		return tell(body)
	})
	bill := w.paid("88.00")
	var trades struct {
		Items []struct {
			OutTradeNo string `json:"out_trade_no"`
		}
	}
	w.admin("GET", "/trades", "", &trades)
	outcome := w.merchant(0).Refund(w.t.Context(), alipay.RefundCall{
		OutTradeNo: trades.Items[0].OutTradeNo, RefundID: "BACKOFFICE1", Amount: "88.00", Currency: "HKD", NotifyURL: w.url + "/notify",
	})
	require.Equal(w.t, alipay.Succeeded, outcome.State, outcome.Why)
	w.advance(2 * time.Minute)
	bill = w.bill(bill.ID)
	return fmt.Sprintf("%s, shipments %d", bill.Status, bill.Shipments)
}
