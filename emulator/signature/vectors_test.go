package signature_test

import (
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"testing"

	"github.com/stretchr/testify/require"

	"localipay/emulator/alipay"
	"localipay/emulator/signature"
)

// The test keys of the open-source alipay gem, and of merchant-qr §1.1.
const (
	gemKey       = "10000000000000000000000000000000"
	qrKey        = "k3yk3yk3yk3yk3yk3yk3yk3yk3yk3y00"
	gemPublicB64 = "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQCjNVhJf9PYDFN1PFd4SXEvxmjD0dn+xQ4lQu6o8HbGXz4de/RRVTJDL48qwxn81lar5cNSIjbnhDRXm9fZcrzuwbjqxXOv2Ov7MZAa/WJEcfvp3XcSgxKPB54FLVvHo/rxuMK2xpps47Lpc7vppkvi3ofbXW61S+aT0TWFkUMTnwIDAQAB"

	rsaOfTest  = "TaVXdP/0ia5NxIv9T76v6vGOrtgoaFrwnchKIWP9PQeX1UkUVxaq6ejDFmXFrFR+Plk+E/XzfV2DYJSVt0Am0qJRSgeg+PuvK+yWGCGm9GJgUJlS4Eyta3g+8DWwRWTjUyh5yzlf9JoSnbNjYpBolnMRD7B/u1JLkTMJuMx2TVM="
	rsa2OfTest = "NQ/NS3M3CLeCE0WFaX0PU6Dh/LS0ig2ngh/JDXtDqZWQw36sUOucgU9qNVd/f/KZEz78dPNdWjNE6Ay6hy1EayGEhxnTJ8uuOOFhdshRRYDoNB3LmIhuXt3B23eqfnSgO4GiarHBHpGa+x8GARWb0KHRWjCzuxZ8fL4+/8ebLFQ="

	refundVector   = `_input_charset=UTF-8&currency=HKD&is_sync=Y&partner=1000000000000000&partner_refund_id=R0001&partner_trans_id=T0001&refund_amount=1.50&refund_reson=退货 a+b&c=d&service=alipay.acquire.overseas.spot.refund`
	responseVector = `alipay_buyer_login_id=852-****0001&alipay_buyer_user_id=2088000000000001&alipay_pay_time=20201207152003&alipay_trans_id=2020120722001400001400000001&alipay_trans_status=TRADE_SUCCESS&currency=HKD&out_trade_no=T0001&partner_trans_id=T0001&payment_inst=ALIPAYHK&result_code=SUCCESS&trans_amount=10.00`
)

func TestMD5Vectors(t *testing.T) {
	t.Parallel()
	for _, v := range []struct{ name, text, key, want string }{
		{"gem: service and partner", `partner=123&service=test`, gemKey, "bbd13b52823b576291595f472ebcfbc2"},
		{"gem: another key", `partner=123&service=test`, "20000000000000000000000000000000", "6d581af270c023fdaaca6880491e9bf7"},
		{"gem: notify_verify", `notify_id=1234`, gemKey, "22fc7e38e5acdfede396aa463870d111"},
		{"gem: query", `_input_charset=utf-8&partner=1000000000000000&partner_trans_id=2010121000000002&service=alipay.acquire.overseas.query`, gemKey, "2a7f598bbb13d02f7de819ae689f80ba"},
		{"gem: refund", `_input_charset=utf-8&currency=USD&is_sync=Y&partner=1000000000000000&partner_refund_id=301012133000002&partner_trans_id=2010121000000002&refund_amount=0.01&service=alipay.acquire.overseas.spot.refund`, gemKey, "397685a0c6b2d71d0d1f374ddba331a0"},
		{"gem: forex_refund", `_input_charset=utf-8&currency=USD&gmt_return=20150101000000&out_return_no=1&out_trade_no=12345678980&partner=1000000000000000&reason=reason&return_amount=0.01&service=forex_refund`, gemKey, "c9681fff5505fe993d1b2b8141308d0d"},
		{"gem: create_forex_trade", `_input_charset=utf-8&currency=EUR&notify_url=https://example.com/notify&out_trade_no=1&partner=1000000000000000&service=create_forex_trade&subject=test&total_fee=0.01`, gemKey, "f24fd4d76acabf860263a40805138380"},
		{"gem: create_forex_trade_wap with a blank", `_input_charset=utf-8&currency=USD&merchant_url=http://example.com/itemback&notify_url=https://example.com/orders/20150401000-0001/notify&out_trade_no=20150401000-0001&partner=1000000000000000&return_url=https://example.com/orders/20150401000-0001&seller_id=1000000000000000&service=create_forex_trade_wap&subject=Order Name&total_fee=10.00`, gemKey, "f15d9e3d885c12f1a994048342c07bef"},
		{"gem: create_direct_pay_by_user", `_input_charset=utf-8&out_trade_no=1&partner=1000000000000000&payment_type=1&price=0.01&quantity=1&seller_id=1000000000000000&service=create_direct_pay_by_user&subject=test`, gemKey, "682ad02280fca7d4c0fd22678fdddeef"},
		{"gem: batch_trans_notify in Chinese", `_input_charset=utf-8&account_name=毛毛&batch_fee=1000.0&batch_no=20080107001&batch_num=1&detail_data=0315006^testture0002@126.com^常炜买家^1000.00^hello&email=biz_932@alitest.com&notify_url=https://example.com/orders/20150401000-0001/notify&partner=1000000000000000&pay_date=20080107&service=batch_trans_notify`, gemKey, "59c611607daafd1337e96b22404bd521"},
		{"gem: refund_fastpay_by_platform_pwd", `_input_charset=utf-8&batch_no=123456789&batch_num=1&detail_data=1^0.01^test&notify_url=/some_url&partner=1000000000000000&refund_date=2015-01-01 00:00:00&seller_user_id=1000000000000000&service=refund_fastpay_by_platform_pwd`, gemKey, "def57a58e1ac21f70c45e41bd3697368"},
		{"gem: qrcode.create with raw JSON", `_input_charset=utf-8&biz_data={"address": "No.278, Road YinCheng, Shanghai, China","country_code": "CN","currency": "USD","secondary_merchant_id": "xxx001","secondary_merchant_industry": "7011","secondary_merchant_name": "xxx Store","store_id": "0001","store_name": "Apple store","trans_currency": "USD"}&biz_type=OVERSEASHOPQRCODE&partner=1000000000000000&service=alipay.commerce.qrcode.create&timestamp=2023-12-12 01:01:01`, gemKey, "1c8881161f5895d0e7bbc8f4f5cad06c"},
		{"gem: qrcode.modify with raw JSON", `_input_charset=utf-8&biz_data={"address": "No.278, Road YinCheng, Shanghai, China","country_code": "CN","currency": "USD","secondary_merchant_id": "xxx001","secondary_merchant_industry": "7011","secondary_merchant_name": "xxx Store","store_id": "0001","store_name": "Apple store","trans_currency": "USD"}&biz_type=OVERSEASHOPQRCODE&partner=1000000000000000&qr_code=https://qr.alipay.com/baxxxxx&service=alipay.commerce.qrcode.modify&timestamp=2023-12-12 01:01:01`, gemKey, "4d43f06b3d60cfc96750876287ef66ca"},
		{"refund request in Chinese, with separators inside", refundVector, gemKey, "3b1b087646afeafb8da6f9298eb5ee12"},
		{"query response", responseVector, gemKey, "f279a15279c879385c18d18c35b4fcc9"},
		{"precreate response, unescaped", `big_pic_url=https://mobilecodec.alipay.com/show.htm?code=bax00000000000000000000&picSize=L&out_trade_no=T0001&pic_url=https://mobilecodec.alipay.com/show.htm?code=bax00000000000000000000&picSize=M&qr_code=https://qr.alipay.com/bax00000000000000000000&result_code=SUCCESS&small_pic_url=https://mobilecodec.alipay.com/show.htm?code=bax00000000000000000000&picSize=S&voucher_type=qrcode`, gemKey, "0e060333fe181feb6a63abdc4792811f"},
		{"precreate response, wrongly escaped", `big_pic_url=https://mobilecodec.alipay.com/show.htm?code=bax00000000000000000000&amp;picSize=L&out_trade_no=T0001&pic_url=https://mobilecodec.alipay.com/show.htm?code=bax00000000000000000000&amp;picSize=M&qr_code=https://qr.alipay.com/bax00000000000000000000&result_code=SUCCESS&small_pic_url=https://mobilecodec.alipay.com/show.htm?code=bax00000000000000000000&amp;picSize=S&voucher_type=qrcode`, gemKey, "038c6379cba23af528cd01cce25befbf"},
		{"cancel response of no trade", `out_trade_no=T0001&result_code=SUCCESS&retry_flag=N`, gemKey, "08052c109d7df7aaeaccbbb9de3c49f6"},
		{"cancel response of a paid trade", `action=refund&out_trade_no=T0001&result_code=SUCCESS&retry_flag=N&trade_no=2020120722001400001400000001`, gemKey, "b14f7961fc635e481b87d09406c881bc"},
		{"qrcode.create request", `_input_charset=UTF-8&biz_data={"secondary_merchant_industry":"5812","secondary_merchant_id":"M0001","secondary_merchant_name":"Harbour Noodle","store_id":"S01","store_name":"Harbour Noodle Central","trans_currency":"HKD","currency":"HKD"}&biz_type=OVERSEASHOPQRCODE&notify_url=https://m.example/notify&partner=2088000000000001&service=alipay.commerce.qrcode.create&timestamp=2020-06-01 10:00:00`, qrKey, "bfceb4616fc6d3a73ded97d8cda7e545"},
		{"qrcode.create response", `qrcode=https://qr.alipay.com/ocx01234abcdefghijkmnpq&qrcode_img_url=https://mobilecodec.alipay.com/show.htm?code=ocx01234abcdefghijkmnpq&picSize=S&result_code=SUCCESS`, qrKey, "1d619adbae1b0b6fcf8e0d757627434c"},
		{"qrcode.modifyStatus response", `qrcode=https://qr.alipay.com/ocx01234abcdefghijkmnpq&result_code=SUCCESS`, qrKey, "cc5e335d0ebee6bc115aecab5f94d661"},
		{"payment notification", `buyer_email=cus***@example.com&buyer_id=2088000000000099&gmt_create=2020-06-01 10:05:00&gmt_payment=2020-06-01 10:05:02&notify_action_type=payByAccountAction&notify_id=0123456789abcdef0123456789abcdef01&notify_time=2020-06-01 10:05:03&notify_type=trade_status_sync&out_trade_no=2020060110050000001&paytools_pay_amount=[{"ALIPAYACCOUNT":"88.00"}]&price=88.00&quantity=1&seller_email=mer***@example.com&seller_id=2088000000000001&subject=Harbour Noodle Central&total_fee=88.00&trade_no=2020060122001400000000000001&trade_status=TRADE_SUCCESS`, qrKey, "9eb32501f04cc44d18c1b45aa07d1a32"},
	} {
		t.Run(v.name, func(t *testing.T) {
			t.Parallel()
			sign, err := signature.Sign(alipay.MD5, []byte(v.text), v.key, nil)
			require.NoError(t, err)
			require.Equal(t, v.want, sign)
			require.NoError(t, signature.Verify(alipay.MD5, []byte(v.text), v.want, v.key, nil))
		})
	}
}

func TestRSAVectors(t *testing.T) {
	t.Parallel()
	public := gemPublicKey(t)
	for _, v := range []struct {
		name, text string
		kind       alipay.SignType
		sign       string
	}{
		{"gem: service and partner", string(message), alipay.RSA, rsaOfTest},
		{"gem: service and partner", string(message), alipay.RSA2, rsa2OfTest},
		{"refund request", refundVector, alipay.RSA, "ApHvJxPiEgkylSUktTEykiZnyB1ZeTLa2q4eGwuXMOsu+uMRds+Sqt63BEaBgf6ojrp6ZQQhMm3jD58j0TMCqE6PGR7WXw2bMNYNuYQDtgagpBsBC0zpJd28N5+Bcos+hlz7mzvYEfmazMI7tCodhtdt18TGJWIFd0fyGHydVKk="},
		{"refund request", refundVector, alipay.RSA2, "hPC2Zjcf59cHUXliic3bGcp4N/ZSH5DaZJsxN/Q0m5BWcnUyzgjLjkuRYJi1pwbbC2WrQqCAyTdvHqm6WoaMIRqbDmkRy1aLVJO5lGmNIPDwL10W0RRlfu/ry/3PQW74vR1+V2JjbinHB+1i+OubM483pKpi0UDXUcLsDHOV9Bs="},
		{"query response", responseVector, alipay.RSA, "fm7rvbBLqpILmMhrywQiNZJY/Z7vDxF17S/jU4p1LTkPeg48m7iV5ON9SHod56uPONw3YhBIlQZhV73+ZnrAjde/jMbe3v0ZCLYKgB9M7uz7iXcRkQztvR9kAicc8oz5I9QJMq0mgl5AqLyAbAg+pji6hvhWlfLH/v1xjh3Qhgs="},
		{"query response", responseVector, alipay.RSA2, "Monnkm9p7doFeSzgUF7MAEbpbWMTeDCCO3U0sj9O0NuvGzFfIlXyHKfJyk9HsDGgrMpYWfQbUxxckAl+GdmyUpBRbz387rA7SL0LLx+e/JMoIWnJpJ3tygblq8h1dMag+aXstZxNlpTsqO8Pb1LaniwUtcdEI9R5Pa6xtlmywHU="},
	} {
		t.Run(v.name+" by "+string(v.kind), func(t *testing.T) {
			t.Parallel()
			require.NoError(t, signature.Verify(v.kind, []byte(v.text), v.sign, "", public))
			err := signature.Verify(v.kind, []byte(v.text+"x"), v.sign, "", public)
			require.ErrorIs(t, err, signature.ErrMismatch)
		})
	}
}

func gemPublicKey(tb testing.TB) *rsa.PublicKey {
	tb.Helper()
	der, err := base64.StdEncoding.DecodeString(gemPublicB64)
	require.NoError(tb, err)
	key, err := x509.ParsePKIXPublicKey(der)
	require.NoError(tb, err)
	require.IsType(tb, &rsa.PublicKey{}, key)
	return key.(*rsa.PublicKey)
}
