package scenarios_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"localipay/emulator"
	"localipay/scenarios"
)

// ofADay brings the files of one day, with a payment and a part of it refunded.
const ofADay = `
merchant: {fee_rate: "0.012"}
steps:
  - create_qrcode: {}
    save: {code: qrcode}
  - pay: {qrcode: "${code}", amount: "88.00"}
    save: {order: out_trade_no}
  - refund: {partner_trans_id: "${order}", partner_refund_id: R1, refund_amount: "30.00", is_sync: "Y"}
    expect: {result_code: SUCCESS}
  - advance: 1d
`

func TestFiles(t *testing.T) {
	t.Parallel()
	o := scenarios.Options{URL: emulator.RunT(t).URL()}
	t.Run("match by their rows, sums and texts", func(t *testing.T) {
		t.Parallel()
		for _, r := range playAll(t, o, ofADay+`
  - expect_file: {kind: transaction, date: 2026-01-05, rows: 2, contains: "Total_count:2", sum: {Transaction_amount: "118.00", Charge_amount: ">= 1"}}
  - expect_file: {kind: transaction, date: "20260105", contains: "/^R1\\|.*\\|REFUND\\|.*$/", row: {Transaction_type: REFUND, Partner_transaction_id: R1, Remark: null}}
  - expect_file: {name: "${partner}_settlement_20260105.txt", rows: 2, sum: {Amount: "58.00", Settlement: "56.94"}, row: {Type: R, Amount: "-30.00"}}
    save: {file: name}
  - expect_file: {name: "${file}", exists: true, within: 1s, row: {Type: P, Remarks: "", Operator_name: null}}
  - expect_file: {kind: settlement, date: "2026-01-06", exists: false}
`) {
			require.Nil(t, r.Failure, "%+v", r.Failure)
		}
	})
	t.Run("of yen have no decimals in their sums", func(t *testing.T) {
		t.Parallel()
		for _, r := range playAll(t, o, `
merchant: {currency: JPY}
steps:
  - create_qrcode: {}
    save: {code: qrcode}
  - pay: {qrcode: "${code}", amount: "101"}
  - pay: {qrcode: "${code}", amount: "99"}
  - advance: 1d
  - expect_file: {kind: settlement, date: 2026-01-05, sum: {Amount: "200", Fee: "0"}}
`) {
			require.Nil(t, r.Failure, "%+v", r.Failure)
		}
	})
	t.Run("hold for a guest what began since it came", func(t *testing.T) {
		t.Parallel()
		e := emulator.RunT(t)
		const visit = `
merchant: "2088000000000001"
clock: 2026-01-05T12:00:00+08:00
steps:
  - create_qrcode: {store_id: S}
    save: {code: qrcode}
  - pay: {qrcode: "${code}", amount: "88.00"}
    save: {order: out_trade_no}
  - pay: {qrcode: "${code}", amount: "12.00"}
    save: {cancelled: out_trade_no}
  - cancel: {out_trade_no: "${cancelled}"}
  - refund: {partner_trans_id: "${order}", partner_refund_id: "R${order}", refund_amount: "30.00", is_sync: "Y"}
  - advance: 1d
  - expect_file: {kind: transaction, date: 2026-01-05, rows: 4, contains: "Total_count:4", sum: {Transaction_amount: "142.00"}, row: {Transaction_type: CANCEL}}
  - expect_file: {kind: settlement, date: 2026-01-05, rows: 4, sum: {Amount: "58.00"}}
`
		const nothingOfMine = `
merchant: "2088000000000001"
clock: 2026-01-05T13:00:00+08:00
steps:
  - advance: 1d
  - expect_file: {kind: transaction, date: 2026-01-05, rows: 0, sum: {Transaction_amount: "0.00"}}
  - expect_file: {kind: settlement, date: 2026-01-05, exists: false}
`
		for _, r := range playAll(t, scenarios.Options{URL: e.URL()}, visit+"---"+visit+"---"+nothingOfMine) {
			require.Nil(t, r.Failure, "%+v", r.Failure)
		}
		for _, expected := range []string{"", ", contains: REFUND", ", row: {Transaction_type: REFUND}", ", rows: 4"} {
			step := "  - expect_file: {kind: transaction, date: 2026-01-05" + expected + "}\n"
			r := playAll(t, scenarios.Options{URL: e.URL()}, nothingOfMine+step)
			require.NotNil(t, r[0].Failure, step)
		}
	})
	for name, one := range map[string]struct{ step, text, difference string }{
		"a sum that differs":         {"{kind: settlement, date: 2026-01-05, sum: {Amount: \"88.00\"}}", "is not as expected", "sum.Amount: expected 88.00, came 58.00"},
		"a row that is not there":    {"{kind: settlement, date: 2026-01-05, row: {Type: R, Amount: \"30.00\"}}", "is not as expected", "row: Amount: expected 30.00, came -30.00"},
		"a column of the other kind": {"{kind: settlement, date: 2026-01-05, row: {Remark: null}}", "is not as expected", `this file has no column Remark; did you mean "Remarks"?`},
		"a text that is not there":   {"{kind: settlement, date: 2026-01-05, contains: CANCEL}", "is not as expected", "contains: expected CANCEL"},
		"a file that is not there":   {"{kind: settlement, date: 2026-01-07}", "there is no file of kind settlement and date 2026-01-07", ""},
		"a file that should not be ": {"{name: \"${partner}_settlement_20260105.txt\", exists: false}", "which should not exist", ""},
	} {
		t.Run("fail for "+name, func(t *testing.T) {
			t.Parallel()
			results := playAll(t, o, ofADay+"  - expect_file: "+one.step)
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
	e := emulator.RunT(t, emulator.Options{NotifyTimeout: 4 * time.Second})
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
