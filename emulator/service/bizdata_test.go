package service_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"localipay/emulator/alipay"
	"localipay/emulator/service"
)

const goodStore = `{"secondary_merchant_industry":"5812","secondary_merchant_id":"M0001","secondary_merchant_name":"Harbour Noodle",
"store_id":"S01","store_name":"海港麵家","trans_currency":"HKD","currency":"HKD","channel_fee":{"type":"RATE","value":"0.01"},
"passback_parameters":{"till":"2"},"is_show_memo":true,"notify_charset":"gbk","notify_sign_type":"RSA2"}`

func TestParseBizData(t *testing.T) {
	t.Parallel()
	biz, err := service.ParseBizData(goodStore, alipay.DefaultMerchant("2088000000000001"))
	require.NoError(t, err)
	require.Equal(t, alipay.BizData{
		Industry: "5812", MerchantID: "M0001", MerchantName: "Harbour Noodle", StoreID: "S01", StoreName: "海港麵家",
		TransCurr: "HKD", Currency: "HKD", FeeType: "RATE", FeeValue: "0.01", Passback: `{"till":"2"}`, ShowMemo: true,
		NotifySign: alipay.RSA2, NotifyChars: alipay.GBK,
	}, biz)
}

// FuzzBizData: whatever biz_data holds is either refused by one of two codes,
// or all text that a notification and XML can carry.
func FuzzBizData(f *testing.F) {
	f.Add(goodStore, false)
	f.Add(goodStore, true)
	f.Add(strings.Replace(goodStore, "S01", `\ud800`, 1), false)
	f.Add(`{"passback_parameters":"{\"a\":`+strings.Repeat("[", 200)+`"}`, false)
	f.Add(`{"secondary_merchant_industry":4121,"taxi_number":null}`, true)
	f.Fuzz(func(t *testing.T, text string, strict bool) {
		if !alipay.Storable(text) {
			t.Skip("the gateway lets no such text through")
		}
		m := alipay.DefaultMerchant("2088000000000001")
		m.Strict = strict
		biz, err := service.ParseBizData(text, m)
		if err != nil {
			code, _ := alipay.CodeIn(err)
			require.Contains(t, []alipay.Code{alipay.BarcodeParameterIllegal, alipay.BarcodeParameterIsNull}, code)
			return
		}
		for _, kept := range []string{
			biz.Industry, biz.MerchantID, biz.MerchantName, biz.StoreID, biz.StoreName, biz.TaxiOperator, biz.TaxiNumber,
			biz.TaxiDriver, biz.TaxiMobile, biz.ProviderID, biz.Country, biz.Address, biz.Passback, biz.FeeType, biz.FeeValue, biz.NotifyMobile,
		} {
			require.True(t, alipay.Storable(kept), "%q", kept)
		}
		require.Equal(t, m.Currency, biz.Currency)
		require.NotEmpty(t, biz.MerchantID)
	})
}
