package scenarios_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"localipay/emulator"
	"localipay/scenarios"
)

const (
	transactions = "Partner:2088|Payment_time: 2026-01-05|Total_count:2\n" +
		"Partner_transaction_id|Transaction_id|Transaction_amount|Charge_amount|Currency|Payment_time|Transaction_type|Remark|" +
		"Secondary_merchant_industry|Secondary_merchant_name|Secondary_merchant_id|Operator_name|Order_scene|Trans_currency|Trans_amount|Trans_forex_rate|Issue\n" +
		"T1|1|88.00|1.06|HKD|2026-01-05 10:00:00|PAYMENT||5812|Shop|M1||shopQrCode|HKD|88.00|1|ALIPAYHK\n" +
		"R1|1|30.00|0.00|HKD|2026-01-05 10:00:00|REFUND||5812|Shop|M1||shopQrCode|HKD|30.00|1|ALIPAYHK\n"
	settlement = "T1|1|88.00|1.06|86.94|HKD|2026-01-05 10:00:00|2026-01-05 23:59:59|P|L||5812|Shop|M1||shopQrCode|HKD|88.00|1|ALIPAYHK\r\n" +
		"R1|1|-30.00|0.00|-30.00|HKD|2026-01-05 10:00:00|2026-01-05 23:59:59|R|L||5812|Shop|M1||shopQrCode|HKD|30.00|1|ALIPAYHK\r\n"
)

// withFiles is an emulator that has two reconciliation files, whatever happens.
func withFiles(t *testing.T) scenarios.Options {
	t.Helper()
	e := emulator.RunT(t)
	target, err := url.Parse(e.URL())
	require.NoError(t, err)
	proxy := httputil.NewSingleHostReverseProxy(target)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case strings.HasSuffix(r.URL.Path, "/files"):
			_, _ = io.WriteString(w, `{"items":[{"name":"a_transaction_20260105.txt","kind":"transaction","date":"2026-01-05","size":1},`+
				`{"name":"a_settlement_20260105.txt","kind":"settlement","date":"2026-01-05","size":1}]}`)
		case strings.HasSuffix(r.URL.Path, "/files/a_transaction_20260105.txt"):
			_, _ = io.WriteString(w, transactions)
		case strings.HasSuffix(r.URL.Path, "/files/a_settlement_20260105.txt"):
			_, _ = io.WriteString(w, settlement)
		default:
			proxy.ServeHTTP(w, r)
		}
	}))
	t.Cleanup(server.Close)
	return scenarios.Options{URL: server.URL}
}

func TestFiles(t *testing.T) {
	t.Parallel()
	o := withFiles(t)
	t.Run("match by their rows, sums and texts", func(t *testing.T) {
		t.Parallel()
		for _, r := range playAll(t, o, `
steps:
  - expect_file: {kind: transaction, date: 2026-01-05, rows: 2, contains: "Total_count:2", sum: {Transaction_amount: "118.00", Charge_amount: ">= 1"}}
  - expect_file: {kind: transaction, date: "20260105", contains: "/^Partner:/", row: {Transaction_type: REFUND, Partner_transaction_id: R1, Remark: null}}
  - expect_file: {name: a_settlement_20260105.txt, rows: 2, sum: {Amount: "58.00", Settlement: "56.94"}, row: {Type: R, Amount: "-30.00"}}
    save: {file: name}
  - expect_file: {name: "${file}", exists: true, within: 1s}
  - expect_file: {kind: settlement, date: "2026-01-06", exists: false}
`) {
			require.Nil(t, r.Failure, "%+v", r.Failure)
		}
	})
	for name, one := range map[string]struct{ step, text, difference string }{
		"a sum that differs":         {"{kind: settlement, date: 2026-01-05, sum: {Amount: \"88.00\"}}", "is not as expected", "sum.Amount: expected 88.00, came 58.00"},
		"a row that is not there":    {"{kind: settlement, date: 2026-01-05, row: {Type: R, Amount: \"30.00\"}}", "is not as expected", "row: Amount: expected 30.00, came -30.00"},
		"a text that is not there":   {"{kind: settlement, date: 2026-01-05, contains: CANCEL}", "is not as expected", "contains: expected CANCEL"},
		"a file that is not there":   {"{kind: settlement, date: 2026-01-07}", "there is no file of kind settlement and date 2026-01-07", ""},
		"a file that should not be ": {"{name: a_settlement_20260105.txt, exists: false}", "which should not exist", ""},
	} {
		t.Run("fail for "+name, func(t *testing.T) {
			t.Parallel()
			results := playAll(t, o, "steps:\n  - expect_file: "+one.step)
			require.NotNil(t, results[0].Failure)
			require.Contains(t, results[0].Failure.Text, one.text)
			require.Contains(t, strings.Join(results[0].Failure.Differences, "\n"), one.difference)
		})
	}
}

// TestRunningEmulator plays against one that is not the runner's own: nobody
// may cut a silence short.
func TestRunningEmulator(t *testing.T) {
	t.Parallel()
	e := emulator.RunT(t, emulator.Options{NotifyTimeout: 50 * time.Millisecond})
	for _, r := range playAll(t, scenarios.Options{URL: e.URL()}, `
notify: [hang, success]
steps:
  - create_qrcode: {}
    save: {code: qrcode}
  - pay: {qrcode: "${code}", amount: "88.00"}
  - expect_notifications: {attempts: 1, acked: false}
  - advance: 2m
  - expect_notifications: {attempts: 2, acked: true}
  - fault: {target: alipay.acquire.cancel, do: {hang: response}}
  - cancel: {}
    timeout: 50ms
    expect: {lost: true, took: ">= 50ms"}
`) {
		require.Nil(t, r.Failure, "%+v", r.Failure)
	}
}
