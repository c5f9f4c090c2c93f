package scenarios_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"localipay/emulator"
	"localipay/emulator/alipay"
	"localipay/emulator/signature"
	"localipay/emulator/wire"
	"localipay/scenarios"
)

const (
	demo    = "2088000000000001"
	demoKey = "k3yk3yk3yk3yk3yk3yk3yk3yk3yk3y00"
)

// tested is a system under test: a button that refunds, a page that tells what
// was notified.
type tested struct {
	url      string
	emulator *emulator.Emulator
	paid     atomic.Int64
	seen     atomic.Int64
}

func newTested(t *testing.T, e *emulator.Emulator) *tested {
	t.Helper()
	s := &tested{emulator: e}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /notify", func(w http.ResponseWriter, _ *http.Request) {
		s.paid.Add(1)
		_, _ = io.WriteString(w, "success")
	})
	mux.HandleFunc("POST /refund/{order}/{id}", func(w http.ResponseWriter, r *http.Request) {
		s.refund(t, r.PathValue("order"), r.PathValue("id"))
		http.Redirect(w, r, "/page", http.StatusSeeOther)
	})
	mux.HandleFunc("GET /page", func(w http.ResponseWriter, _ *http.Request) {
		_ = json.NewEncoder(w).Encode(map[string]any{"paid": s.paid.Load(), "tills": []any{map[string]any{"code": "C1"}}})
	})
	mux.HandleFunc("GET /slowly", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = fmt.Fprintf(w, "ready %v", s.seen.Add(1) > 2)
	})
	mux.HandleFunc("POST /echo", func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		w.WriteHeader(http.StatusTeapot)
		_, _ = fmt.Fprintf(w, "%s %s %s", r.Header.Get("Content-Type"), r.Header.Get("X-Till"), body)
	})
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	s.url = server.URL
	return s
}

func (s *tested) refund(t *testing.T, order, id string) {
	t.Helper()
	fields := []alipay.Field{
		{Name: "_input_charset", Value: "UTF-8"},
		{Name: "currency", Value: "HKD"},
		{Name: "notify_url", Value: s.url + "/notify"},
		{Name: "partner", Value: demo},
		{Name: "partner_refund_id", Value: id},
		{Name: "partner_trans_id", Value: order},
		{Name: "refund_amount", Value: "1.00"},
		{Name: "service", Value: alipay.ServiceRefund},
	}
	sign, _ := signature.Sign(alipay.MD5, []byte(signature.StringToSign(fields)), demoKey, nil)
	fields = append(fields, alipay.Field{Name: "sign", Value: sign}, alipay.Field{Name: "sign_type", Value: "MD5"})
	once := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}} // else Go resends what was lost
	resp, err := once.Get(s.emulator.GatewayURL() + "?" + wire.FormEncode(alipay.UTF8, fields))
	if err == nil {
		_ = resp.Body.Close()
	}
}

// admin gets what the admin API tells.
func admin(t *testing.T, e *emulator.Emulator, method, path, body string) map[string]any {
	t.Helper()
	req, err := http.NewRequest(method, e.URL()+"_admin/"+path, strings.NewReader(body))
	require.NoError(t, err)
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	resp, err := http.DefaultClient.Do(req)
	require.NoError(t, err)
	defer func() { _ = resp.Body.Close() }()
	out := map[string]any{}
	require.NoError(t, json.NewDecoder(resp.Body).Decode(&out))
	require.Less(t, resp.StatusCode, 300, "%v", out)
	return out
}

const demoPath = "merchants/" + demo

func TestGuest(t *testing.T) {
	t.Parallel()
	e := emulator.RunT(t, emulator.Options{Start: time.Date(2026, 1, 5, 2, 0, 0, 0, time.UTC)})
	s := newTested(t, e)
	s.refund(t, "none", "before")
	admin(t, e, "POST", demoPath+"/faults", `{"name":"mine","target":"notify_verify","do":{"http":503}}`)
	list, err := scenarios.Parse("guest.yaml", []byte(`
vars: {shop: http://nowhere.invalid}
name: the shop refunds twice
merchant: "2088000000000001"
clock: 2026-03-02T10:00:00+08:00
faults: [{name: lost, target: alipay.acquire.overseas.spot.refund, do: {lose: response}}]
steps:
  - create_qrcode: {store_id: G1, notify_url: "${shop}/notify"}
    save: {code: qrcode}
  - pay: {qrcode: "${code}", amount: "88.00"}
    save: {order: out_trade_no}
  - snapshot: paid
  - http: {method: POST, url: "${shop}/refund/${order}/R1"}
    expect: {status: 200}
  - http: {url: "${shop}/page"}
    expect: {json: {paid: 2}}
    save: {till: json.tills.0.code, all: json.tills}
  - http: {method: POST, url: "${shop}/refund/${order}/R2"}
    expect: {status: 303}
  - http: {url: "${shop}/page"}
    expect: {json: {paid: 3}, within: 10s}
  - refund: {refund_amount: "1.00", partner_refund_id: "${till}"}
  - expect_requests: {service: alipay.acquire.overseas.spot.refund, count: 2, distinct: partner_refund_id, same: [partner_trans_id, refund_amount], params: {refund_amount: "/^1/"}}
  - expect_requests: {service: alipay.acquire.overseas.spot.refund, count: 1, outcome: LOST, within: 10s}
  - expect_requests: {service: alipay.acquire.cancel, count: 0}
  - expect_trade: {trade_status: TRADE_SUCCESS, refunded: "3.00"}
  - expect_refund: {partner_refund_id: R2, status: SUCCESS}
  - expect_notifications: {kind: refund, count: 2, acked: true, within: 10s}
  - advance: 200d
---
name: another guest plays after it, and sees nothing of it
merchant: "2088000000000001"
steps:
  - expect_notifications: {count: 0}
  - expect_requests: {service: alipay.acquire.overseas.spot.refund, count: 0}
  - clear_faults:
`), map[string]string{"shop": s.url})
	require.NoError(t, err)
	results, err := scenarios.Run(t.Context(), list, own(e), silent{})
	require.NoError(t, err)
	for _, r := range results {
		require.Nil(t, r.Failure, "%+v", r.Failure)
	}

	t.Run("leaves the clock as it was", func(t *testing.T) {
		t.Parallel()
		clock := admin(t, e, "GET", demoPath+"/clock", "")
		require.Equal(t, "running", clock["mode"])
		require.Contains(t, clock["now"], "2026-01-05", "not 200 days on")
	})
	t.Run("leaves others' fault rules and takes its own", func(t *testing.T) {
		t.Parallel()
		rules := admin(t, e, "GET", demoPath+"/faults", "")["items"].([]any)
		require.Len(t, rules, 1)
		require.Equal(t, "mine", rules[0].(map[string]any)["name"])
	})
	t.Run("leaves no snapshot behind", func(t *testing.T) {
		t.Parallel()
		require.Empty(t, admin(t, e, "GET", demoPath+"/snapshots", "")["items"])
	})
}

func TestHTTP(t *testing.T) {
	t.Parallel()
	e := emulator.RunT(t)
	s := newTested(t, e)
	t.Run("sends bodies, headers and JSON, and asks again while there is time", func(t *testing.T) {
		t.Parallel()
		pass(t, e, `
vars: {shop: "`+s.url+`"}
steps:
  - http: {url: "${shop}/slowly"}
    expect: {body: ready true, within: 10s}
    save: {all: body}
  - http: {url: "${shop}/echo", body: "a=b", headers: {X-Till: "$${${all}"}}
    expect: {status: 418, body: "application/x-www-form-urlencoded $${ready true a=b"}
  - http: {url: "${shop}/echo", json: {a: [1, 2.50, true, null, "${all}"]}}
    expect: {status: ">= 400", body: '/json  {"a":.1,2.50,true,null,"ready true"/'}
  - http: {url: "http://127.0.0.1:1/"}
    expect: {lost: true}
`)
	})
	for name, one := range map[string]struct{ step, says string }{
		"an error that nothing allows":   {`http: {url: "${shop}/none"}`, "was answered with status 404"},
		"a system that is not there":     {`http: {url: "http://127.0.0.1:1/"}`, "no answer from http://127.0.0.1:1/"},
		"what does not come within time": {"http: {url: \"${shop}/page\"}\n    expect: {json: {paid: 7}, within: 60ms}", "not as expected within 60ms"},
	} {
		t.Run("fails for "+name, func(t *testing.T) {
			t.Parallel()
			failure := fail(t, e, "vars: {shop: \""+s.url+"\"}\nsteps:\n  - "+one.step)
			require.Contains(t, failure.Text, one.says)
		})
	}
}

func TestFailures(t *testing.T) {
	t.Parallel()
	e := emulator.RunT(t)
	for name, one := range map[string]struct{ steps, says, difference string }{
		"a business failure that no expect allows": {`
  - query: {partner_trans_id: "1"}`, "query was answered FAIL TRADE_NOT_EXIST; write expect: if it should", ""},
		"a gateway error that no expect allows": {`
  - query: {sign: wrong, partner_trans_id: "1"}`, "query was answered ILLEGAL_SIGN; write expect:", ""},
		"another outcome than expected": {`
  - query: {partner_trans_id: "1"}
    expect: {result_code: SUCCESS}`, "query was answered FAIL TRADE_NOT_EXIST", "result_code: expected SUCCESS, came FAIL"},
		"an answer that is lost": {`
  - fault: {target: "*", do: {lose: request}}
  - query: {partner_trans_id: "1"}
    expect: {result_code: FAIL}`, "no answer came: the connection was closed", "result_code: expected FAIL, came nothing"},
		"an answer that came all the same": {`
  - query: {partner_trans_id: "1"}
    expect: {lost: true}`, "query was answered", "lost: expected true, came false"},
		"a wrong signature that nobody asked about": {`
  - fault: {target: "*", do: {corrupt: signature}}
  - query: {partner_trans_id: "1"}
    expect: {result_code: FAIL}`, "the signature of the answer to query is wrong", ""},
		"a wrong signature among steps that are counted": {`
  - fault: {target: "*", do: {corrupt: signature}}
  - together: [{query: {partner_trans_id: "1"}}]
    expect_outcomes: {FAIL: 1}`, "the signature of the answer to query is wrong", ""},
		"an answer that cannot be read": {`
  - fault: {target: "*", do: {corrupt: xml}}
  - query: {partner_trans_id: "1"}
    expect: {result_code: FAIL}`, "the answer cannot be read: its XML is not well-formed", ""},
		"an answer that no gateway gives": {`
  - fault: {target: "*", do: {http: 503}}
  - query: {partner_trans_id: "1"}`, "HTTP 503 and not by the gateway", ""},
		"other outcomes than counted": {`
  - together: [{query: {partner_trans_id: "1"}}, {query: {partner_trans_id: "1"}}]
    expect_outcomes: {FAIL: 1}`, "the outcomes of together are not those expected", "FAIL: expected 1, came 2"},
		"a trade that is not there": {`
  - expect_trade: {out_trade_no: "1", trade_status: TRADE_SUCCESS}`, "there is no trade out_trade_no 1", ""},
		"notifications that are not there": {`
  - expect_notifications: {acked: true}`, "there are no such notifications", ""},
		"a customer whom the wallet refuses": {`
  - pay: {qrcode: x, amount: "1.00"}`, "pay was refused with INVALID_QRCODE", ""},
		"a field that cannot be saved": {`
  - query: {partner_trans_id: "1"}
    expect: {result_code: FAIL}
    save: {x: trade_no}`, "save: x: there is no trade_no in what came: detail_error_code,", ""},
		"a clock that would go back": {`
  - advance_to: 2020-01-01T00:00:00+08:00`, "the emulator refused it: INVALID_ARGUMENT", ""},
		"a file where there are none": {`
  - expect_file: {kind: transaction, date: 2026-01-04}`, "there is no file of kind transaction and date 2026-01-04", "no money moved on 2026-01-04"},
	} {
		t.Run("for "+name, func(t *testing.T) {
			t.Parallel()
			failure := fail(t, e, "steps:"+one.steps)
			require.Contains(t, failure.Text, one.says)
			require.Contains(t, strings.Join(failure.Differences, "\n"), one.difference)
		})
	}
	t.Run("tells the round and the step inside", func(t *testing.T) {
		t.Parallel()
		failure := fail(t, e, "steps:\n  - wait: 1ms\n  - repeat:\n      times: 2\n      steps:\n        - together:\n            - query: {partner_trans_id: \"${i}\"}\n              expect: {out_trade_no: \"1\"}")
		require.Equal(t, "2.1.1", failure.Step)
		require.Contains(t, failure.Text, "(round 1)")
	})
	t.Run("of a guest whom nobody knows", func(t *testing.T) {
		t.Parallel()
		failure := fail(t, e, "merchant: \"2088999999999999\"\nsteps:\n  - wait: 1s")
		require.Contains(t, failure.Text, "there is no merchant 2088999999999999")
	})
}

func TestRun(t *testing.T) {
	t.Parallel()
	t.Run("says what to do when there is no emulator", func(t *testing.T) {
		t.Parallel()
		_, err := scenarios.Run(t.Context(), nil, scenarios.Options{URL: "http://127.0.0.1:1"}, silent{})
		require.ErrorContains(t, err, "no emulator: the emulator at http://127.0.0.1:1 does not answer")
	})
	t.Run("says what to do when the emulator wants a token, and takes one", func(t *testing.T) {
		t.Parallel()
		e := emulator.RunT(t, emulator.Options{AdminToken: "secret"})
		_, err := scenarios.Run(t.Context(), nil, own(e), silent{})
		require.ErrorContains(t, err, "LOCALIPAY_ADMIN_TOKEN")
		o := own(e)
		o.Token = "secret"
		_, err = scenarios.Run(t.Context(), nil, o, silent{})
		require.NoError(t, err)
	})
	t.Run("says what to do when notifications cannot be received", func(t *testing.T) {
		t.Parallel()
		e := emulator.RunT(t)
		o := own(e)
		o.NotifyListen = e.Addr().String()
		_, err := scenarios.Run(t.Context(), nil, o, silent{})
		require.ErrorContains(t, err, "choose another with --notify-listen")
	})
	t.Run("removes the worlds that it made, also of what fails", func(t *testing.T) {
		t.Parallel()
		e := emulator.RunT(t)
		before := len(e.Merchants())
		fail(t, e, "merchants: {A: {}}\nsteps:\n  - use: A\n  - expect_trade: {}")
		require.Len(t, e.Merchants(), before)
	})
	t.Run("ends when it is interrupted, and cleans up", func(t *testing.T) {
		t.Parallel()
		e := emulator.RunT(t)
		before := len(e.Merchants())
		list, err := scenarios.Parse("story.yaml", []byte("steps: [{advance: 1m}, {wait: 5m}]\n---\nsteps: [{wait: 5m}]\n"), nil)
		require.NoError(t, err)
		ctx, cancel := context.WithCancel(t.Context())
		o := own(e)
		o.Parallel = 1
		results, err := scenarios.Run(ctx, list, o, interrupter{cancel: cancel})
		require.NoError(t, err)
		require.Len(t, results, 1)
		require.True(t, results[0].Cut)
		require.Equal(t, "interrupted", results[0].Failure.Text)
		require.Equal(t, "2", results[0].Failure.Step)
		require.Len(t, e.Merchants(), before)
	})
	t.Run("gives the results in the order of the list", func(t *testing.T) {
		t.Parallel()
		e := emulator.RunT(t)
		var text strings.Builder
		for i := range 60 {
			fmt.Fprintf(&text, "---\nname: n%d\nsteps:\n  - create_qrcode: {}\n    save: {code: qrcode}\n  - pay: {qrcode: \"${code}\", amount: \"88.00\"}\n  - advance: 1d\n  - expect_notifications: {count: 1, acked: true}\n", i)
		}
		for i, r := range playAll(t, own(e), text.String()) {
			require.Nil(t, r.Failure, "%+v", r.Failure)
			require.Equal(t, fmt.Sprintf("n%d", i), r.Scenario.Name)
		}
	})
}

// interrupter ends the run as soon as a step is done.
type interrupter struct {
	silent
	cancel func()
}

func (i interrupter) Stepped(*scenarios.Scenario, int) { i.cancel() }
