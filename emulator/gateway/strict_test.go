package gateway_test

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// TestQuotes: a strict merchant's value holds no half-width double quote
// unless it is JSON; the refusal is in the service's own form (decision 24).
func TestQuotes(t *testing.T) {
	t.Parallel()
	w := start(t)
	for name, tc := range map[string]struct {
		request func(*shop) *call
		strict  string
		lenient string
	}{
		create:       {func(s *shop) *call { return s.creating() }, illegal, "SUCCESS"},
		modify:       {func(s *shop) *call { return s.modifying("x") }, illegal, "AE_BARCODE_OPERATE_CODE_FAIL"},
		modifyStatus: {func(s *shop) *call { return s.turning("x", "STOP") }, illegal, "AE_BARCODE_OPERATE_CODE_FAIL"},
		refund:       {func(s *shop) *call { return s.refunding("T1", "R1", "1") }, "INVALID_PARAMETER", "TRADE_NOT_EXIST"},
		query:        {func(s *shop) *call { return s.call(query, "partner_trans_id", "T1") }, "INVALID_PARAMETER", "TRADE_NOT_EXIST"},
		cancel:       {func(s *shop) *call { return s.cancelling("T1") }, "INVALID_PARAMETER", "SUCCESS"},
		refundQuery: {
			func(s *shop) *call { return s.call(refundQuery, "out_trade_no", "T1", "out_return_no", "R1") },
			"QUERY_FAILED", "TRADE_NOT_EXIST",
		},
		maintain:   {func(s *shop) *call { return s.storing() }, "PARAM_ILLEGAL", "SUCCESS"},
		storeQuery: {func(s *shop) *call { return s.asking() }, "PARAM_ILLEGAL", "DATA_NOT_EXIST"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := tc.request(w.shop(t, switches{"strict": true})).with("memo", `say "hi"`).send(t)
			require.True(t, r.success, "it is no gateway failure")
			require.Equal(t, tc.strict, r.outcome())
			require.Equal(t, tc.lenient, tc.request(w.shop(t)).with("memo", `say "hi"`).send(t).outcome())
		})
	}
	t.Run("every service that wants a timestamp wants it of strict merchants", func(t *testing.T) {
		t.Parallel()
		s := w.shop(t, switches{"strict": true})
		for _, c := range []*call{s.creating(), s.modifying("x"), s.turning("x", "STOP"), s.cancelling("T1"), s.storing(), s.asking()} {
			require.Equal(t, "ILLEGAL_ARGUMENT", c.without("timestamp").send(t).error, c.params["service"])
		}
	})
	t.Run("every service but refund and query wants its charset", func(t *testing.T) {
		t.Parallel()
		s := w.shop(t)
		for _, c := range []*call{
			s.creating(), s.modifying("x"), s.turning("x", "STOP"), s.cancelling("T1"), s.storing(), s.asking(),
			s.call(refundQuery, "out_trade_no", "T1", "out_return_no", "R1"),
		} {
			require.Equal(t, "ILLEGAL_ARGUMENT", c.without("_input_charset").send(t).error, c.params["service"])
		}
		require.Equal(t, "TRADE_NOT_EXIST", s.refunding("T1", "R1", "1").without("_input_charset").send(t).outcome())
		require.Equal(t, "TRADE_NOT_EXIST", s.call(query, "partner_trans_id", "T1").without("_input_charset").send(t).outcome())
	})
}
