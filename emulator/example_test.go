package emulator_test

import (
	"crypto/md5"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"localipay/emulator"
)

// A shop makes a QR code, a customer pays, and the shop is told until it says
// success. In a test, write emulator.RunT(t) instead of the first lines.
func Example() {
	alipay, err := emulator.New(emulator.Options{
		Listen: "127.0.0.1:0",
		Start:  time.Date(2026, 1, 5, 2, 0, 0, 0, time.UTC), Frozen: true,
	})
	if err != nil {
		panic(err)
	}
	defer func() { _ = alipay.Close() }()

	answers := []string{"not now", "success"}
	shop := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fmt.Println("told:", r.PostFormValue("trade_status"), r.PostFormValue("total_fee"), "at", r.PostFormValue("notify_time"))
		_, _ = io.WriteString(w, answers[0])
		answers = answers[1:]
	}))
	defer shop.Close()

	merchant := alipay.Merchants()[0]
	qrcode := createCode(alipay.GatewayURL(), merchant.Partner, merchant.MD5Key, shop.URL)
	trade, _ := alipay.Pay(qrcode, "88.00")
	fmt.Println("paid:", trade.Status)
	_ = alipay.Advance(merchant.Partner, 2*time.Minute)

	// Output:
	// told: TRADE_SUCCESS 88.00 at 2026-01-05 10:00:00
	// paid: TRADE_SUCCESS
	// told: TRADE_SUCCESS 88.00 at 2026-01-05 10:02:00
}

// createCode is what the shop's own code does.
func createCode(gateway, partner, key, notifyURL string) string {
	request := url.Values{
		"service": {"alipay.commerce.qrcode.create"}, "partner": {partner}, "_input_charset": {"UTF-8"},
		"timestamp": {"2026-01-05 10:00:00"}, "biz_type": {"OVERSEASHOPQRCODE"}, "notify_url": {notifyURL},
		"biz_data": {`{"secondary_merchant_industry":"5812","secondary_merchant_id":"NOODLES",
			"secondary_merchant_name":"Noodle Shop","store_id":"1","store_name":"Noodle Shop, Central",
			"trans_currency":"HKD","currency":"HKD"}`},
	}
	resp, err := http.Get(gateway + "?" + signed(request, key).Encode())
	if err != nil {
		panic(err)
	}
	defer func() { _ = resp.Body.Close() }()
	answer, _ := io.ReadAll(resp.Body)
	return string(regexp.MustCompile(`<qrcode>(.+)</qrcode>`).FindSubmatch(answer)[1])
}

// signed adds the MD5 signature: name=value pairs sorted and joined, and the
// key behind them.
func signed(request url.Values, key string) url.Values {
	var pairs []string
	for name := range request {
		pairs = append(pairs, name+"="+request.Get(name))
	}
	slices.Sort(pairs)
	request.Set("sign", fmt.Sprintf("%x", md5.Sum([]byte(strings.Join(pairs, "&")+key))))
	request.Set("sign_type", "MD5")
	return request
}
