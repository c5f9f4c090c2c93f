package gateway_test

import (
	"bytes"
	"crypto/md5"
	"encoding/hex"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"localipay/emulator"
)

// requireAnswer holds what is true of every answer to whatever was sent.
func requireAnswer(t *testing.T, answer *httptest.ResponseRecorder) envelope {
	t.Helper()
	body := answer.Body.Bytes()
	if answer.Code != http.StatusOK {
		t.Fatalf("status %d: %s", answer.Code, body)
	}
	var e envelope
	if strings.HasPrefix(answer.Header().Get("Content-Type"), "text/html") {
		if text := string(body); text != "true" && text != "false" {
			t.Fatalf("notify_verify says %q", text)
		}
		return e
	}
	if err := parse(body, &e); err != nil {
		t.Fatalf("%v: %q", err, body)
	}
	if e.IsSuccess != "T" && len(e.Error) != 1 || strings.Contains(string(body), "SYSTEM_ERROR") {
		t.Fatalf("%s", body)
	}
	return e
}

func ask(h http.Handler, method, query, contentType, body string) *httptest.ResponseRecorder {
	answer := httptest.NewRecorder()
	h.ServeHTTP(answer, &http.Request{
		Method: method, URL: &url.URL{Path: "/gateway.do", RawQuery: query}, Host: "localhost",
		Header: http.Header{"Content-Type": {contentType}}, Body: io.NopCloser(strings.NewReader(body)), ContentLength: int64(len(body)),
	})
	return answer
}

func FuzzGateway(f *testing.F) {
	e := emulator.RunT(f, emulator.Options{Log: silent()})
	f.Add("service=notify_verify&partner="+demo+"&notify_id=x", "", "", false)
	f.Add("_input_charset=UTF-8", "service="+query+"&partner="+demo+"&sign=x&sign_type=MD5", "application/x-www-form-urlencoded", true)
	f.Add("a=1&a=2&%zz", "--x\r\nContent-Disposition: form-data; name=\"service\"\r\n\r\nx\r\n--x--", "multipart/form-data; boundary=x", true)
	f.Add("_input_charset=gbk&service=%81&partner=\xff", "\x00", "text/plain", false)
	f.Fuzz(func(t *testing.T, query, body, contentType string, post bool) {
		method := map[bool]string{false: http.MethodGet, true: http.MethodPost}[post]
		requireAnswer(t, ask(e.Handler(), method, query, contentType, body))
	})
}

// FuzzSigned goes past the signature: whatever bytes a merchant signs.
func FuzzSigned(f *testing.F) {
	e := emulator.RunT(f, emulator.Options{Log: silent()})
	names := []string{create, modify, modifyStatus, refund, query, cancel, refundQuery, maintain, storeQuery, "notify_verify"}
	f.Add(uint8(0), "UTF-8", "biz_type", "OVERSEASHOPQRCODE", "biz_data", biz(), "memo", "x")
	f.Add(uint8(0), "gbk", "biz_type", "OVERSEASHOPQRCODE", "biz_data", biz(change{"channel_fee": change{"type": "RATE", "value": "0.01"}}), "", "")
	f.Add(uint8(3), "", "partner_trans_id", "T1\x80", "refund_amount", "1.00", "currency", "HKD")
	f.Add(uint8(5), "GB2312", "out_trade_no", "\xb5\xa5", "trade_no", "", "timestamp", "1")
	f.Add(uint8(7), "UTF-8", "extend_params", `[{"operation_id":"A"}]`, "store_industry", "4121", "store_country", "HK")
	f.Add(uint8(8), "utf-8", "secondary_merchant_id", "M\r\n\t", "payment_method", "INSTORE_PAYMENT", "store_id", "\u2028")
	f.Fuzz(func(t *testing.T, service uint8, charset, n1, v1, n2, v2, n3, v3 string) {
		params := map[string]string{n1: v1, n2: v2, n3: v3}
		params["service"], params["partner"] = names[int(service)%len(names)], demo
		params["_input_charset"], params["sign_type"] = charset, "MD5"
		delete(params, "")
		sum := md5.Sum([]byte(preSign(params) + "k3yk3yk3yk3yk3yk3yk3yk3yk3yk3y00"))
		params["sign"] = hex.EncodeToString(sum[:])
		form := url.Values{}
		for name, value := range params {
			form.Set(name, value)
		}
		answer := ask(e.Handler(), http.MethodGet, form.Encode(), "", "")
		if envelope := requireAnswer(t, answer); len(envelope.Error) > 0 && envelope.Error[0] == "ILLEGAL_SIGN" {
			t.Fatalf("its signature was refused: %q", params)
		}
		if bytes.Contains(answer.Body.Bytes(), []byte("\r")) {
			t.Fatalf("a bare CR: %q", answer.Body)
		}
	})
}
