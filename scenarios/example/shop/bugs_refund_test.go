package shop_test

import (
	"fmt"
	"net/http"
	"sync"
	"time"

	"localipay/emulator"
	"localipay/scenarios/example/bugs"
	"localipay/scenarios/example/shop"
)

const aDay = 24 * time.Hour

func refundProvocations() []provocation {
	return []provocation{
		{bug: bugs.RefundRetryNewID, name: "a refund whose answer is lost is asked for with the same id", right: "shop 30.00, Alipay 30.00", show: func(w *world) string {
			w.gateway.set(once(refundService, lost))
			return w.refunded("88.00", "30.00", "true")
		}},
		{bug: bugs.TimeoutIsFailure, name: "an answer that breaks off is no failure", right: "shop 30.00, Alipay 30.00", show: func(w *world) string {
			w.gateway.set(once(refundService, truncated))
			return w.refunded("88.00", "30.00", "true")
		}},
		{bug: bugs.RefundDoubleClick, name: "the same click twice at the same moment refunds once", right: "30.00", show: doubleClick},
		{bug: bugs.RefundIDReused, name: "two partial refunds have two ids", right: "20.00", show: func(w *world) string {
			bill := w.paid("88.00")
			w.press("/bills/"+bill.ID+"/refund", `{"amount":"10.00"}`)
			w.press("/bills/"+bill.ID+"/refund", `{"amount":"10.00"}`)
			return w.given(bill)
		}},
		{bug: bugs.RefundBookedTwice, name: "an asynchronous refund is booked once", right: "shop 30.00, Alipay 30.00", show: func(w *world) string {
			return w.refunded("88.00", "30.00", "false")
		}},
		{bug: bugs.IsSuccessIsResult, name: "a refused refund says why", right: "failed TRADE_STATUS_ERROR", show: func(w *world) string {
			bill := w.paid("88.00")
			key := w.emulator.Merchants()[0].MD5Key
			w.gateway.set(once(refundService, saying(key, "error=TRADE_STATUS_ERROR&result_code=FAILED")))
			_, bill = w.press("/bills/"+bill.ID+"/refund", `{"amount":"30.00"}`)
			return bill.Refunds[0].Status + " " + bill.Refunds[0].Error
		}},
		{bug: bugs.AsyncRefundIsDone, name: "an accepted refund without funds is processing", right: "refunded 0.00, processing 30.00", show: func(w *world) string {
			bill := w.paid("88.00")
			w.admin(http.MethodPatch, "", `{"balance":"0.00"}`, &struct{}{})
			w.advance(aDay)
			_, bill = w.press("/bills/"+bill.ID+"/refund", `{"amount":"30.00","sync":false}`)
			return "refunded " + bill.Refunded + ", processing " + bill.Processing
		}},
		{bug: bugs.RefundAfterPeriod, name: "a refund after its period fails", right: "failed TRADE_HAS_FINISHED", show: func(w *world) string {
			bill := w.paid("88.00")
			w.advance(181 * aDay)
			_, bill = w.press("/bills/"+bill.ID+"/refund", `{"amount":"30.00"}`)
			return bill.Refunds[0].Status + " " + bill.Refunds[0].Error
		}},
		{bug: bugs.EarlyNotifyDropped, name: "a refund's notification may come before its answer", right: "refunded 30.00, processing 0.00", show: toldBeforeAnswered},
		{bug: bugs.StaleSaveOverwrites, name: "what a notification wrote stays written", right: "refunded 30.00, processing 0.00", show: toldBeforeAnswered},
		{bug: bugs.PartialRefundCloses, name: "after a partial refund comes the rest", right: "88.00", show: func(w *world) string {
			bill := w.paid("88.00")
			w.press("/bills/"+bill.ID+"/refund", `{"amount":"30.00"}`)
			w.press("/bills/"+bill.ID+"/refund", `{"amount":"58.00"}`)
			return w.given(bill)
		}},
		{bug: bugs.AmountFloat, name: "19.90 is 19.90", right: "19.90", show: func(w *world) string {
			bill := w.paid("19.90")
			w.press("/bills/"+bill.ID+"/refund", `{"amount":"19.90"}`)
			return w.given(bill)
		}},
		{bug: bugs.AmountFloat, name: "0.10 and 0.20 are no more than 0.30", right: "0.30", show: func(w *world) string {
			bill := w.paid("0.30")
			w.press("/bills/"+bill.ID+"/refund", `{"amount":"0.10"}`)
			w.press("/bills/"+bill.ID+"/refund", `{"amount":"0.20"}`)
			return w.given(bill)
		}},
		{bug: bugs.AmountAsText, name: "88 is 88.00", right: "paid", show: func(w *world) string {
			bill := w.open("1", "88")
			w.pay("1", "88.00")
			return w.bill(bill.ID).Status
		}},
		{bug: bugs.AmountAsText, name: "1160.00 is sent without a comma", right: "success", show: func(w *world) string {
			bill := w.open("1", "1160.55")
			w.pay("1", "1160.55")
			_, bill = w.press("/bills/"+bill.ID+"/refund", `{"amount":"1160.00"}`)
			return bill.Refunds[0].Status
		}},
		{bug: bugs.NoClientTimeout, name: "a silent gateway does not take the shop down", right: "the page is there", show: silentGateway, options: []option{
			func(c *shop.Config, _ *emulator.Options) { c.GatewayTimeout = time.Second / 2 },
		}},
		{bug: bugs.UnknownIsFinal, name: "UNKNOWN with retry_flag Y is asked again", right: "cancelled after 2 calls", show: func(w *world) string {
			bill := w.paid("88.00")
			key := w.emulator.Merchants()[0].MD5Key
			w.gateway.set(once(cancelService, saying(key, "detail_error_code=SYSTEM_ERROR&out_trade_no="+bill.OutTradeNo+"&result_code=UNKNOWN&retry_flag=Y")))
			_, bill = w.press("/bills/"+bill.ID+"/void", "")
			return fmt.Sprintf("%s after %d calls", bill.Status, w.gateway.count(cancelService))
		}},
		{bug: bugs.CancelNextDay, name: "yesterday's payment is refunded", right: "refunded, Alipay 88.00", show: func(w *world) string {
			bill := w.paid("88.00")
			w.advance(aDay)
			_, bill = w.press("/bills/"+bill.ID+"/void", "")
			return bill.Status + ", Alipay " + w.given(bill)
		}},
		{
			bug: bugs.LocalMidnight, name: "today is Hong Kong's", right: "cancelled, 2026-01-05 received 88.00",
			options: []option{startingAt("2026-01-05T07:30:00+08:00")}, show: func(w *world) string {
				bill := w.paid("88.00")
				w.advance(time.Hour)
				_, bill = w.press("/bills/"+bill.ID+"/void", "")
				return bill.Status + ", 2026-01-05 received " + w.state().Days["2026-01-05"].Received
			},
		},
	}
}

// refunded presses the refund button of a paid bill, and tells what the shop
// shows and what Alipay did.
func (w *world) refunded(amount, part, sync string) string {
	bill := w.paid(amount)
	w.press("/bills/"+bill.ID+"/refund", `{"amount":"`+part+`","sync":`+sync+`}`)
	w.advance(time.Second) // and whatever is notified now is answered
	return "shop " + w.bill(bill.ID).Refunded + ", Alipay " + w.given(bill)
}

func doubleClick(w *world) string {
	bill := w.paid("88.00")
	var both sync.WaitGroup
	both.Add(2)
	w.gateway.set(func(service string, _ int) fault { // only the shop with the bug asks
		if service == queryService {
			both.Done()
			both.Wait()
		}
		return nil
	})
	var clicks sync.WaitGroup
	for range 2 {
		clicks.Go(func() { w.press("/bills/"+bill.ID+"/refund", `{"amount":"30.00","request":"click-1"}`) })
	}
	clicks.Wait()
	return w.given(bill)
}

// toldBeforeAnswered holds the answer of an asynchronous refund back until
// its notification has been here.
func toldBeforeAnswered(w *world) string {
	bill := w.paid("88.00")
	told := make(chan struct{})
	w.inbox.set(func(_ int, body string, tell func(string) string) string {
		defer close(told)
		return tell(body)
	})
	w.gateway.set(once(refundService, func(answer []byte) []byte { <-told; return answer }))
	w.press("/bills/"+bill.ID+"/refund", `{"amount":"30.00","sync":false}`)
	bill = w.bill(bill.ID)
	return "refunded " + bill.Refunded + ", processing " + bill.Processing
}

// silentGateway lets twenty refunds wait for it, and looks at the shop's page.
func silentGateway(w *world) string {
	bill := w.paid("88.00")
	silence := make(chan struct{})
	var clicks sync.WaitGroup
	var calls sync.WaitGroup
	calls.Add(16) // the shop's pool
	w.gateway.set(func(service string, nth int) fault {
		if service == refundService {
			if nth <= 16 {
				calls.Done()
			}
			<-silence
		}
		return nil
	})
	for i := range 20 {
		clicks.Go(func() {
			w.press("/bills/"+bill.ID+"/refund", fmt.Sprintf(`{"amount":"1.00","request":"%d"}`, i))
		})
	}
	calls.Wait()
	client := &http.Client{Timeout: 4 * time.Second}
	shown := "the page is there"
	if response, err := client.Get(w.url + "/health"); err != nil {
		shown = "the page is not there"
	} else {
		_ = response.Body.Close()
	}
	close(silence)
	clicks.Wait()
	return shown
}
