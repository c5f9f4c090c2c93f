package service

import "localipay/emulator/alipay"

// Form is how a family of services answers (spec decisions 10 and 11).
type Form struct {
	Illegal alipay.Code // for a parameter that is there but wrong
	Unknown string      // result_code of an unknown result, or ""
	Retry   bool        // answers carry retry_flag
	fail    func(code alipay.Code, text string) []alipay.Field
	child   func(m alipay.Merchant) string
	succeed func(m alipay.Merchant, leaves []alipay.Field) []alipay.Field
}

var (
	qrcodeForm = Form{
		Illegal: alipay.BarcodeParameterIllegal,
		child:   func(m alipay.Merchant) string { return string(m.QRCodeEnvelope) },
		succeed: qrcodeSucceed,
		fail: func(code alipay.Code, text string) []alipay.Field {
			return []alipay.Field{{Name: "error_message", Value: text}, resultCode(string(code))}
		},
	}
	refundForm = Form{
		Illegal: alipay.InvalidParameter, Unknown: "UNKNOW", child: inAlipay, succeed: asIs,
		fail: func(code alipay.Code, _ string) []alipay.Field {
			return []alipay.Field{{Name: "error", Value: string(code)}, resultCode("FAILED")}
		},
	}
	queryForm = Form{
		Illegal: alipay.InvalidParameter, child: inAlipay, succeed: asIs,
		fail: func(code alipay.Code, text string) []alipay.Field {
			return append(detailedFailure(code, text), alipay.Field{Name: "error", Value: string(code)})
		},
	}
	cancelForm = Form{
		Illegal: alipay.InvalidParameter, Unknown: "UNKNOWN", Retry: true, child: inAlipay, succeed: asIs,
		fail: func(code alipay.Code, text string) []alipay.Field {
			return append(detailedFailure(code, text), alipay.Field{Name: "retry_flag", Value: retryFlag(code)})
		},
	}
	refundQueryForm = Form{
		Illegal: alipay.QueryFailed, child: inAlipay, succeed: asIs,
		fail: func(code alipay.Code, _ string) []alipay.Field {
			return []alipay.Field{{Name: "response_code", Value: string(code)}}
		},
	}
	storeForm = Form{
		Illegal: alipay.ParamIllegal, child: inAlipay, succeed: asIs,
		fail: func(code alipay.Code, _ string) []alipay.Field {
			return []alipay.Field{{Name: "error", Value: string(code)}, resultCode(string(code))}
		},
	}
)

// retryFlag: to ask again helps against a SYSTEM_ERROR alone (gateway-and-trades §4.3).
func retryFlag(code alipay.Code) string {
	if code == alipay.SystemError {
		return "Y"
	}
	return "N"
}

func inAlipay(alipay.Merchant) string { return "alipay" }

func asIs(_ alipay.Merchant, leaves []alipay.Field) []alipay.Field { return leaves }

// qrcodeSucceed: <qrcodeinfo> holds the code alone; its siblings' <alipay>
// has a result_code too.
func qrcodeSucceed(m alipay.Merchant, leaves []alipay.Field) []alipay.Field {
	if m.QRCodeEnvelope == alipay.EnvelopeAlipay {
		return append(leaves, resultCode(alipay.Success))
	}
	return leaves
}

func resultCode(value string) alipay.Field {
	return alipay.Field{Name: "result_code", Value: value}
}

// maxDescription is String(64), the documented length of detail_error_des.
const maxDescription = 64

func detailedFailure(code alipay.Code, text string) []alipay.Field {
	return []alipay.Field{
		{Name: "detail_error_code", Value: string(code)},
		{Name: "detail_error_des", Value: alipay.Shorten(text, maxDescription)},
		resultCode("FAIL"),
	}
}
