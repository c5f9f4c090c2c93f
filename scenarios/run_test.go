package scenarios_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"localipay/emulator"
	"localipay/scenarios"
)

// silent is a reporter that keeps nothing.
type silent struct{}

func (silent) Began([]*scenarios.Scenario)             {}
func (silent) Started(*scenarios.Scenario)             {}
func (silent) Stepped(*scenarios.Scenario, int)        {}
func (silent) Finished(scenarios.Result)               {}
func (silent) Ended([]scenarios.Result, time.Duration) {}

func playAll(t *testing.T, o scenarios.Options, text string) []scenarios.Result {
	t.Helper()
	list, err := scenarios.Parse("story.yaml", []byte(text), nil)
	require.NoError(t, err)
	results, err := scenarios.Run(t.Context(), list, o, silent{})
	require.NoError(t, err)
	require.Len(t, results, len(list))
	return results
}

func own(e *emulator.Emulator) scenarios.Options {
	return scenarios.Options{URL: e.URL(), Own: true}
}

// pass plays scenarios that shall pass, each against the same emulator.
func pass(t *testing.T, e *emulator.Emulator, text string) {
	t.Helper()
	for _, r := range playAll(t, own(e), text) {
		require.Nil(t, r.Failure, "%s: %+v", r.Scenario.Name, r.Failure)
		require.False(t, r.Cut)
	}
}

// fail plays one scenario that shall not pass.
func fail(t *testing.T, e *emulator.Emulator, text string) scenarios.Failure {
	t.Helper()
	results := playAll(t, own(e), text)
	require.Len(t, results, 1)
	require.NotNil(t, results[0].Failure)
	return *results[0].Failure
}

const example = `
name: a paid order is partly refunded, and cannot be cancelled the next day
clock: 2026-03-02T23:40:00+08:00    # optional: the world's clock, frozen; default 2026-01-05T10:00:00+08:00
merchant: {fee_rate: "0.012"}       # optional: a world of its own with these switches (default: fresh and plain),
                                    # or the partner id of one that exists: the system under test's
sign_type: RSA2                     # for this file's own calls; default MD5
faults: []                          # rules, from the start
notify: [fail, fail, success]       # answers of this file's own notify_url, in turn, the last one for ever
steps:
  - create_qrcode: {store_id: S01}  # missing required fields are filled in
    save: {code: qrcode}
  - pay: {qrcode: "${code}", amount: "88.00"}
    save: {order: out_trade_no}
  - refund: {partner_trans_id: "${order}", partner_refund_id: R1, refund_amount: "30.00", is_sync: "Y"}
    expect: {result_code: SUCCESS}
  - advance: 25m
  - cancel: {out_trade_no: "${order}"}
    expect: {result_code: FAIL, detail_error_code: TRADE_CANCEL_TIME_OUT, retry_flag: "N"}
  - expect_trade: {out_trade_no: "${order}", trade_status: TRADE_SUCCESS, refunded: "30.00"}
  - expect_notifications: {trade_status: TRADE_SUCCESS, attempts: 3, acked: true}
`

func TestExample(t *testing.T) {
	t.Parallel()
	t.Run("the example of the specification passes", func(t *testing.T) {
		t.Parallel()
		pass(t, emulator.RunT(t), example)
	})
	t.Run("with MD5 and GBK too", func(t *testing.T) {
		t.Parallel()
		pass(t, emulator.RunT(t), `
steps:
  - create_qrcode: {store_name: 麵家, _input_charset: GBK}
    save: {code: qrcode}
    expect: {signature: right, qrcode: "/^https:..qr.alipay.com.ocx/"}
  - pay: {qrcode: "${code}", amount: "88.00"}
  - expect_notifications: {subject: 麵家, signature: right}
`)
	})
}

// TestVerbs plays what each verb promises.
func TestVerbs(t *testing.T) {
	t.Parallel()
	e := emulator.RunT(t)
	for name, steps := range map[string]string{
		"every call can be made without a field": `
  - create_qrcode: {}
  - modify_qrcode: {}
  - stop_qrcode: {}
  - restart_qrcode:
  - delete_qrcode: {}
  - create_qrcode:
    save: {code: qrcode}
  - pay: {qrcode: "${code}", amount: "88.00"}
  - query: {}
    expect: {alipay_trans_status: TRADE_SUCCESS, trans_amount: "88.00"}
  - refund: {refund_amount: "30.00"}
  - query_refund: {}
    expect: {refund_result_code: SUCCESS}
  - refund: {refund_amount: "58.00", is_sync: "Y"}
  - create_qrcode: {store_id: S02}
    save: {code: qrcode}
  - order: {qrcode: "${code}", amount: "5.00"}
  - cancel: {}
    expect: {action: close}
  - register_store: {}
  - query_store: {}
    expect: {status: SUCCESS}
    save: {review: status}
  - query_store: {}
    expect: {status: "${review}"}
  - query_store: {}
    expect: {status: 200}`,
		"a taxi's fields are filled in, too": `
  - create_qrcode: {secondary_merchant_industry: "4121", channel_fee: {type: RATE, value: "0.01"}}
    save: {code: qrcode}
  - modify_qrcode: {taxi_number: HK9}
  - expect_qrcode: {qrcode: "${code}", status: ACTIVE, channel_fee: {type: RATE}}
  - register_store: {store_industry: "4121"}`,
		"a call is signed wrongly, lacks fields, or is posted": `
  - call: {service: alipay.acquire.overseas.query, partner_trans_id: "1", sign: wrong}
    expect: {error: ILLEGAL_SIGN, is_success: F}
  - call: {service: alipay.acquire.overseas.query, partner_trans_id: "1", omit: [sign]}
    expect: {error: ILLEGAL_SIGN}
  - call: {service: alipay.acquire.overseas.query, partner_trans_id: "1", omit: [sign_type]}
    expect: {error: ILLEGAL_SIGN_TYPE}
  - call: {service: alipay.acquire.overseas.query, partner_trans_id: "1", method: POST}
    expect: {result_code: FAIL, detail_error_code: TRADE_NOT_EXIST, signature: right}
  - call: {service: alipay.wallet.nothing}
    expect: {error: ILLEGAL_SERVICE}
  - call: {service: null}
    expect: {error: ILLEGAL_EXTERFACE}
  - call: {service: notify_verify, notify_id: none}
    expect: {body: "false"}
  - create_qrcode: {biz_data: "{}"}
    expect: {result_code: AE_BARCODE_PARAMETER_IS_NULL}
  - create_qrcode: {store_id: null}
    expect: {result_code: AE_BARCODE_PARAMETER_IS_NULL}
  - create_qrcode: {biz_data: {store_id: S09}}
    expect: {qrcode: /./, result_code: null}`,
		"a customer scans, orders, pays, and may fail to": `
  - create_qrcode: {notify_url: null}
    save: {code: qrcode}
  - scan: {qrcode: "${code}"}
    expect: {store_name: Harbour Noodle Central, currency: HKD}
  - order: {qrcode: "${code}", amount: "88", memo: table 4}
    save: {order: out_trade_no}
    expect: {trade_status: WAIT_BUYER_PAY, amount: "88.00", status: 201}
  - pay_order: {out_trade_no: "${order}", outcome: insufficient_funds}
  - pay_order: {out_trade_no: "${order}"}
    expect: {trade_status: TRADE_SUCCESS, outcome: null}
  - pay_order: {out_trade_no: "${order}"}
    expect: {error: TRADE_STATUS, status: 409}
  - expect_notifications: {count: 0}
  - stop_qrcode: {qrcode: "${code}"}
  - scan: {qrcode: "${code}"}
    expect: {error: INVALID_QRCODE}
  - expect_qrcode: {qrcode: "${code}", status: STOPPED, notify_url: ""}`,
		"a refund's notification has come when its step ends": `
  - create_qrcode: {}
    save: {code: qrcode}
  - pay: {qrcode: "${code}", amount: "88.00"}
    save: {order: out_trade_no}
  - refund: {partner_refund_id: R1, refund_amount: "30.00", notify_url: "${notify_url}"}
  - expect_notifications: {kind: refund, count: 1, acked: true, attempts: 1, refund_fee: "30.00", out_biz_no: R1, qrcode: "${code}"}
  - expect_notifications: {count: 2, acked: true}
  - expect_refund: {partner_refund_id: R1, status: SUCCESS, sync: false, amount: ">= 30"}`,
		"steps at the same moment": `
  - create_qrcode: {}
    save: {code: qrcode}
  - pay: {qrcode: "${code}", amount: "88.00"}
    save: {order: out_trade_no}
  - together:
      - refund: {partner_refund_id: A, refund_amount: "80.00", is_sync: "Y"}
      - refund: {partner_refund_id: B, refund_amount: "80.00", is_sync: "Y"}
      - refund: {partner_refund_id: C, refund_amount: "80.00", is_sync: "Y"}
    expect_outcomes: {SUCCESS: 1, FAILED: 2, RETURN_AMOUNT_EXCEED: 2}
  - together:
      - query: {}
        expect: {result_code: SUCCESS}
        save: {trade: alipay_trans_id}
      - repeat: {times: 2, steps: [{query: {alipay_trans_id: "1"}, expect: {result_code: FAIL}}]}
    expect_outcomes: {SUCCESS: 1, FAIL: 2, TRADE_NOT_EXIST: 2}
  - query: {alipay_trans_id: "${trade}"}`,
		"rounds are counted from 1": `
  - repeat:
      times: 3
      steps:
        - create_qrcode: {store_id: "S${i}"}
          save: {code: qrcode}
        - pay: {qrcode: "${code}", amount: "${i}.00"}
          save: {last: amount}
  - expect_trade: {amount: "3.00"}
  - expect_notifications: {count: 3, acked: true}
  - http: {url: "${gateway_url}"}
    expect: {body: "/ILLEGAL_EXTERFACE/", status: 200}`,
		"a snapshot is gone back to": `
  - create_qrcode: {}
    save: {code: qrcode}
  - fault: {name: later, target: alipay.acquire.cancel, do: {fail: TRADE_STATUS_ERROR}}
  - snapshot: before
  - pay: {qrcode: "${code}", amount: "88.00"}
    save: {order: out_trade_no}
  - advance: 1d
  - clear_faults: later
  - restore: before
  - query: {partner_trans_id: "${order}"}
    expect: {detail_error_code: TRADE_NOT_EXIST}
  - cancel: {out_trade_no: "${order}"}
    expect: {detail_error_code: TRADE_STATUS_ERROR}
  - clear_faults:
  - advance_to: 2026-01-05T10:00:00+08:00`,
		"answers that do not come, or come spoilt": `
  - fault: {target: "*", do: {lose: response}}
  - create_qrcode: {}
    expect: {lost: true}
  - fault: {target: "*", do: {hang: request}}
  - create_qrcode: {}
    timeout: 1m
    expect: {lost: true, took: "< 1m"}
  - fault: {target: "*", do: {http: 503}}
  - create_qrcode: {}
    expect: {status: 503}
  - fault: {target: "*", do: {error: SYSTEM_ERROR}}
  - create_qrcode: {}
    expect: {error: SYSTEM_ERROR}
  - fault: {target: "*", do: {corrupt: signature}}
  - create_qrcode: {}
    expect: {signature: wrong}
  - fault: {target: "*", do: {corrupt: xml}}
  - create_qrcode: {}
    expect: {broken: true}
  - fault: {target: "*", do: {corrupt: truncate}}
  - create_qrcode: {}
    expect: {broken: true}
  - fault: {target: "*", do: {corrupt: charset}}
  - create_qrcode: {}
    expect: {broken: true}
  - create_qrcode: {}`,
		"a rule may hold what was saved": `
  - create_qrcode: {}
    save: {code: qrcode}
  - pay: {qrcode: "${code}", amount: "88.00"}
    save: {order: out_trade_no}
  - fault: {target: alipay.acquire.cancel, when: {out_trade_no: "${order}"}, do: {unknown: true}}
  - cancel: {}
    expect: {result_code: UNKNOWN, retry_flag: "Y"}
  - cancel: {}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			pass(t, e, "name: "+name+"\nsteps:"+steps)
		})
	}
}

func TestOtherMerchants(t *testing.T) {
	t.Parallel()
	pass(t, emulator.RunT(t), `
name: another merchant's order is not to be found
merchants: {OTHER: {currency: JPY}, THIRD: }
sign_type: RSA
steps:
  - create_qrcode: {}
    save: {code: qrcode}
  - pay: {qrcode: "${code}", amount: "88.00"}
    save: {order: out_trade_no}
  - use: OTHER
  - query: {partner_trans_id: "${order}"}
    expect: {detail_error_code: TRADE_NOT_EXIST}
  - create_qrcode: {}
  - expect_notifications: {count: 0}
  - use: main
  - query: {partner_trans_id: "${order}"}
`)
}

func TestReplies(t *testing.T) {
	t.Parallel()
	t.Run("the notify_url answers in turn, and its last answer for ever", func(t *testing.T) {
		t.Parallel()
		pass(t, emulator.RunT(t), `
notify: [fail, hang, 503, "302", "<html>", " SUCCESS "]
steps:
  - create_qrcode: {}
    save: {code: qrcode}
  - pay: {qrcode: "${code}", amount: "88.00"}
  - expect_notifications: {attempts: 1, acked: false}
  - advance: 1d
  - expect_notifications: {attempts: 6, acked: true}
`)
	})
	t.Run("a failure shows what it answered", func(t *testing.T) {
		t.Parallel()
		failure := fail(t, emulator.RunT(t), `
notify: [fail, "503"]
steps:
  - create_qrcode: {}
    save: {code: qrcode}
  - pay: {qrcode: "${code}", amount: "88.00"}
  - advance: 2m
  - name: all is well
    expect_notifications: {acked: true, attempts: 2}
`)
		require.Equal(t, []string{"acked: expected true, came false"}, failure.Differences)
		require.Equal(t, "4", failure.Step)
		require.Equal(t, 9, failure.Line)
		require.Equal(t, "all is well", failure.Name)
		require.Equal(t, "expect_notifications", failure.Verb)
		require.Len(t, failure.Requests, 1)
		require.Contains(t, failure.Requests[0], "alipay.commerce.qrcode.create → SUCCESS")
		require.Len(t, failure.Notifications, 1)
		require.Contains(t, failure.Notifications[0], `2 attempts (200 "fail", 503 "Service Unavailable"), not acked`)
	})
}

func TestWhatAPaymentSetsFree(t *testing.T) {
	t.Parallel()
	pass(t, emulator.RunT(t), `
faults: [{target: notification, do: {hold: true}}]
steps:
  - create_qrcode: {}
    save: {code: qrcode}
  - pay: {qrcode: "${code}", amount: "1.00"}
    save: {first: out_trade_no}
  - name: the first notification waits for another
    expect_notifications: {out_trade_no: "${first}", attempts: 0}
  - pay: {qrcode: "${code}", amount: "2.00"}
  - name: and goes out with it
    expect_notifications: {out_trade_no: "${first}", attempts: 1, acked: true}
  - clear_faults
`)
}
