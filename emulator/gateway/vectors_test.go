package gateway_test

import (
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"
)

// The test key of the chloerei/alipay gem, in the open since 2013.
const (
	gemPartner = "1000000000000000"
	gemMD5     = "10000000000000000000000000000000"
	gemPublic  = "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQCjNVhJf9PYDFN1PFd4SXEvxmjD0dn+xQ4lQu6o8HbGXz4de/RRVTJDL48qwxn81lar5cNSIjbnhDRXm9fZcrzuwbjqxXOv2Ov7MZAa/WJEcfvp3XcSgxKPB54FLVvHo/rxuMK2xpps47Lpc7vppkvi3ofbXW61S+aT0TWFkUMTnwIDAQAB"
	gemStore   = `{"address": "No.278, Road YinCheng, Shanghai, China","country_code": "CN","currency": "USD","secondary_merchant_id": "xxx001","secondary_merchant_industry": "7011","secondary_merchant_name": "xxx Store","store_id": "0001","store_name": "Apple store","trans_currency": "USD"}`
)

// TestSignedByOthers sends requests that others' clients have signed: that the
// answer is the service's own shows that the signature held.
func TestSignedByOthers(t *testing.T) {
	t.Parallel()
	w := start(t)
	s := w.shop(t, switches{"partner": gemPartner, "md5_key": gemMD5, "rsa_public_key": gemPublic, "currency": "USD"})
	const spotRefund = "_input_charset=utf-8&service=alipay.acquire.overseas.spot.refund&partner=1000000000000000" +
		"&partner_trans_id=2010121000000002&partner_refund_id=301012133000002&currency=USD&refund_amount=0.01&is_sync=Y"
	chinese := "_input_charset=UTF-8&currency=HKD&is_sync=Y&partner=1000000000000000&partner_refund_id=R0001&partner_trans_id=T0001" +
		"&refund_amount=1.50&refund_reson=" + url.QueryEscape("退货 a+b&c=d") + "&service=alipay.acquire.overseas.spot.refund"
	qrcode := "_input_charset=utf-8&biz_type=OVERSEASHOPQRCODE&partner=1000000000000000&timestamp=2023-12-12+01:01:01&biz_data=" +
		url.QueryEscape(gemStore)
	for name, tc := range map[string]struct{ query, signType, sign, want string }{
		"the gem's query": {
			"_input_charset=utf-8&partner=1000000000000000&partner_trans_id=2010121000000002&service=alipay.acquire.overseas.query",
			"MD5", "2a7f598bbb13d02f7de819ae689f80ba", "TRADE_NOT_EXIST",
		},
		"the gem's refund": {spotRefund, "MD5", "397685a0c6b2d71d0d1f374ddba331a0", "TRADE_NOT_EXIST"},
		"the gem's create": {qrcode + "&service=alipay.commerce.qrcode.create", "MD5", "1c8881161f5895d0e7bbc8f4f5cad06c", "SUCCESS"},
		"the gem's modify, by qr_code": {
			qrcode + "&service=alipay.commerce.qrcode.modify&qr_code=https://qr.alipay.com/baxxxxx", "MD5",
			"4d43f06b3d60cfc96750876287ef66ca", "AE_BARCODE_OPERATE_CODE_FAIL",
		},
		"a forex_refund, whose service is not built": {
			"_input_charset=utf-8&currency=USD&gmt_return=20150101000000&out_return_no=1&out_trade_no=12345678980&partner=1000000000000000&reason=reason&return_amount=0.01&service=forex_refund",
			"MD5", "c9681fff5505fe993d1b2b8141308d0d", "ILLEGAL_SERVICE",
		},
		"Chinese in UTF-8, MD5": {chinese, "MD5", "3b1b087646afeafb8da6f9298eb5ee12", "TRADE_NOT_EXIST"},
		"Chinese in UTF-8, RSA": {
			chinese, "RSA",
			"ApHvJxPiEgkylSUktTEykiZnyB1ZeTLa2q4eGwuXMOsu+uMRds+Sqt63BEaBgf6ojrp6ZQQhMm3jD58j0TMCqE6PGR7WXw2bMNYNuYQDtgagpBsBC0zpJd28N5+Bcos+hlz7mzvYEfmazMI7tCodhtdt18TGJWIFd0fyGHydVKk=",
			"TRADE_NOT_EXIST",
		},
		"Chinese in UTF-8, RSA2": {
			chinese, "RSA2",
			"hPC2Zjcf59cHUXliic3bGcp4N/ZSH5DaZJsxN/Q0m5BWcnUyzgjLjkuRYJi1pwbbC2WrQqCAyTdvHqm6WoaMIRqbDmkRy1aLVJO5lGmNIPDwL10W0RRlfu/ry/3PQW74vR1+V2JjbinHB+1i+OubM483pKpi0UDXUcLsDHOV9Bs=",
			"TRADE_NOT_EXIST",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			query := tc.query + "&sign_type=" + tc.signType
			require.Equal(t, tc.want, s.get(t, query+"&sign="+url.QueryEscape(tc.sign)).outcome())
			if tc.want == "ILLEGAL_SERVICE" {
				return
			}
			require.Equal(t, "ILLEGAL_SIGN", s.get(t, query+"&memo=1&sign="+url.QueryEscape(tc.sign)).error)
			require.Equal(t, tc.want, s.get(t, query+"&sign="+tc.sign).outcome(), "a plus sign sent bare, which arrives as a blank")
		})
	}
}

// TestOwnClient holds this package's own signer against the vectors.
func TestOwnClient(t *testing.T) {
	t.Parallel()
	require.Equal(t, "bbd13b52823b576291595f472ebcfbc2", md5Hex("partner=123&service=test"+gemMD5))
	s := &shop{md5Key: gemMD5}
	require.Equal(t, "2a7f598bbb13d02f7de819ae689f80ba", s.sign(map[string]string{
		"_input_charset": "utf-8", "partner": gemPartner, "partner_trans_id": "2010121000000002", "service": query,
		"sign": "x", "sign_type": "MD5", "memo": "",
	}))
}
