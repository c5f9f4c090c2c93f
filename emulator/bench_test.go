package emulator_test

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"runtime"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"localipay/emulator"
	"localipay/emulator/alipay"
	"localipay/emulator/signature"
	"localipay/emulator/wire"
	"localipay/keys"
)

// BENCHMARKS.md tells how these are run and what they said.

// demo is the demo merchant whose requests are measured.
const demo = "2088000000000001"

const demoKey = "k3yk3yk3yk3yk3yk3yk3yk3yk3yk3y00"

// BenchmarkQuery measures a whole signed query over HTTP, beside a bare
// handler that answers as many bytes on the same machine in the same run.
func BenchmarkQuery(b *testing.B) {
	bare := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write(bytes.Repeat([]byte("x"), 600))
	}))
	b.Cleanup(bare.Close)
	b.Run("bare handler, 600 bytes", func(b *testing.B) { hammer(b, bare.URL) })

	for _, t := range []alipay.SignType{alipay.MD5, alipay.RSA, alipay.RSA2} {
		b.Run("signed "+string(t), func(b *testing.B) {
			e := started(b)
			hammer(b, signedQuery(b, e, t, paidTrades(b, e, 1, "")))
		})
	}
	b.Run("verify and sign RSA2 alone", signatures)
}

// signatures does of a query only what its signatures cost, on as many
// processors: no server can answer more RSA2 queries than this.
func signatures(b *testing.B) {
	private, _ := keys.MerchantPrivate(demo)
	message := bytes.Repeat([]byte("x"), 200)
	sign, err := signature.Sign(alipay.RSA2, message, "", private)
	require.NoError(b, err)
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if signature.Verify(alipay.RSA2, message, sign, "", &private.PublicKey) != nil {
				b.Error("the signature does not hold")
			}
			if _, err := signature.Sign(alipay.RSA2, message, "", keys.AlipayPrivate()); err != nil {
				b.Error(err)
			}
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "req/s")
}

// BenchmarkQueryAmong measures a query among ever more paid trades: 1,000 and
// 100,000, and as many as LOCALIPAY_BENCH_TRADES says.
func BenchmarkQueryAmong(b *testing.B) {
	sizes := []int{1_000, 100_000}
	if more, err := strconv.Atoi(os.Getenv("LOCALIPAY_BENCH_TRADES")); err == nil && more > 0 {
		sizes = append(sizes, more)
	}
	for _, trades := range sizes {
		e := started(b)
		address := signedQuery(b, e, alipay.MD5, paidTrades(b, e, trades, ""))
		b.Run(fmt.Sprintf("%d trades", trades), func(b *testing.B) { hammer(b, address) })
	}
}

// BenchmarkMemoryPerTrade reports what a paid trade, its notification and its
// one attempt keep in memory.
func BenchmarkMemoryPerTrade(b *testing.B) {
	const trades = 10_000
	shop := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		_, _ = io.WriteString(w, "success")
	}))
	b.Cleanup(shop.Close)
	for range b.N {
		e := started(b)
		before := heap()
		paidTrades(b, e, trades, shop.URL)
		b.ReportMetric(float64(heap()-before)/trades, "bytes/trade")
		runtime.KeepAlive(e)
	}
}

func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

func started(b *testing.B) *emulator.Emulator {
	b.Helper()
	e, err := emulator.New(emulator.Options{Listen: "127.0.0.1:0", Frozen: true, Start: monday})
	require.NoError(b, err)
	b.Cleanup(func() { _ = e.Close() })
	return e
}

// paidTrades pays n trades and gives the out_trade_no of the one in the middle.
func paidTrades(b *testing.B, e *emulator.Emulator, n int, notifyURL string) (outTradeNo string) {
	b.Helper()
	code := createdCode(b, e, notifyURL)
	for i := range n {
		trade, err := e.Pay(code, "88.00")
		require.NoError(b, err)
		if i == n/2 {
			outTradeNo = trade.OutTradeNo
		}
	}
	return outTradeNo
}

func createdCode(b *testing.B, e *emulator.Emulator, notifyURL string) string {
	b.Helper()
	body := fetch(b, signedURL(b, e, alipay.MD5,
		alipay.Field{Name: "biz_data", Value: `{"secondary_merchant_industry":"5812","secondary_merchant_id":"M1",` +
			`"secondary_merchant_name":"Bench","store_id":"BENCH","store_name":"Bench","trans_currency":"HKD","currency":"HKD"}`},
		alipay.Field{Name: "biz_type", Value: "OVERSEASHOPQRCODE"},
		alipay.Field{Name: "notify_url", Value: notifyURL},
		alipay.Field{Name: "service", Value: alipay.ServiceQRCodeCreate}))
	_, rest, ok := bytes.Cut(body, []byte("<qrcode>"))
	require.True(b, ok, string(body))
	code, _, _ := bytes.Cut(rest, []byte("<"))
	return string(code)
}

func signedQuery(b *testing.B, e *emulator.Emulator, t alipay.SignType, outTradeNo string) string {
	b.Helper()
	address := signedURL(b, e, t,
		alipay.Field{Name: "partner_trans_id", Value: outTradeNo},
		alipay.Field{Name: "service", Value: alipay.ServiceQuery})
	require.Contains(b, string(fetch(b, address)), "TRADE_SUCCESS")
	return address
}

func signedURL(b testing.TB, e *emulator.Emulator, t alipay.SignType, fields ...alipay.Field) string {
	b.Helper()
	private, ok := keys.MerchantPrivate(demo)
	require.True(b, ok)
	fields = append(fields, alipay.Field{Name: "_input_charset", Value: "UTF-8"}, alipay.Field{Name: "partner", Value: demo})
	sign, err := signature.Sign(t, []byte(signature.StringToSign(fields)), demoKey, private)
	require.NoError(b, err)
	fields = append(fields, alipay.Field{Name: "sign", Value: sign}, alipay.Field{Name: "sign_type", Value: string(t)})
	return e.GatewayURL() + "?" + wire.FormEncode(alipay.UTF8, fields)
}

func fetch(b *testing.B, address string) []byte {
	b.Helper()
	resp, err := http.Get(address)
	require.NoError(b, err)
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(resp.Body)
	require.NoError(b, err)
	return body
}

// hammer sends requests over kept connections, two at a time per processor.
func hammer(b *testing.B, address string) {
	b.Helper()
	transport := &http.Transport{MaxIdleConnsPerHost: 64}
	client := &http.Client{Transport: transport}
	defer transport.CloseIdleConnections()
	b.SetParallelism(2)
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			resp, err := client.Get(address)
			if err != nil {
				b.Error(err)
				return
			}
			_, _ = io.Copy(io.Discard, resp.Body)
			_ = resp.Body.Close()
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "req/s")
}
