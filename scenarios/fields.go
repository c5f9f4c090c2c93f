package scenarios

import (
	"maps"
	"slices"
	"strings"
)

// callFields are what `expect` on a call can name beside the answer's own.
func callFields() map[string]form {
	return map[string]form{
		"lost": truth, "broken": truth, "status": anything, "took": wireText, "signature": verdictWord,
		"error": wireText, "is_success": wireText, "sign_type": wireText, "body": wireText,
	}
}

// answerWords are the leaves of the nine services' answers
// (gateway-and-trades §2–5, merchant-qr §2–4, §10, §11).
const answerWords = `result_code response_code error error_message detail_error_code detail_error_des
	qrcode qrcode_img_url
	partner_trans_id alipay_trans_id partner_refund_id refund_amount refund_amount_cny currency exchange_rate
	alipay_trans_status alipay_buyer_login_id alipay_buyer_user_id alipay_pay_time out_trade_no trade_no
	trans_amount trans_amount_cny trans_currency forex_total_fee payment_inst m_discount_forex_amount
	retry_flag action gmt_create out_return_no refund_error_code refund_result_code
	status reject_reason store_status partner payment_method
	secondary_merchant_name secondary_merchant_id store_id store_name store_country store_address store_industry
	internal_store_photo external_storefront_photo secondary_merchant_type registration_no register_country
	register_address shareholder_name shareholder_id representative_name representative_id settlement_no
	contact_no contact_email cs_no cs_email`

// The shapes of interface.md.
const (
	tradeWords = `out_trade_no trade_no trade_status amount refunded currency qrcode store_id buyer_id memo
	created_at paid_at closed_at close_reason`
	refundWords = `partner_refund_id out_trade_no amount currency status error requested_at done_at`
	qrcodeWords = `qrcode code img_url status store_id store_name secondary_merchant_id secondary_merchant_name
	notify_url currency created_at`
	scanWords = `partner code payment_inst`
)

func wireFields(words string) map[string]form {
	fields := map[string]form{}
	for name := range strings.FieldsSeq(words) {
		fields[name] = wireText
	}
	return fields
}

// formsOf gives what `expect` may name; false where it may not stand at all.
func formsOf(e expects) (forms, bool) {
	switch e {
	case expectCall:
		fields := wireFields(answerWords)
		maps.Copy(fields, callFields())
		return forms{fields: fields}, true
	case expectAnyCall:
		return forms{fields: callFields(), others: wireText, open: true}, true
	case expectWallet:
		fields := wireFields(tradeWords + " " + qrcodeWords + " " + scanWords + " outcome error message")
		fields["status"], fields["took"], fields["memo"] = number, wireText, anything
		return forms{fields: fields}, true
	case expectHTTP:
		return forms{fields: map[string]form{
			"status": number, "json": anything, "body": wireText, "lost": truth, "took": wireText, "within": span,
		}}, true
	case expectNothing, expectOutcomes:
	}
	return forms{}, false
}

// savable lists what a verb's answer may have; nil where that is not known,
// empty where it has none.
func savable(v verb) []string {
	switch {
	case v.expects == expectAnyCall:
		return nil
	case v.expects == expectHTTP:
		return []string{"json", "status", "body", "header"}
	case v.expects == expectCall || v.expects == expectWallet:
		k, _ := formsOf(v.expects)
		return slices.Sorted(maps.Keys(k.fields))
	case strings.HasPrefix(v.name, "expect_"):
		return nil
	}
	return []string{}
}
