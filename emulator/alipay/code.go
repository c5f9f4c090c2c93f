package alipay

import (
	"errors"
	"fmt"
)

// Code is an error code of Alipay's, spelled as on the wire. It is an error,
// so that the rule which finds the fault names it once.
type Code string

// Level tells where in an answer a code stands.
type Level string

// A gateway code is an unsigned is_success=F; a business code stands in the
// signed answer of a service; a few are used as both.
const (
	LevelGateway  Level = "gateway"
	LevelBusiness Level = "business"
	LevelBoth     Level = "both"
)

// Success is the result_code of everything that went well.
const Success = "SUCCESS"

// Lost is the outcome of a call that was never answered.
const Lost = "LOST"

// LeftSilent begins the reason of a lost call whose connection stays open.
const LeftSilent = "a fault rule left the connection silent"

// Gateway codes (gateway-and-trades §1.7).
const (
	IllegalSign            Code = "ILLEGAL_SIGN"
	IllegalSignType        Code = "ILLEGAL_SIGN_TYPE"
	IllegalArgument        Code = "ILLEGAL_ARGUMENT"
	IllegalService         Code = "ILLEGAL_SERVICE"
	IllegalExterface       Code = "ILLEGAL_EXTERFACE"
	IllegalPartner         Code = "ILLEGAL_PARTNER"
	IllegalPartnerExtface  Code = "ILLEGAL_PARTNER_EXTERFACE"
	IllegalSecurityProfile Code = "ILLEGAL_SECURITY_PROFILE"
	IllegalCharset         Code = "ILLEGAL_CHARSET"
	IllegalTimestamp       Code = "ILLEGAL_TIMESTAMP"
	SystemError            Code = "SYSTEM_ERROR"
)

// Business codes of the acquire.* and overseas.* services
// (gateway-and-trades §2.4, §3.2, §4.3, §5.2).
const (
	InvalidParameter         Code = "INVALID_PARAMETER"
	TradeNotExist            Code = "TRADE_NOT_EXIST"
	TradeStatusError         Code = "TRADE_STATUS_ERROR"
	TradeHasClose            Code = "TRADE_HAS_CLOSE"
	TradeHasFinished         Code = "TRADE_HAS_FINISHED"
	TradeCancelTimeOut       Code = "TRADE_CANCEL_TIME_OUT"
	ReasonTradeRefundFeeErr  Code = "REASON_TRADE_REFUND_FEE_ERR"
	ReturnAmountExceed       Code = "RETURN_AMOUNT_EXCEED"
	CurrencyNotSame          Code = "CURRENCY_NOT_SAME"
	DiscordantRepeatRequest  Code = "DISCORDANT_REPEAT_REQUEST"
	MerchantBalanceNotEnough Code = "MERCHANT_BALANCE_NOT_ENOUGH"
	RefundNotFound           Code = "NOT_FOUND"
	QueryFailed              Code = "QUERY_FAILED"
)

// Business codes of qrcode.*, borrowed from the sibling service
// alipay.mobile.qrcode.manage (merchant-qr §2.5).
const (
	BarcodeParameterIsNull  Code = "AE_BARCODE_PARAMETER_IS_NULL"
	BarcodeParameterIllegal Code = "AE_BARCODE_PARAMETER_ILLEGAL"
	BarcodeBizTypeIllegal   Code = "AE_BARCODE_BIZTYPE_ILLEGAL"
	BarcodeOperateCodeFail  Code = "AE_BARCODE_OPERATE_CODE_FAIL"
)

// Business codes of secmerchant.* (merchant-qr §10, §11).
const (
	ParamIllegal     Code = "PARAM_ILLEGAL"
	DuplicateRequest Code = "DUPLICATE_REQUEST"
	DataNotExist     Code = "DATA_NOT_EXIST"
)

// Error is the code with its text from the table, for logs and people.
func (c Code) Error() string {
	if text := c.Text(); text != "" {
		return string(c) + ": " + text
	}
	return string(c)
}

// Because is the code with what exactly was wrong, for error_message, the log
// and the journal. errors.Is and CodeIn still find the code.
func (c Code) Because(format string, args ...any) error {
	return &because{c, fmt.Sprintf(format, args...)}
}

type because struct {
	code   Code
	detail string
}

func (b *because) Error() string { return b.code.Text() + ": " + b.detail }
func (b *because) Unwrap() error { return b.code }

// CodeIn finds the code that an error carries and what it says for people.
// An error without one is a SYSTEM_ERROR.
func CodeIn(err error) (code Code, text string) {
	if !errors.As(err, &code) {
		return SystemError, err.Error()
	}
	if code == err { //nolint:errorlint // the bare code, not one in a chain
		return code, code.Text()
	}
	return code, err.Error()
}

// Text is what detail_error_des and error_message say, at most 64 characters.
func (c Code) Text() string { return table()[c].Text }

// CodeInfo is a row of the table of codes.
type CodeInfo struct {
	Code   Code
	Level  Level
	Text   string
	Source string // where the code is documented
}

// LookupCode finds the row of a code.
func LookupCode(c Code) (CodeInfo, bool) {
	row, ok := table()[c]
	return row, ok
}

// CodeNames lists every code of the table.
func CodeNames() []string {
	names := make([]string, len(codes))
	for i, row := range codes {
		names[i] = string(row.Code)
	}
	return names
}
