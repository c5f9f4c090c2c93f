package alipay

import (
	"slices"
	"sync"
)

const (
	docGateway = "gateway-and-trades §1.7"
	docRefund  = "gateway-and-trades §2.4"
	docQuery   = "gateway-and-trades §3.2"
	docCancel  = "gateway-and-trades §4.3"
	docRefundQ = "gateway-and-trades §5.2"
	docBarcode = "merchant-qr §2.5"
	docStore   = "merchant-qr §10"
	docStoreQ  = "merchant-qr §11"
	docPay     = "gateway-and-trades §7.1"
)

// codes is THE table: one row for every code that localipay can answer, by
// its own rules or because a fault rule asks for it.
var codes = [...]CodeInfo{
	{IllegalSign, LevelGateway, "the signature is missing or does not match the request", docGateway},
	{IllegalSignType, LevelGateway, "sign_type must be exactly MD5, RSA or RSA2", docGateway},
	{IllegalArgument, LevelBoth, "a parameter is missing or malformed", docGateway},
	{IllegalService, LevelGateway, "no such service", docGateway},
	{IllegalExterface, LevelGateway, "the service parameter is missing", docGateway},
	{IllegalPartner, LevelGateway, "no such partner", docGateway},
	{IllegalPartnerExtface, LevelGateway, "the partner has no contract for this service", docGateway},
	{IllegalSecurityProfile, LevelGateway, "no key is configured for this sign_type", docGateway},
	{IllegalCharset, LevelGateway, "unsupported _input_charset, or bytes not in it", docGateway},
	{IllegalTimestamp, LevelGateway, "the timestamp is malformed or over 30 minutes off", "merchant-qr §1.4"},
	{"ILLEGAL_DYN_MD5_KEY", LevelGateway, "the dynamic key is wrong", docGateway},
	{"ILLEGAL_ENCRYPT", LevelGateway, "the encryption is wrong", docGateway},
	{"ILLEGAL_USER", LevelGateway, "the user id is wrong", docGateway},
	{"ILLEGAL_AGENT", LevelGateway, "the agent id is wrong", docGateway},
	{"ILLEGAL_CLIENT_IP", LevelGateway, "the caller's address is not permitted", docGateway},
	{"HAS_NO_PRIVILEGE", LevelGateway, "no permission", docGateway},
	{"HAS_NO_PUBLICKEY", LevelGateway, "no public key was uploaded", "merchant-qr §1.4"},
	{"INVALID_CHARACTER_SET", LevelGateway, "the charset is invalid", docGateway},
	{"SESSION_TIMEOUT", LevelGateway, "the session timed out", docGateway},
	{"ILLEGAL_TARGET_SERVICE", LevelGateway, "the target service is wrong", docGateway},
	{"ILLEGAL_ACCESS_SWITCH_SYSTEM", LevelGateway, "the routing system may not be reached", docGateway},
	{"ILLEGAL_SWITCH_SYSTEM", LevelGateway, "the routing system is wrong", docGateway},
	{"EXTERFACE_IS_CLOSED", LevelGateway, "the service is closed", docGateway},
	{"ILLEGAL_DIGEST_TYPE", LevelGateway, "the digest type is wrong", docGateway},
	{"ILLEGAL_DIGEST", LevelGateway, "the digest is wrong", docGateway},
	{"ILLEGAL_FILE_FORMAT", LevelGateway, "the file format is wrong", docGateway},
	{"ILLEGAL_ENCODING", LevelGateway, "the encoding is wrong", docGateway},
	{"ILLEGAL_REQUEST_REFERER", LevelGateway, "the referer is not permitted", docGateway},
	{"ILLEGAL_ANTI_PHISHING_KEY", LevelGateway, "the anti-phishing key is wrong", docGateway},
	{"ERROR", LevelGateway, "the result is unknown; query it", docGateway},
	{SystemError, LevelBoth, "system error; retry with the same parameters", docGateway},

	{InvalidParameter, LevelBoth, "a parameter is not valid", docRefund},
	{TradeNotExist, LevelBusiness, "the trade does not exist", docRefund},
	{"TRANS_NOT_FOUND", LevelBusiness, "the trade does not exist", docQuery},
	{TradeStatusError, LevelBusiness, "the trade's status does not allow this", docRefund},
	{TradeHasClose, LevelBusiness, "the trade is closed", docRefund},
	{TradeHasFinished, LevelBusiness, "the trade is finished: its refund period is over", docRefund},
	{"TRADE_HAS_SUCCESS", LevelBusiness, "the trade is paid already", docPay},
	{"TRADE_ROLE_ERROR", LevelBusiness, "the partner has no part in this trade", docRefund},
	{"TRADE_SETTLE_ERROR", LevelBusiness, "the trade could not be settled", docRefund},
	{"TRADE_BUYER_NOT_MATCH", LevelBusiness, "the buyer does not match", docRefund},
	{TradeCancelTimeOut, LevelBusiness, "too late to cancel; refund instead", docCancel},
	{"CANCEL_NOT_ALLOWED", LevelBusiness, "the trade may not be cancelled", docCancel},
	{"SELLER_BALANCE_NOT_ENOUGH", LevelBusiness, "the seller's balance does not suffice", docCancel},
	{"REASON_TRADE_BEEN_FREEZEN", LevelBusiness, "the trade is frozen", docRefund},
	{ReasonTradeRefundFeeErr, LevelBusiness, "the trade was partly refunded; refund the rest", docCancel},
	{"REASON_ILLEGAL_STATUS", LevelBusiness, "the status does not allow this", docRefund},
	{ReturnAmountExceed, LevelBusiness, "the refund exceeds what is left of the trade", docRefund},
	{"REFUND_AMT_RESTRICTION", LevelBusiness, "the refund amount is outside the permitted limits", docRefund},
	{"REFUND_AMT_NOT_EQUAL_TOTAL", LevelBusiness, "the refund must equal the total", docRefund},
	{"REQUEST_AMOUNT_EXCEED", LevelBusiness, "the requested amount exceeds the limit", docRefund},
	{CurrencyNotSame, LevelBusiness, "the currency differs from the trade's", docRefund},
	{"ILLEGAL_CURRENCY", LevelBusiness, "the currency is not supported", docRefund},
	{DiscordantRepeatRequest, LevelBusiness, "this refund id was used with another amount or trade", docRefund},
	{"REPEATED_REFUNDMENT_REQUEST", LevelBusiness, "this refund was requested before", docRefund},
	{"REPEATED_REFUNDMENT_REQUEST_TO_ONE_TRADE", LevelBusiness, "this trade is being refunded", docRefund},
	{"PURCHASE_TRADE_NOT_EXIST", LevelBusiness, "the purchase does not exist", docRefund},
	{"REFUNDMENT_VALID_DATE_EXCEED", LevelBusiness, "the refund period is over", docRefund},
	{MerchantBalanceNotEnough, LevelBusiness, "the merchant's balance does not suffice", docRefund},
	{"SYSTEM_EXCEPTION", LevelBusiness, "system exception; retry with the same parameters", docRefund},
	{"CONTEXT_INCONSISTENT", LevelBusiness, "the trade exists with other parameters", docPay},
	{"PARTNER_ERROR", LevelBusiness, "the partner is wrong", docRefund},
	{"ACCESS_FORBIDDEN", LevelBusiness, "access forbidden", docRefundQ},
	{"EXIST_FORBIDDEN_WORD", LevelBusiness, "a value holds a forbidden word", docRefund},
	{"SELLER_NOT_EXIST", LevelBusiness, "the seller does not exist", docRefund},
	{"BUYER_NOT_EXIST", LevelBusiness, "the buyer does not exist", docRefund},
	{"BUYER_ENABLE_STATUS_FORBID", LevelBusiness, "the buyer's account may not pay", docRefund},
	{"BUYER_SELLER_EQUAL", LevelBusiness, "buyer and seller are the same", docRefund},
	{"BUYER_BALANCE_NOT_ENOUGH", LevelBusiness, "the buyer's balance does not suffice", docPay},
	{"BUYER_BANKCARD_BALANCE_NOT_ENOUGH", LevelBusiness, "the buyer's bank card does not suffice", docPay},
	{"BUYER_PAYMENT_AMOUNT_DAY_LIMIT_ERROR", LevelBusiness, "the buyer's daily limit is reached", docPay},
	{"NOT_SUPPORT_PAYMENT_INST", LevelBusiness, "this wallet is not supported", docPay},
	{RefundNotFound, LevelBusiness, "no such refund", docRefundQ},
	{QueryFailed, LevelBusiness, "the query failed", docRefundQ},

	{BarcodeParameterIsNull, LevelBusiness, "a compulsory member of biz_data is missing", docBarcode},
	{BarcodeParameterIllegal, LevelBusiness, "a parameter is not valid", docBarcode},
	{BarcodeBizTypeIllegal, LevelBusiness, "biz_type must be OVERSEASHOPQRCODE", docBarcode},
	{BarcodeOperateCodeFail, LevelBusiness, "the code is unknown, deleted or not yours", docBarcode},
	{"AE_BARCODE_GENERAL_CODE_FAIL", LevelBusiness, "the code could not be made", docBarcode},
	{"AE_BARCODE_PARTNER_INFO_IS_NULL", LevelBusiness, "the partner's information is missing", docBarcode},
	{"AE_BARCODE_MOUNT_FORMAT_ERROR", LevelBusiness, "the amount's format is wrong", docBarcode},

	{ParamIllegal, LevelBusiness, "a parameter is missing or not valid", docStore},
	{DuplicateRequest, LevelBusiness, "an application for this store is under review", docStore},
	{DataNotExist, LevelBusiness, "no such store is registered", docStoreQ},
	{"MCC_CAN_NOT_MODIFY", LevelBusiness, "the industry code may not be changed", docStore},
}

var table = sync.OnceValue(func() map[Code]CodeInfo {
	index := make(map[Code]CodeInfo, len(codes))
	for _, row := range codes {
		index[row.Code] = row
	}
	return index
})

// Codes lists the table in its order.
func Codes() []CodeInfo { return slices.Clone(codes[:]) }
