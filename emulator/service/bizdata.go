package service

import (
	"bytes"
	"encoding/json"
	"io"
	"strings"

	"localipay/emulator/alipay"
)

// ParseBizData reads biz_data and holds it against its schema
// (merchant-qr §2.2). A compulsory member that is missing is
// AE_BARCODE_PARAMETER_IS_NULL, everything else AE_BARCODE_PARAMETER_ILLEGAL.
func ParseBizData(text string, m alipay.Merchant) (alipay.BizData, error) {
	raw, err := bizObject(text)
	if err != nil {
		return alipay.BizData{}, err
	}
	v := members{}
	for _, rule := range bizRules {
		if v[rule.name], err = scalar(rule.name, raw[rule.name], m.Strict); err != nil {
			return alipay.BizData{}, err
		}
	}
	if v["passback_parameters"], err = passback(raw["passback_parameters"]); err != nil {
		return alipay.BizData{}, err
	}
	if err := v.checkAll(m); err != nil {
		return alipay.BizData{}, err
	}
	biz := v.bizData()
	biz.FeeType, biz.FeeValue, err = channelFee(raw["channel_fee"], m)
	return biz, err
}

// members are biz_data's members as text; one that is absent is "".
type members map[string]string

func bizObject(text string) (map[string]json.RawMessage, error) {
	decoder := json.NewDecoder(strings.NewReader(text))
	var raw map[string]json.RawMessage
	if err := decoder.Decode(&raw); err != nil || raw == nil {
		return nil, alipay.BarcodeParameterIllegal.Because("biz_data is not a JSON object")
	}
	if _, err := decoder.Token(); err != io.EOF {
		return nil, alipay.BarcodeParameterIllegal.Because("something follows the JSON object of biz_data")
	}
	return raw, nil
}

// scalar reads a member as text. Clients are seen to send numbers and
// booleans without quotes; lenient merchants may.
func scalar(name string, raw json.RawMessage, strict bool) (string, error) {
	raw = bytes.TrimSpace(raw)
	var text string
	switch {
	case len(raw) == 0 || string(raw) == "null":
		return "", nil
	case raw[0] == '"' && json.Unmarshal(raw, &text) == nil:
		if !alipay.Storable(text) { // JSON can spell what neither charset nor XML can carry
			return "", alipay.BarcodeParameterIllegal.Because("%s in biz_data holds a character that XML cannot carry", name)
		}
		return text, nil
	case strict || raw[0] == '{' || raw[0] == '[' || raw[0] == '"':
		return "", alipay.BarcodeParameterIllegal.Because("%s in biz_data is not a text", name)
	}
	return string(raw), nil
}

// passback is the merchant's own data, a text or a flat JSON object. It comes
// back as supplied, in extra_common_param (merchant-qr §2.2).
func passback(raw json.RawMessage) (string, error) {
	raw = bytes.TrimSpace(raw)
	text := string(raw)
	if len(raw) > 0 && raw[0] != '{' {
		var err error
		if text, err = scalar("passback_parameters", raw, false); err != nil {
			return "", err
		}
	}
	var object map[string]any
	if json.Unmarshal([]byte(text), &object) != nil {
		return text, nil // a plain text
	}
	for _, value := range object {
		switch value.(type) {
		case map[string]any, []any:
			return "", alipay.BarcodeParameterIllegal.Because("passback_parameters must be flat")
		}
	}
	return text, nil
}

func (v members) bizData() alipay.BizData {
	charset, _ := alipay.ParseCharset(v["notify_charset"])
	if v["notify_charset"] == "" {
		charset = ""
	}
	return alipay.BizData{
		Industry: v["secondary_merchant_industry"], MerchantID: v["secondary_merchant_id"],
		MerchantName: v["secondary_merchant_name"], StoreID: v["store_id"], StoreName: v["store_name"],
		TaxiOperator: v["taxi_operation_id"], TaxiNumber: v["taxi_number"],
		TaxiDriver: v["taxi_driver_name"], TaxiMobile: v["taxi_driver_mobile"],
		TransCurr: alipay.Currency(v["trans_currency"]), Currency: alipay.Currency(v["currency"]),
		ProviderID: v["sys_service_provider_id"], Country: v["country_code"], Address: v["address"],
		Passback: v["passback_parameters"], NotifyMobile: v["notify_mobile"], ShowMemo: v["is_show_memo"] == "true",
		NotifySign: alipay.SignType(v["notify_sign_type"]), NotifyChars: charset,
	}
}
