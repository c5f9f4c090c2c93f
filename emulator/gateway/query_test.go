package gateway_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestQuery(t *testing.T) {
	t.Parallel()
	w := start(t)
	t.Run("tells of a paid trade", func(t *testing.T) {
		t.Parallel()
		s := w.shop(t)
		order, tradeNo := s.paid(t, "88")
		want := map[string]string{
			"alipay_buyer_login_id": "852-****5432", "alipay_buyer_user_id": "2088100000000001", "alipay_pay_time": "20260105100000",
			"alipay_trans_id": tradeNo, "alipay_trans_status": "TRADE_SUCCESS", "currency": "HKD", "out_trade_no": order,
			"partner_trans_id": order, "payment_inst": "ALIPAYHK", "result_code": "SUCCESS", "trans_amount": "88.00",
		}
		r := s.call(query, "partner_trans_id", order).send(t)
		require.Equal(t, "alipay", r.child)
		require.Equal(t, want, r.leaves)
		require.Equal(t, want, s.call(query, "alipay_trans_id", tradeNo).send(t).leaves)
		require.Equal(t, want, s.call(query, "alipay_trans_id", tradeNo, "partner_trans_id", "other").send(t).leaves, "Alipay's id wins")
	})
	t.Run("an order that waits has no pay time", func(t *testing.T) {
		t.Parallel()
		s := w.shop(t)
		order, _ := s.open(t, s.code(t), "88.00")
		leaves := s.call(query, "partner_trans_id", order).send(t).leaves
		require.Equal(t, "WAIT_BUYER_PAY", leaves["alipay_trans_status"])
		require.NotContains(t, leaves, "alipay_pay_time")
	})
	t.Run("a refunded trade keeps its pay time", func(t *testing.T) {
		t.Parallel()
		s := w.shop(t)
		order, _ := s.paid(t, "88.00")
		s.refunding(order, "R1", "88.00").send(t)
		leaves := s.call(query, "partner_trans_id", order).send(t).leaves
		require.Equal(t, "TRADE_CLOSED", leaves["alipay_trans_status"])
		require.Equal(t, "20260105100000", leaves["alipay_pay_time"])
	})
	t.Run("needs one of the two ids", func(t *testing.T) {
		t.Parallel()
		s := w.shop(t)
		require.Equal(t, "ILLEGAL_ARGUMENT", s.call(query).send(t).error)
		require.Equal(t, "ILLEGAL_ARGUMENT", s.call(query, "partner_trans_id", "", "alipay_trans_id", "").send(t).error)
	})
	for name, tc := range map[string]struct {
		id, code string
		with     switches
	}{
		"an unknown order":             {"T0001", "TRADE_NOT_EXIST", nil},
		"an id that is too long":       {strings.Repeat("1", 65), "INVALID_PARAMETER", nil},
		"a quote in an id, lenient":    {`T"1`, "TRADE_NOT_EXIST", nil},
		"a quote in an id when strict": {`T"1`, "INVALID_PARAMETER", switches{"strict": true}},
	} {
		t.Run(name+" is "+tc.code, func(t *testing.T) {
			t.Parallel()
			r := w.shop(t, tc.with).call(query, "partner_trans_id", tc.id).send(t)
			requireDetailed(t, r, tc.code, "error")
			require.Equal(t, tc.code, r.leaves["error"])
		})
	}
}

// requireDetailed: the failures of query and cancel (decision 11).
func requireDetailed(t *testing.T, r reply, code string, further ...string) {
	t.Helper()
	require.Equal(t, "alipay", r.child, "%s", r.raw)
	require.Equal(t, code, r.leaves["detail_error_code"])
	require.Equal(t, "FAIL", r.leaves["result_code"])
	require.NotEmpty(t, r.leaves["detail_error_des"])
	require.LessOrEqual(t, len([]rune(r.leaves["detail_error_des"])), 64)
	var names []string
	for name := range r.leaves {
		names = append(names, name)
	}
	require.ElementsMatch(t, append(further, "detail_error_code", "detail_error_des", "result_code"), names)
}

func (s *shop) cancelling(outTradeNo string, pairs ...string) *call {
	return s.call(cancel, "out_trade_no", outTradeNo, "timestamp", "1767578400000").with(pairs...)
}

func TestCancel(t *testing.T) {
	t.Parallel()
	w := start(t)
	t.Run("an order that was never made is cancelled", func(t *testing.T) {
		t.Parallel()
		r := w.shop(t).cancelling("T0001").send(t)
		require.Equal(t, map[string]string{"out_trade_no": "T0001", "result_code": "SUCCESS", "retry_flag": "N"}, r.leaves)
	})
	t.Run("an unpaid one is closed, again and again", func(t *testing.T) {
		t.Parallel()
		s := w.shop(t)
		order, tradeNo := s.open(t, s.code(t), "88.00")
		want := map[string]string{"action": "close", "out_trade_no": order, "result_code": "SUCCESS", "retry_flag": "N", "trade_no": tradeNo}
		require.Equal(t, want, s.cancelling(order).send(t).leaves)
		require.Equal(t, want, s.cancelling(order).send(t).leaves)
	})
	t.Run("a paid one is refunded, asked for by either number", func(t *testing.T) {
		t.Parallel()
		s := w.shop(t)
		order, tradeNo := s.paid(t, "88.00")
		want := map[string]string{"action": "refund", "out_trade_no": order, "result_code": "SUCCESS", "retry_flag": "N", "trade_no": tradeNo}
		require.Equal(t, want, s.cancelling("other", "trade_no", tradeNo).send(t).leaves)
		require.Equal(t, want, s.cancelling(order).send(t).leaves)
	})
}

func TestCancelFailures(t *testing.T) {
	t.Parallel()
	w := start(t)
	t.Run("the next day is TRADE_CANCEL_TIME_OUT", func(t *testing.T) {
		t.Parallel()
		s := w.shop(t)
		order, tradeNo := s.paid(t, "88.00")
		s.advance(t, "14h")
		for _, c := range []*call{s.cancelling(order), s.cancelling("", "trade_no", tradeNo).without("out_trade_no")} {
			r := c.send(t)
			requireDetailed(t, r, "TRADE_CANCEL_TIME_OUT", "out_trade_no", "retry_flag")
			require.Equal(t, order, r.leaves["out_trade_no"])
			require.Equal(t, "N", r.leaves["retry_flag"])
		}
	})
	for name, tc := range map[string]struct{ amount, code string }{
		"after a full refund":    {"88.00", "TRADE_HAS_CLOSE"},
		"after a partial refund": {"8.00", "REASON_TRADE_REFUND_FEE_ERR"},
	} {
		t.Run(name+" is "+tc.code, func(t *testing.T) {
			t.Parallel()
			s := w.shop(t)
			order, _ := s.paid(t, "88.00")
			s.refunding(order, "R1", tc.amount).send(t)
			requireDetailed(t, s.cancelling(order).send(t), tc.code, "out_trade_no", "retry_flag")
		})
	}
	t.Run("what is too long is INVALID_PARAMETER, and still names the order", func(t *testing.T) {
		t.Parallel()
		r := w.shop(t).cancelling("T0001", "trade_no", strings.Repeat("1", 65)).send(t)
		requireDetailed(t, r, "INVALID_PARAMETER", "out_trade_no", "retry_flag")
		require.Equal(t, "T0001", r.leaves["out_trade_no"])
	})
	t.Run("needs one of the two ids", func(t *testing.T) {
		t.Parallel()
		s := w.shop(t)
		require.Equal(t, "ILLEGAL_ARGUMENT", s.cancelling("").send(t).error)
		require.Equal(t, "ILLEGAL_ARGUMENT", s.cancelling("T1").without("_input_charset").send(t).error)
	})
}
