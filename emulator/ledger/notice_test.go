package ledger_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"localipay/emulator/alipay"
	"localipay/emulator/ledger"
)

func fields(n alipay.Notification) map[string]string {
	all := map[string]string{}
	for _, f := range n.Fields {
		all[f.Name] = f.Value
	}
	return all
}

func TestPaymentNotification(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	trade, err := b.open(ledger.Order{Amount: 88_00, Buyer: limited})
	require.NoError(t, err)
	b.after(2 * time.Second)
	require.NoError(t, b.pay(trade.OutTradeNo))
	n := b.notifications()[0]
	require.Equal(t, map[string]string{ // merchant-qr §7
		"notify_type": "trade_status_sync", "notify_id": n.ID, "notify_action_type": "payByAccountAction",
		"out_trade_no": trade.OutTradeNo, "trade_no": trade.TradeNo, "trade_status": "TRADE_SUCCESS", "subject": "Noodles S1",
		"total_fee": "88.00", "price": "88.00", "quantity": "1",
		"gmt_create": "2026-03-02 12:00:00", "gmt_payment": "2026-03-02 12:00:02",
		"seller_id": partner, "seller_email": "seller" + partner + "@example.com",
		"buyer_id": limited, "buyer_email": "132****6685", "paytools_pay_amount": `[{"ALIPAYACCOUNT":"88.00"}]`,
	}, fields(n), "and no field is empty")
	require.Len(t, n.Fields, len(fields(n)), "nor twice there")
	require.Equal(t, alipay.NotifyPayment, n.Kind)
	require.Equal(t, shopURL, n.URL)
	require.Equal(t, b.qr.Code, n.Code)
	require.Equal(t, alipay.MD5, n.SignType)
	require.Equal(t, alipay.UTF8, n.Charset)
	require.Equal(t, b.clock.Now(), n.Due)
	require.True(t, isLower34(n.ID))

	t.Run("carries the passback and follows biz_data's sign type and charset", func(t *testing.T) {
		t.Parallel()
		b := newBook(t)
		biz := b.biz("S2")
		biz.Passback, biz.NotifySign, biz.NotifyChars = `{"till":"3"}`, alipay.RSA2, alipay.GB2312
		b.qr = b.code(biz)
		b.paid(100)
		n := b.notifications()[0]
		require.Equal(t, `{"till":"3"}`, field(n, "extra_common_param"))
		require.Equal(t, alipay.RSA2, n.SignType)
		require.Equal(t, alipay.GB2312, n.Charset)
	})
	t.Run("goes where the code says when it is paid", func(t *testing.T) {
		t.Parallel()
		b := newBook(t)
		trade := b.order(100)
		_, err := b.modify(b.qr.Value, b.biz("S1"), "http://shop.test/moved")
		require.NoError(t, err)
		require.NoError(t, b.pay(trade.OutTradeNo))
		require.Equal(t, "http://shop.test/moved", b.notifications()[0].URL)
	})
}

func TestRefundNotification(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	trade := b.paid(100)
	b.at("2026-03-03 10:00:00")
	b.refundLater(t, "R1", trade.OutTradeNo, 40)
	b.at("2026-03-03 10:00:01")
	b.refundLater(t, "R2", trade.OutTradeNo, 60)
	require.Len(t, b.notifications(), 1, "accepting one is not told of")
	b.at("2026-03-04 08:00:00")
	all := b.notifications()
	require.Len(t, all, 3)
	part, whole := all[1], all[2]
	for name, want := range map[string]string{ // merchant-qr §8
		"notify_type": "trade_status_sync", "notify_action_type": "refundFPAction", "refund_fee": "0.40", "out_biz_no": "R1",
		"gmt_refund": "2026-03-03 23:00:00", "trade_status": "TRADE_SUCCESS", "total_fee": "1.00", "out_trade_no": trade.OutTradeNo,
		"trade_no": trade.TradeNo, "gmt_payment": "2026-03-02 12:00:00", "notify_id": part.ID,
	} {
		require.Equal(t, want, field(part, name), name)
	}
	require.Equal(t, "TRADE_CLOSED", field(whole, "trade_status"), "the status as it then is")
	require.Equal(t, "0.60", field(whole, "refund_fee"))
	require.Equal(t, alipay.NotifyRefund, part.Kind)
	require.Equal(t, "http://shop.test/refunded", part.URL, "the refund's own notify_url")
	require.Equal(t, alipay.GBK, part.Charset, "and its request's charset")
	require.Equal(t, stamp(t, "2026-03-03 23:00:00"), part.Due)
	require.NotEqual(t, part.ID, whole.ID)

	t.Run("without a notify_url is none", func(t *testing.T) {
		t.Parallel()
		b := newBook(t)
		_, err := b.refund("R1", b.paid(100).OutTradeNo, 40, later)
		require.NoError(t, err)
		require.Len(t, b.notifications(), 1, "the code's notify_url is for payments")
	})
}

func TestVerifyNotifyID(t *testing.T) {
	t.Parallel()
	verify := func(b *book, id string) (yes bool) {
		b.do(func(tx *ledger.Tx) { yes = tx.VerifyNotifyID(id) })
		return yes
	}
	t.Run("is true from the first send until a minute after the ack", func(t *testing.T) {
		t.Parallel()
		b := newBook(t)
		b.paid(100)
		id := b.notifications()[0].ID
		require.False(t, verify(b, id), "nothing was sent yet")
		flying := b.Take(b.clock.Now(), 1, false)
		require.Len(t, flying, 1)
		require.True(t, verify(b, id), "while the POST is on its way")
		b.Land(flying[0], alipay.Attempt{Status: 500})
		require.True(t, verify(b, id))
		b.after(25 * time.Hour)
		require.True(t, verify(b, id), "as long as nobody said success")
	})
	for ttl, last := range map[string]time.Duration{"1m": 59 * time.Second, "2h": 2*time.Hour - time.Second} {
		t.Run("is false from "+ttl+" after the ack", func(t *testing.T) {
			t.Parallel()
			b := newBook(t, "notify_verify_ttl", ttl)
			b.paid(100)
			id := b.notifications()[0].ID
			require.Equal(t, 1, b.deliver("success"))
			b.after(last)
			require.True(t, verify(b, id))
			b.after(time.Second)
			require.False(t, verify(b, id))
		})
	}
	t.Run("with a ttl of zero is false from the ack itself", func(t *testing.T) {
		t.Parallel()
		b := newBook(t, "notify_verify_ttl", "0s")
		b.paid(100)
		id := b.notifications()[0].ID
		require.Equal(t, 1, b.deliver("fail"))
		require.True(t, verify(b, id))
		b.after(2 * time.Minute)
		require.Equal(t, 1, b.deliver("success"))
		require.False(t, verify(b, id))
	})
	t.Run("is false for an id of nobody's or of another partner's", func(t *testing.T) {
		t.Parallel()
		b, other := newBook(t), bookOf(t, "2088000000000002", 1)
		other.paid(100)
		require.Equal(t, 1, other.deliver("fail"))
		id := other.notifications()[0].ID
		require.True(t, verify(other, id))
		require.False(t, verify(b, id))
		require.False(t, verify(b, ""))
	})
}

func TestNothingElseIsToldOf(t *testing.T) {
	t.Parallel()
	b := newBook(t, "refund_period", "1h")
	timedOut, cancelled := b.order(100), b.order(100)
	_, err := b.cancel(cancelled.OutTradeNo)
	require.NoError(t, err)
	b.after(time.Hour)
	require.Equal(t, alipay.TradeClosed, b.trade(timedOut.OutTradeNo).Status)
	require.Empty(t, b.notifications())
	finished := b.paid(100)
	b.after(time.Hour)
	require.Equal(t, alipay.TradeFinished, b.trade(finished.OutTradeNo).Status)
	kinds := []string{}
	for _, n := range b.notifications() {
		kinds = append(kinds, field(n, "notify_action_type"))
	}
	require.True(t, slices.Equal([]string{"payByAccountAction"}, kinds), kinds)
}
