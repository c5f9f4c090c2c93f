package scenarios

import (
	"strings"

	"localipay/emulator/alipay"
)

// callVerb is a row of the table of the merchant's calls.
type callVerb struct {
	name    string
	service string
	params  string // the service's own parameters
	biz     bool   // the members of biz_data stand among its fields
	stamped bool   // carries a timestamp
	fill    func(f frame, c *draft)
	learn   func(f frame, c *draft, answer map[string]any)
}

// commonParams may stand in every call (gateway-and-trades §1.2).
const commonParams = "service partner _input_charset sign_type timestamp terminal_timestamp alipay_ca_request"

// shapeWords spoil or shape a call instead of being sent.
const shapeWords = "sign omit method"

// bizWords are the members of biz_data (merchant-qr §2.2).
const bizWords = `secondary_merchant_industry secondary_merchant_id secondary_merchant_name store_id store_name
	taxi_operation_id taxi_number taxi_driver_name taxi_driver_mobile trans_currency currency sys_service_provider_id
	channel_fee country_code address passback_parameters notify_mobile notify_wangwang notify_alipay_account
	is_show_memo notify_sign_type notify_charset`

const storeParams = `secondary_merchant_name secondary_merchant_id store_id store_name store_country store_address
	store_industry internal_store_photo external_storefront_photo extend_params secondary_merchant_type registration_no
	register_country register_address shareholder_name shareholder_id representative_name representative_id
	settlement_no contact_no contact_email cs_no cs_email`

// calls is the list of verbs that are a call of the gateway.
func calls() []callVerb {
	return []callVerb{
		{
			name: "create_qrcode", service: alipay.ServiceQRCodeCreate, params: "notify_url biz_type biz_data",
			biz: true, stamped: true, fill: fillCreate, learn: learnCreate,
		},
		{
			name: "modify_qrcode", service: alipay.ServiceQRCodeModify, params: "notify_url biz_type biz_data qrcode qr_code",
			biz: true, stamped: true, fill: fillModify, learn: learnModify,
		},
		{
			name: "stop_qrcode", service: alipay.ServiceQRCodeModifyStatus, params: "notify_url biz_type qrcode qr_code status",
			stamped: true, fill: fillStatus("STOP"),
		},
		{
			name: "restart_qrcode", service: alipay.ServiceQRCodeModifyStatus, params: "notify_url biz_type qrcode qr_code status",
			stamped: true, fill: fillStatus("RESTART"),
		},
		{
			name: "delete_qrcode", service: alipay.ServiceQRCodeModifyStatus, params: "notify_url biz_type qrcode qr_code status",
			stamped: true, fill: fillStatus("DELETE"),
		},
		{
			name: "query", service: alipay.ServiceQuery, params: "partner_trans_id alipay_trans_id", fill: fillQuery,
		},
		{
			name: "refund", service: alipay.ServiceRefund,
			params: "notify_url partner_trans_id alipay_trans_id partner_refund_id refund_amount currency refund_reson refund_reason is_sync",
			fill:   fillRefund, learn: learnRefund,
		},
		{
			name: "query_refund", service: alipay.ServiceRefundQuery, params: "out_trade_no out_return_no", fill: fillRefundQuery,
		},
		{
			name: "cancel", service: alipay.ServiceCancel, params: "out_trade_no trade_no", stamped: true, fill: fillCancel,
		},
		{
			name: "register_store", service: alipay.ServiceStoreMaintain, params: storeParams,
			stamped: true, fill: fillRegister, learn: learnRegister,
		},
		{
			name: "query_store", service: alipay.ServiceStoreQuery, params: "secondary_merchant_id store_id payment_method",
			stamped: true, fill: fillStoreQuery,
		},
	}
}

func (v callVerb) words() []string {
	words := commonParams + " " + shapeWords + " " + v.params
	if v.biz {
		words += " " + bizWords
	}
	return strings.Fields(words)
}

// isBiz tells whether a word is biz_data's and not the call's.
func (v callVerb) isBiz(word string) bool {
	return v.biz && contains(bizWords, word)
}

func contains(words, word string) bool {
	for w := range strings.FieldsSeq(words) {
		if w == word {
			return true
		}
	}
	return false
}
