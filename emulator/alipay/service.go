package alipay

import "slices"

// The services of the merchant QR code product (gateway-and-trades §7.4).
const (
	ServiceQRCodeCreate       = "alipay.commerce.qrcode.create"
	ServiceQRCodeModify       = "alipay.commerce.qrcode.modify"
	ServiceQRCodeModifyStatus = "alipay.commerce.qrcode.modifyStatus"
	ServiceRefund             = "alipay.acquire.overseas.spot.refund"
	ServiceQuery              = "alipay.acquire.overseas.query"
	ServiceCancel             = "alipay.acquire.cancel"
	ServiceRefundQuery        = "alipay.acquire.refund.query"
	ServiceStoreMaintain      = "alipay.overseas.secmerchant.offline.maintain"
	ServiceStoreQuery         = "alipay.overseas.secmerchant.maintain.queryStatus"
)

// ServiceNotifyVerify asks whether Alipay sent a notification. It needs no
// contract and no signature, and answers plain text (merchant-qr §9).
const ServiceNotifyVerify = "notify_verify"

var services = []string{
	ServiceQRCodeCreate, ServiceQRCodeModify, ServiceQRCodeModifyStatus,
	ServiceRefund, ServiceQuery, ServiceCancel, ServiceRefundQuery,
	ServiceStoreMaintain, ServiceStoreQuery,
}

// Services lists the nine services that a merchant can have a contract for.
func Services() []string { return slices.Clone(services) }

// IsService tells whether name is one of the nine.
func IsService(name string) bool { return slices.Contains(services, name) }

// KnownElsewhere tells whether the real gateway has a service of this name
// that localipay does not build. The answer on the wire is ILLEGAL_SERVICE
// all the same; the log tells the two apart (spec decision 29).
func KnownElsewhere(name string) bool { return slices.Contains(elsewhere, name) }

var elsewhere = []string{
	"alipay.acquire.overseas.spot.pay", "alipay.acquire.overseas.spot.reverse", "alipay.acquire.overseas.spot.cancel",
	"alipay.acquire.precreate", "alipay.acquire.query", "alipay.acquire.refund", "alipay.acquire.createandpay",
	"alipay.acquire.close", "alipay.mobile.qrcode.manage", "alipay.wap.create.direct.pay.by.user",
	"alipay.overseas.secmerchant.online.maintain", "alipay.acquire.customs",
	"batch_trans_notify", "close_trade", "create_direct_pay_by_user", "create_forex_trade", "create_forex_trade_wap",
	"create_partner_trade_by_buyer", "forex_compare_file", "forex_liquidation_file", "forex_rate_file", "forex_refund",
	"mobile.securitypay.pay", "query_timestamp", "refund_fastpay_by_platform_pwd", "send_goods_confirm_by_platform",
	"single_trade_query", "trade_create_by_buyer", "verify.notify",
}
