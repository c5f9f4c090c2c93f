package shop_test

import (
	"net/http"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"localipay/emulator"
	"localipay/scenarios/example/alipay"
	"localipay/scenarios/example/shop"
)

func TestACustomerPaysABill(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	bill := w.open("1", "88.00")
	require.Equal(t, "open", bill.Status)
	w.pay("1", "88.00")
	bill = w.bill(bill.ID)
	require.True(t, bill.Paid)
	require.Equal(t, "88.00", bill.PaidAmount)
	require.Equal(t, 1, bill.Shipments)
	require.NotEmpty(t, bill.OutTradeNo)
	state := w.state()
	require.Empty(t, state.Alarms)
	require.Empty(t, state.Unmatched)
	require.Equal(t, shop.Day{Received: "88.00", Refunded: "0.00", Cancelled: "0.00"}, state.Days["2026-01-05"])
	require.Len(t, state.Tills[0].Code, 23)
	require.Equal(t, bill.ID, state.Tills[0].Bill.ID)
	require.NotEqual(t, state.Tills[0].Code, state.Tills[1].Code)
}

func TestARestartedShopKeepsItsCodes(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	before := w.state().Tills[0].QRCode
	require.NoError(t, w.shop.Open(t.Context()))
	require.Equal(t, before, w.state().Tills[0].QRCode)
}

func TestBillsOfATill(t *testing.T) {
	t.Parallel()
	t.Run("a newer bill takes the older one's place", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t)
		older, newer := w.open("1", "88.00"), w.open("1", "50.00")
		w.pay("1", "88.00")
		require.Equal(t, "superseded", w.bill(older.ID).Status)
		require.Equal(t, "open", w.bill(newer.ID).Status)
		require.True(t, w.state().Unmatched[0].Flagged)
		w.pay("1", "50.00")
		require.True(t, w.bill(newer.ID).Paid)
	})
	t.Run("a bill that is old enough expires", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t)
		bill := w.open("1", "88.00")
		w.advance(14 * time.Minute)
		w.press("/jobs/expire", "")
		require.Equal(t, "open", w.bill(bill.ID).Status)
		w.advance(time.Minute)
		w.press("/jobs/expire", "")
		require.Equal(t, "expired", w.bill(bill.ID).Status)
	})
	t.Run("money for no bill is recorded", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t)
		w.pay("2", "5.00")
		state := w.state()
		require.Equal(t, "5.00", state.Unmatched[0].Amount)
		require.Equal(t, "2", state.Unmatched[0].Till)
		require.Len(t, state.Alarms, 1)
	})
}

func TestASecondPaymentIsGivenBackOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	bill := w.paid("88.00")
	w.pay("1", "88.00")
	flagged := w.state().Unmatched[0]
	require.Equal(t, bill.ID, flagged.Bill)
	for range 2 {
		status, _ := w.press("/payments/"+flagged.OutTradeNo+"/return", "")
		require.Equal(t, http.StatusOK, status)
	}
	require.Equal(t, 1, w.gateway.count(refundService))
	bill = w.bill(bill.ID)
	require.True(t, bill.Paid)
	require.Equal(t, "0.00", bill.Refunded, "the first payment stays")
	require.Equal(t, "refunded", bill.Payments[1].Status)
	require.False(t, bill.Payments[1].Flagged)
	status, answer := w.press("/payments/"+bill.OutTradeNo+"/return", "")
	require.Equal(t, http.StatusConflict, status)
	require.Contains(t, answer.Error, "paid bill "+bill.ID)
}

func TestTheRefundButton(t *testing.T) {
	t.Parallel()
	t.Run("refuses what makes no sense, and says why", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t)
		open := w.open("2", "10.00")
		bill := w.paid("88.00")
		for _, c := range []struct {
			path, body string
			status     int
			sentence   string
		}{
			{"/bills/NONE/refund", `{"amount":"1.00"}`, http.StatusNotFound, `there is no bill "NONE"`},
			{"/bills/" + open.ID + "/refund", `{"amount":"1.00"}`, http.StatusConflict, "nothing to give back"},
			{"/bills/" + bill.ID + "/refund", `{"amount":"88.01"}`, http.StatusConflict, "more than the 88.00 that are left"},
			{"/bills/" + bill.ID + "/refund", `{"amount":"1,000.00"}`, http.StatusBadRequest, "is not an amount"},
			{"/bills/" + bill.ID + "/refund", `{"amount":"0.00"}`, http.StatusBadRequest, "is not an amount"},
			{"/bills/" + bill.ID + "/refund", `{"ammount":"1.00"}`, http.StatusBadRequest, "ammount"},
			{"/bills", `{"till":"3","amount":"1.00"}`, http.StatusBadRequest, `there is no till "3"`},
			{"/bills", `{"till":"1","amount":"-1"}`, http.StatusBadRequest, "is not an amount"},
			{"/payments/NONE/return", ``, http.StatusNotFound, `there is no payment "NONE"`},
		} {
			status, answer := w.press(c.path, c.body)
			require.Equal(t, c.status, status, c.path)
			require.Contains(t, answer.Error, c.sentence)
		}
		require.Zero(t, w.gateway.count(refundService))
	})
	t.Run("the same click is one refund, and another amount under its name is refused", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t)
		bill := w.paid("88.00")
		for range 2 {
			status, answer := w.press("/bills/"+bill.ID+"/refund", `{"amount":"30.00","request":"c1"}`)
			require.Equal(t, http.StatusOK, status)
			require.Equal(t, "30.00", answer.Refunded)
		}
		status, _ := w.press("/bills/"+bill.ID+"/refund", `{"amount":"31.00","request":"c1"}`)
		require.Equal(t, http.StatusConflict, status)
		require.Equal(t, "30.00", w.given(bill))
	})
	t.Run("without an amount it refunds the rest", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t)
		bill := w.paid("88.00")
		w.press("/bills/"+bill.ID+"/refund", `{"amount":"30.00"}`)
		status, bill := w.press("/bills/"+bill.ID+"/refund", "")
		require.Equal(t, http.StatusOK, status)
		require.Equal(t, "refunded", bill.Status)
		require.Equal(t, "88.00", w.given(bill))
	})
	t.Run("what stays unknown is neither yes nor no until somebody asks again", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t)
		bill := w.paid("88.00")
		w.gateway.set(func(service string, _ int) fault {
			if service == refundService {
				return lost
			}
			return nil
		})
		status, bill := w.press("/bills/"+bill.ID+"/refund", `{"amount":"88.00"}`)
		require.Equal(t, http.StatusAccepted, status)
		require.Equal(t, "unknown", bill.Refunds[0].Status)
		require.Equal(t, "88.00", bill.Processing)
		status, _ = w.press("/bills/"+bill.ID+"/refund", `{"amount":"1.00"}`)
		require.Equal(t, http.StatusConflict, status, "it may have been done: the amount counts as taken")
		w.gateway.set(nil)
		w.press("/jobs/retry", "")
		bill = w.bill(bill.ID)
		require.Equal(t, "refunded", bill.Status)
		require.Len(t, bill.Refunds, 1)
		require.Equal(t, "88.00", w.given(bill))
	})
	t.Run("a nightly refund is processing until its notification, or until somebody asks", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t)
		bill := w.paid("88.00")
		w.advance(aDay)
		status, _ := w.press("/bills/"+bill.ID+"/refund", `{"amount":"30.00","sync":false}`)
		require.Equal(t, http.StatusAccepted, status)
		w.inbox.set(func(_ int, _ string, _ func(string) string) string { return "lost on the way" })
		w.press("/jobs/retry", "")
		require.Equal(t, "0.00", w.bill(bill.ID).Refunded)
		w.advance(aDay)
		require.Equal(t, "0.00", w.bill(bill.ID).Refunded)
		w.press("/jobs/retry", "")
		require.Equal(t, "30.00", w.bill(bill.ID).Refunded)
		w.inbox.set(nil)
		w.advance(aDay) // the notification's later tries
		require.Equal(t, "30.00", w.bill(bill.ID).Refunded)
		require.True(t, w.bill(bill.ID).Paid)
	})
	t.Run("when the store fails, nobody has been asked", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t)
		bill := w.paid("88.00")
		w.press("/trouble", `{"store_fails":1}`)
		status, _ := w.press("/bills/"+bill.ID+"/refund", `{"amount":"30.00"}`)
		require.Equal(t, http.StatusInternalServerError, status)
		require.Zero(t, w.gateway.count(refundService))
	})
}

func TestTheVoidButton(t *testing.T) {
	t.Parallel()
	t.Run("an open bill is just closed", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t)
		_, bill := w.press("/bills/"+w.open("1", "88.00").ID+"/void", "")
		require.True(t, bill.Cancelled)
		require.Zero(t, w.gateway.count(cancelService))
	})
	t.Run("a payment of today is cancelled, once", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t)
		bill := w.paid("88.00")
		for range 2 {
			status, answer := w.press("/bills/"+bill.ID+"/void", "")
			require.Equal(t, http.StatusOK, status)
			require.True(t, answer.Cancelled)
		}
		require.Equal(t, 1, w.gateway.count(cancelService))
		require.Equal(t, "88.00", w.state().Days["2026-01-05"].Cancelled)
		status, _ := w.press("/bills/"+bill.ID+"/refund", `{"amount":"1.00"}`)
		require.Equal(t, http.StatusConflict, status)
	})
	t.Run("after a partial refund the rest is refunded", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t)
		bill := w.paid("88.00")
		w.press("/bills/"+bill.ID+"/refund", `{"amount":"30.00"}`)
		status, bill := w.press("/bills/"+bill.ID+"/void", "")
		require.Equal(t, http.StatusOK, status)
		require.Equal(t, "refunded", bill.Status)
		require.Equal(t, "done", bill.Void)
		require.Equal(t, "88.00", w.given(bill))
		require.Zero(t, w.gateway.count(cancelService))
	})
	t.Run("a refusal because the day is over turns it into a refund", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t, func(c *shop.Config, o *emulator.Options) { c.Clock = shop.StartingAt(o.Start) })
		bill := w.paid("88.00")
		w.advance(aDay) // Alipay's; the shop's clock is slow
		_, bill = w.press("/bills/"+bill.ID+"/void", "")
		require.Equal(t, "done", bill.Void)
		require.Equal(t, "refunded", bill.Status)
		require.Equal(t, 1, w.gateway.count(cancelService))
		require.Equal(t, "88.00", w.given(bill))
	})
	t.Run("a cancel without answers stays unknown, and is asked again", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t)
		bill := w.paid("88.00")
		w.gateway.set(func(service string, nth int) fault {
			if service == cancelService && nth < 3 {
				return lost
			}
			return nil
		})
		status, bill := w.press("/bills/"+bill.ID+"/void", "")
		require.Equal(t, http.StatusAccepted, status)
		require.Equal(t, "unknown", bill.Void)
		status, _ = w.press("/bills/"+bill.ID+"/refund", `{"amount":"1.00"}`)
		require.Equal(t, http.StatusConflict, status, "it may have been cancelled")
		w.press("/jobs/retry", "")
		require.True(t, w.bill(bill.ID).Cancelled)
		require.Equal(t, "88.00", w.given(bill))
	})
}

func TestAShopThatSignsWithRSA2AndAsksNotifyVerify(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../../../keys/merchant_2088000000000001_private.pem")
	require.NoError(t, err)
	key, err := alipay.ParsePrivateKey(text)
	require.NoError(t, err)
	w := newWorld(t, func(c *shop.Config, _ *emulator.Options) {
		c.SignType, c.NotifyVerify, c.Keys.PrivateKey = alipay.RSA2, true, key
	})
	bill := w.paid("88.00")
	require.True(t, bill.Paid)
	require.Equal(t, 1, w.gateway.count("notify_verify"))
	_, bill = w.press("/bills/"+bill.ID+"/refund", `{"amount":"30.00","sync":false}`)
	w.advance(time.Second)
	require.Equal(t, "30.00", w.bill(bill.ID).Refunded)
}

func TestResetForgetsAllButTheTills(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.paid("88.00")
	w.press("/reset", "")
	state := w.state()
	require.Empty(t, state.Bills)
	require.Len(t, state.Tills, 2)
}

func TestThePageForPeopleShowsTheTills(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	response, err := http.Get(w.url + "/")
	require.NoError(t, err)
	defer func() { _ = response.Body.Close() }()
	require.Equal(t, http.StatusOK, response.StatusCode)
}
