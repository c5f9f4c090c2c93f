package gateway_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestPaymentNotification(t *testing.T) {
	t.Parallel()
	w := start(t)
	t.Run("has the fields of merchant-qr §7 and no others", func(t *testing.T) {
		t.Parallel()
		s, in := w.shop(t), listen(t, nil)
		order, tradeNo := s.pay(t, s.code(t, "notify_url", in.url), "88")
		l := in.next(t)
		l.verify(t, s)
		require.Equal(t, http.MethodPost, l.method)
		require.Regexp(t, `^[a-z0-9]{34}$`, l.get("notify_id"))
		got := map[string]string{}
		for name := range l.raw {
			if name != "sign" && name != "notify_id" && name != "seller_email" {
				got[name] = l.get(name)
			}
		}
		require.Equal(t, map[string]string{
			"notify_time": now, "notify_type": "trade_status_sync", "notify_action_type": "payByAccountAction", "sign_type": "MD5",
			"out_trade_no": order, "trade_no": tradeNo, "trade_status": "TRADE_SUCCESS", "subject": "Harbour Noodle Central",
			"total_fee": "88.00", "price": "88.00", "quantity": "1", "gmt_create": now, "gmt_payment": now, "seller_id": s.partner,
			"buyer_id": "2088100000000001", "buyer_email": "852-****5432", "paytools_pay_amount": `[{"ALIPAYACCOUNT":"88.00"}]`,
		}, got)
	})
}

func TestPaymentNotificationEncoding(t *testing.T) {
	t.Parallel()
	w := start(t)
	for name, tc := range map[string]struct {
		signType, charset string // of the create request
		biz               change
		wantSign, wantSet string
	}{
		"follows the create request":          {"RSA2", "GBK", nil, "RSA2", "GBK"},
		"follows notify_sign_type":            {"MD5", "UTF-8", change{"notify_sign_type": "RSA"}, "RSA", "UTF-8"},
		"follows notify_charset":              {"MD5", "UTF-8", change{"notify_charset": "gbk"}, "MD5", "GBK"},
		"follows both, against the request's": {"RSA", "GBK", change{"notify_charset": "UTF-8", "notify_sign_type": "MD5"}, "MD5", "UTF-8"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, in := w.shop(t), listen(t, nil)
			data := biz(tc.biz, change{"store_name": "海港麵家"})
			code := s.creating("notify_url", in.url, "biz_data", data).in(tc.charset).signedBy(tc.signType).send(t).leaves["qrcode"]
			s.pay(t, code, "88.00")
			l := in.next(t)
			l.verify(t, s)
			require.Equal(t, "application/x-www-form-urlencoded; charset="+tc.wantSet, l.contentType)
			require.Equal(t, tc.wantSign, l.get("sign_type"))
			require.Equal(t, "海港麵家", l.get("subject"))
			require.Equal(t, encode(tc.wantSet, "海港麵家"), l.raw.Get("subject"))
		})
	}
	t.Run("writes a question mark for what GBK lacks", func(t *testing.T) {
		t.Parallel()
		s, in := w.shop(t), listen(t, nil)
		s.pay(t, s.code(t, "notify_url", in.url, "biz_data", biz(change{"notify_charset": "GBK", "store_name": "麵😀é€"})), "88.00")
		l := in.next(t)
		l.verify(t, s)
		require.Equal(t, "麵?é?", l.get("subject"))
	})
	t.Run("is not sent without a notify_url", func(t *testing.T) {
		t.Parallel()
		s := w.shop(t)
		s.paid(t, "88.00")
		require.Empty(t, s.list(t, "/notifications"))
	})
}

func TestPassback(t *testing.T) {
	t.Parallel()
	w := start(t)
	for name, tc := range map[string]struct{ member, want string }{
		"an object comes back as supplied":    {`{"till": "2",  "b":1}`, `{"till": "2",  "b":1}`},
		"a text comes back":                   {`"till 2 & more"`, "till 2 & more"},
		"a text of JSON comes back":           {`"{\"till\":\"2\"}"`, `{"till":"2"}`},
		"a number comes back":                 {`42`, "42"},
		"an empty object comes back":          {`{}`, "{}"},
		"null is none":                        {`null`, ""},
		"an empty text is none":               {`""`, ""},
		"an object in it is illegal":          {`{"a":{"b":1}}`, illegal},
		"a list in it is illegal":             {`{"a":[1]}`, illegal},
		"a text of nested JSON is illegal":    {`"{\"a\":{}}"`, illegal},
		"a list is illegal":                   {`[1]`, illegal},
		"a character XML lacks is illegal":    {`"\u0001"`, illegal},
		"a lone surrogate in it is illegal":   {`"\udc00"`, illegal},
		"an object's escapes stay as spelled": {`{"a":"\u6d77"}`, `{"a":"\u6d77"}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, in := w.shop(t), listen(t, nil)
			data := biz()
			data = data[:len(data)-1] + `,"passback_parameters":` + tc.member + "}"
			r := s.creating("biz_data", data, "notify_url", in.url).send(t)
			if tc.want == illegal {
				require.Equal(t, illegal, r.outcome())
				return
			}
			s.pay(t, r.leaves["qrcode"], "88.00")
			l := in.next(t)
			l.verify(t, s)
			require.Equal(t, tc.want, l.get("extra_common_param"))
			require.Equal(t, tc.want != "", l.raw.Has("extra_common_param"))
		})
	}
}

func TestRefundNotification(t *testing.T) {
	t.Parallel()
	w := start(t)
	for name, tc := range map[string]struct{ amount, status string }{
		"of a part leaves the trade TRADE_SUCCESS": {"8.00", "TRADE_SUCCESS"},
		"of all makes it TRADE_CLOSED":             {"88.00", "TRADE_CLOSED"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, in := w.shop(t), listen(t, nil)
			order, tradeNo := s.paid(t, "88.00")
			s.refunding(order, "R1", tc.amount, "notify_url", in.url).in("GBK").signedBy("RSA").send(t)
			l := in.next(t)
			l.verify(t, s)
			require.Equal(t, "application/x-www-form-urlencoded; charset=GBK", l.contentType)
			for field, want := range map[string]string{
				"notify_type": "trade_status_sync", "notify_action_type": "refundFPAction", "refund_fee": tc.amount, "out_biz_no": "R1",
				"gmt_refund": now, "trade_status": tc.status, "out_trade_no": order, "trade_no": tradeNo, "total_fee": "88.00", "sign_type": "RSA",
			} {
				require.Equal(t, want, l.get(field), field)
			}
		})
	}
	t.Run("there is none of a synchronous refund, nor without a notify_url", func(t *testing.T) {
		t.Parallel()
		s, in := w.shop(t), listen(t, nil)
		order, _ := s.paid(t, "88.00")
		s.refunding(order, "R1", "1.00", "is_sync", "Y", "notify_url", in.url).send(t)
		s.refunding(order, "R2", "1.00").send(t)
		require.Empty(t, s.list(t, "/notifications"))
	})
}
