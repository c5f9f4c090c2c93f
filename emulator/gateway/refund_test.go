package gateway_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// requireRefundForm: a refund's failure has two members (decision 11).
func requireRefundForm(t *testing.T, r reply, code string) {
	t.Helper()
	require.Equal(t, "alipay", r.child, "%s", r.raw)
	require.Equal(t, map[string]string{"error": code, "result_code": "FAILED"}, r.leaves)
}

func TestRefund(t *testing.T) {
	t.Parallel()
	w := start(t)
	t.Run("answers the refund, with two decimals", func(t *testing.T) {
		t.Parallel()
		s := w.shop(t)
		order, tradeNo := s.paid(t, "88")
		r := s.refunding(order, "R1", "1.5", "is_sync", "Y", "refund_reson", "冷咗").in("GBK").without("_input_charset").send(t)
		require.Equal(t, "alipay", r.child)
		require.Equal(t, map[string]string{
			"alipay_trans_id": tradeNo, "currency": "HKD", "partner_refund_id": "R1", "partner_trans_id": order,
			"refund_amount": "1.50", "result_code": "SUCCESS",
		}, r.leaves)
	})
	for _, name := range []string{"partner_trans_id", "partner_refund_id", "refund_amount", "currency"} {
		t.Run("needs "+name, func(t *testing.T) {
			t.Parallel()
			s := w.shop(t)
			require.Equal(t, "ILLEGAL_ARGUMENT", s.refunding("T1", "R1", "1").without(name).send(t).error)
			require.Equal(t, "ILLEGAL_ARGUMENT", s.refunding("T1", "R1", "1", name, "").send(t).error)
		})
	}
	for name, pairs := range map[string][]string{
		"is_sync y":                   {"is_sync", "y"},
		"is_sync true":                {"is_sync", "true"},
		"a refund id of 65":           {"partner_refund_id", strings.Repeat("R", 65)},
		"a trade id of 65":            {"alipay_trans_id", strings.Repeat("1", 65)},
		"a reson of 129":              {"refund_reson", strings.Repeat("退", 129)},
		"a reason of 129":             {"refund_reason", strings.Repeat("退", 129)},
		"a currency of 11":            {"currency", "HKDHKDHKDHK"},
		"a notify_url without scheme": {"notify_url", "m.example/notify"},
		"a notify_url of 201":         {"notify_url", "https://m.example/" + strings.Repeat("a", 183)},
	} {
		t.Run(name+" is INVALID_PARAMETER", func(t *testing.T) {
			t.Parallel()
			s := w.shop(t)
			order, _ := s.paid(t, "88.00")
			requireRefundForm(t, s.refunding(order, "R1", "1.00", pairs...).send(t), "INVALID_PARAMETER")
			require.Empty(t, s.list(t, "/refunds"))
		})
	}
	t.Run("the refund's id is not the trade's", func(t *testing.T) {
		t.Parallel()
		s := w.shop(t)
		order, _ := s.paid(t, "88.00")
		requireRefundForm(t, s.refunding(order, order, "1.00").send(t), "INVALID_PARAMETER")
	})
	for _, name := range []string{"refund_reson", "refund_reason"} {
		t.Run(name+" of 128 characters is taken", func(t *testing.T) {
			t.Parallel()
			s := w.shop(t)
			order, _ := s.paid(t, "88.00")
			require.Equal(t, "SUCCESS", s.refunding(order, "R1", "1.00", name, strings.Repeat("退", 128)).send(t).outcome())
		})
	}
}

func TestRefundAmounts(t *testing.T) {
	t.Parallel()
	w := start(t)
	for amount, answered := range map[string]string{
		"1": "1.00", "1.5": "1.50", "0.01": "0.01", "1160.00": "1160.00", "0.1": "0.10",
		"1e3": "", "-1": "", "+1": "", "0": "", "0.00": "", "0.001": "", "１.００": "", "01.00": "", " 1.00": "", "1.00 ": "", "1.": "", ".5": "",
		"1,160.00": "", "1,00": "", "HKD1": "", "0x1": "", "1_0": "", "NaN": "", "Infinity": "", "12345678": "", "1.2.3": "", "--1": "",
	} {
		t.Run(amount+" gives "+answered, func(t *testing.T) {
			t.Parallel()
			s := w.shop(t)
			order, _ := s.paid(t, "2000.00")
			r := s.refunding(order, "R1", amount).send(t)
			if answered == "" {
				requireRefundForm(t, r, "INVALID_PARAMETER")
				return
			}
			require.Equal(t, answered, r.leaves["refund_amount"])
		})
	}
	t.Run("seven digits are well-formed", func(t *testing.T) {
		t.Parallel()
		s := w.shop(t)
		order, _ := s.paid(t, "2000.00")
		requireRefundForm(t, s.refunding(order, "R1", "9999999.99").send(t), "RETURN_AMOUNT_EXCEED")
	})
}

func TestRefundFailures(t *testing.T) {
	t.Parallel()
	w := start(t)
	for code, prepare := range map[string]func(*testing.T, *shop) *call{
		"TRADE_NOT_EXIST": func(_ *testing.T, s *shop) *call { return s.refunding("T0001", "R1", "1.00") },
		"TRADE_STATUS_ERROR": func(t *testing.T, s *shop) *call {
			order, _ := s.open(t, s.code(t), "88.00")
			return s.refunding(order, "R1", "1.00")
		},
		"TRADE_HAS_CLOSE": func(t *testing.T, s *shop) *call {
			order, _ := s.paid(t, "88.00")
			require.Equal(t, "SUCCESS", s.refunding(order, "R0", "88.00").send(t).outcome())
			return s.refunding(order, "R1", "88.00")
		},
		"TRADE_HAS_FINISHED": func(t *testing.T, s *shop) *call {
			order, _ := s.paid(t, "88.00")
			s.advance(t, "180d")
			return s.refunding(order, "R1", "1.00")
		},
		"RETURN_AMOUNT_EXCEED": func(t *testing.T, s *shop) *call {
			order, _ := s.paid(t, "88.00")
			return s.refunding(order, "R1", "88.01")
		},
		"CURRENCY_NOT_SAME": func(t *testing.T, s *shop) *call {
			order, _ := s.paid(t, "88.00")
			return s.refunding(order, "R1", "1.00", "currency", "USD")
		},
		"DISCORDANT_REPEAT_REQUEST": func(t *testing.T, s *shop) *call {
			order, _ := s.paid(t, "88.00")
			s.refunding(order, "R1", "1.00").send(t)
			return s.refunding(order, "R1", "2.00")
		},
		"MERCHANT_BALANCE_NOT_ENOUGH": func(t *testing.T, s *shop) *call {
			order, _ := s.paid(t, "88.00")
			s.admin(t, http.MethodPatch, "merchants/"+s.partner, switches{"balance": "0.99"})
			return s.refunding(order, "R1", "1.00", "is_sync", "Y")
		},
	} {
		t.Run(code, func(t *testing.T) {
			t.Parallel()
			requireRefundForm(t, prepare(t, w.shop(t)).send(t), code)
		})
	}
}

func TestRefundOfTheRightTrade(t *testing.T) {
	t.Parallel()
	w := start(t)
	t.Run("an alipay_trans_id of another trade is TRADE_NOT_EXIST, the right one is fine", func(t *testing.T) {
		t.Parallel()
		s := w.shop(t)
		order, tradeNo := s.paid(t, "88.00")
		_, other := s.pay(t, s.code(t), "1.00")
		requireRefundForm(t, s.refunding(order, "R1", "1.00", "alipay_trans_id", other).send(t), "TRADE_NOT_EXIST")
		require.Equal(t, "SUCCESS", s.refunding(order, "R1", "1.00", "alipay_trans_id", tradeNo).send(t).outcome())
	})
	t.Run("another merchant's trade is TRADE_NOT_EXIST", func(t *testing.T) {
		t.Parallel()
		order, _ := w.shop(t).paid(t, "88.00")
		requireRefundForm(t, w.shop(t).refunding(order, "R1", "1.00").send(t), "TRADE_NOT_EXIST")
	})
	t.Run("a repeat gives the same answer and refunds once", func(t *testing.T) {
		t.Parallel()
		s := w.shop(t)
		order, _ := s.paid(t, "88.00")
		first := s.refunding(order, "R1", "8").send(t)
		require.Equal(t, first.leaves, s.refunding(order, "R1", "8.00", "is_sync", "Y").send(t).leaves)
		require.Equal(t, "8.00", s.admin(t, http.MethodGet, "/trades/"+order, nil)["refunded"])
	})
}

func TestRefundQuery(t *testing.T) {
	t.Parallel()
	w := start(t)
	asking := func(s *shop, order, id string, pairs ...string) *call {
		return s.call(refundQuery, "out_trade_no", order, "out_return_no", id).with(pairs...)
	}
	only := func(t *testing.T, r reply, code string) {
		t.Helper()
		require.Equal(t, map[string]string{"response_code": code}, r.leaves, "%s", r.raw)
	}
	t.Run("tells of a refund that is done", func(t *testing.T) {
		t.Parallel()
		s := w.shop(t)
		order, tradeNo := s.paid(t, "88.00")
		s.refunding(order, "R1", "8.00").send(t)
		require.Equal(t, map[string]string{
			"gmt_create": now, "out_return_no": "R1", "out_trade_no": order, "refund_result_code": "SUCCESS",
			"response_code": "SUCCESS", "trade_no": tradeNo,
		}, asking(s, order, "R1").send(t).leaves)
	})
	t.Run("tells of a refund that waits for funds", func(t *testing.T) {
		t.Parallel()
		s := w.shop(t)
		order, _ := s.paid(t, "88.00")
		s.admin(t, http.MethodPatch, "merchants/"+s.partner, switches{"balance": "0"})
		require.Equal(t, "SUCCESS", s.refunding(order, "R1", "8.00").send(t).outcome(), "it is accepted")
		leaves := asking(s, order, "R1").send(t).leaves
		require.Equal(t, "PROCESSING", leaves["refund_result_code"])
		require.Equal(t, "MERCHANT_BALANCE_NOT_ENOUGH", leaves["refund_error_code"])
	})
	t.Run("an unknown trade and an unknown refund are told apart", func(t *testing.T) {
		t.Parallel()
		s := w.shop(t)
		order, _ := s.paid(t, "88.00")
		other, _ := s.pay(t, s.code(t), "1.00")
		s.refunding(order, "R1", "8.00").send(t)
		only(t, asking(s, "T0001", "R1").send(t), "TRADE_NOT_EXIST")
		only(t, asking(s, order, "R2").send(t), "NOT_FOUND")
		only(t, asking(s, other, "R1").send(t), "NOT_FOUND")
	})
	t.Run("what is too long is QUERY_FAILED", func(t *testing.T) {
		t.Parallel()
		s := w.shop(t)
		only(t, asking(s, strings.Repeat("1", 65), "R1").send(t), "QUERY_FAILED")
		only(t, asking(s, "T1", strings.Repeat("1", 129)).send(t), "QUERY_FAILED")
	})
	t.Run("what is missing is ILLEGAL_ARGUMENT", func(t *testing.T) {
		t.Parallel()
		s := w.shop(t)
		require.Equal(t, "ILLEGAL_ARGUMENT", asking(s, "", "R1").send(t).error)
		require.Equal(t, "ILLEGAL_ARGUMENT", asking(s, "T1", "").without("out_return_no").send(t).error)
		require.Equal(t, "ILLEGAL_ARGUMENT", asking(s, "T1", "R1").without("_input_charset").send(t).error)
	})
}
