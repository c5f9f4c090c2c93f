package service_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"localipay/emulator/alipay"
	"localipay/emulator/service"
)

func TestFail(t *testing.T) {
	t.Parallel()
	find := func(name string) (service.Service, *service.Call) {
		s, ok := service.Find(name)
		require.True(t, ok)
		return s, &service.Call{
			Merchant: alipay.DefaultMerchant("2088000000000001"), Params: []alipay.Field{{Name: "out_trade_no", Value: "T0001"}},
		}
	}
	t.Run("a cancel that met a SYSTEM_ERROR names the order and asks to be repeated", func(t *testing.T) {
		t.Parallel()
		s, c := find(alipay.ServiceCancel)
		answer := s.Fail(c, alipay.SystemError, alipay.SystemError.Text())
		require.Contains(t, answer.Leaves, alipay.Field{Name: "retry_flag", Value: "Y"})
		require.Contains(t, answer.Leaves, alipay.Field{Name: "out_trade_no", Value: "T0001"})
		require.Equal(t, "SYSTEM_ERROR", answer.Outcome)
	})
	t.Run("no other service's failure names it", func(t *testing.T) {
		t.Parallel()
		for _, name := range []string{alipay.ServiceQuery, alipay.ServiceRefundQuery, alipay.ServiceRefund} {
			s, c := find(name)
			require.NotContains(t, s.Fail(c, alipay.SystemError, "x").Leaves, alipay.Field{Name: "out_trade_no", Value: "T0001"})
		}
	})
	t.Run("detail_error_des keeps to 64 characters", func(t *testing.T) {
		t.Parallel()
		s, c := find(alipay.ServiceQuery)
		long := "麵麵麵麵麵麵麵麵麵麵麵麵麵麵麵麵麵麵麵麵麵麵麵麵麵麵麵麵麵麵麵麵麵麵麵麵麵麵麵麵麵麵麵麵麵麵麵麵麵麵麵麵麵麵麵麵麵麵麵麵麵麵麵麵麵"
		for _, leaf := range s.Fail(c, alipay.InvalidParameter, long).Leaves {
			if leaf.Name == "detail_error_des" {
				require.Len(t, []rune(leaf.Value), 64)
			}
		}
	})
}
