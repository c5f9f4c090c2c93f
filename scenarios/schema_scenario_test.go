package scenarios_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"localipay/emulator/alipay"
	"localipay/emulator/fault"
	"localipay/scenarios"
)

// stranger is a word that is near no other, so that an error lists them all.
const stranger = "qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq"

// known asks the reader which words it takes at a place of a file.
func known(t *testing.T, text string) []string {
	t.Helper()
	_, err := scenarios.Parse("a.yaml", []byte(strings.ReplaceAll(text, "STRANGER", stranger+": x")), nil)
	require.ErrorContains(t, err, "unknown word \""+stranger)
	_, list, listed := strings.Cut(err.Error(), "; there is ")
	require.True(t, listed, err.Error())
	list, _, _ = strings.Cut(list, "\n")
	return slices.Compact(sorted(strings.Split(list, ", ")))
}

// TestTheSchemaOfScenariosHasTheWordsOfTheReader asks the reader itself, by a
// word that it does not know in each place where words are looked at.
func TestTheSchemaOfScenariosHasTheWordsOfTheReader(t *testing.T) {
	t.Parallel()
	s := compiled(t, scenarios.Schema())
	t.Run("at the top", func(t *testing.T) {
		t.Parallel()
		require.Equal(t, known(t, "STRANGER\nsteps: []\n"), s.words(t))
	})
	t.Run("of a step", func(t *testing.T) {
		t.Parallel()
		require.Equal(t, known(t, "steps: [{STRANGER}]\n"), s.words(t, "$defs", "step"))
	})
	t.Run("of switches", func(t *testing.T) {
		t.Parallel()
		require.Equal(t, known(t, "merchant: {STRANGER}\nsteps: []\n"), s.words(t, "$defs", "switches"))
		require.Equal(t, sorted(alipay.SwitchNames()), s.words(t, "$defs", "switches"))
	})
	verbs := s.at(t, "$defs", "step", "properties")
	for verb := range verbs {
		described, isObject := verbs[verb].(map[string]any)
		if _, closed := described["properties"]; !isObject || !closed || verb == "save" || described["additionalProperties"] != false {
			continue
		}
		t.Run("behind "+verb, func(t *testing.T) {
			t.Parallel()
			words := known(t, "steps: [{"+verb+": {STRANGER}}]\n")
			if verb == "expect_notifications" { // it reads count apart from the fields
				words = slices.Compact(sorted(append(words, "count")))
			}
			require.Equal(t, words, s.words(t, "$defs", "step", "properties", verb))
		})
	}
	for verb, def := range map[string]string{
		"create_qrcode: {}": "expect_call", "query_store: {}": "expect_call", "scan: {qrcode: x}": "expect_wallet",
		"pay_order: {out_trade_no: x}": "expect_wallet", "http: {url: http://x}": "expect_http",
	} {
		t.Run("in expect beside "+verb, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, known(t, "steps: [{"+verb+", expect: {STRANGER}}]\n"), s.words(t, "$defs", def))
		})
	}
	t.Run("of a file's columns", func(t *testing.T) {
		t.Parallel()
		for _, part := range []string{"row", "sum"} {
			text := "steps: [{expect_file: {name: 2088000000000001_settlement_20260302.txt, " + part + ": {STRANGER}}}]\n"
			require.Equal(t, known(t, text), s.words(t, "$defs", "step", "properties", "expect_file", "properties", part))
		}
	})
	t.Run("of fault rules, as the schema of faults has them", func(t *testing.T) {
		t.Parallel()
		faults := compiled(t, fault.Schema())
		for name, def := range faults.at(t, "$defs") {
			require.Equal(t, def, s.at(t, "$defs")[name], name)
		}
	})
}

func TestTheSchemaOfScenariosTakesTheBundledFiles(t *testing.T) {
	t.Parallel()
	s := compiled(t, scenarios.Schema())
	var files []string
	for _, pattern := range []string{"*.yaml", "shop/*.yaml", "example/*.yaml", "example/*/*.yaml"} {
		found, err := filepath.Glob(pattern)
		require.NoError(t, err)
		files = append(files, found...)
	}
	require.NotEmpty(t, files)
	for _, file := range files {
		t.Run(file, func(t *testing.T) {
			t.Parallel()
			data, err := os.ReadFile(file)
			require.NoError(t, err)
			require.NoError(t, s.check(t, string(data)))
		})
	}
	t.Run("and the README's", func(t *testing.T) {
		t.Parallel()
		for _, block := range readmeBlocks(t, `(?m)^steps:`) {
			require.NoError(t, s.check(t, block))
		}
	})
}

func TestTheSchemaOfScenariosAndTheReaderAgree(t *testing.T) {
	t.Parallel()
	s := compiled(t, scenarios.Schema())
	for name, text := range rightScenarios() {
		t.Run("both take "+name, func(t *testing.T) {
			t.Parallel()
			_, err := scenarios.Parse("a.yaml", []byte(text), nil)
			require.NoError(t, err)
			require.NoError(t, s.check(t, text))
		})
	}
	for name, text := range wrongScenarios() {
		t.Run("both refuse "+name, func(t *testing.T) {
			t.Parallel()
			_, err := scenarios.Parse("a.yaml", []byte(text), nil)
			require.Error(t, err)
			require.Error(t, s.check(t, text))
		})
	}
}

func rightScenarios() map[string]string {
	return map[string]string{
		"the top of the specification": "name: x\nvars: {shop: http://localhost:3000}\nclock: 2026-03-02T23:40:00+08:00\n" +
			"merchant: {fee_rate: \"0.012\"}\nmerchants: {other: {}, third: null}\nsign_type: RSA2\nfaults: []\n" +
			"notify: [fail, hang, 503, \"<html>\", success]\nsteps:\n  - create_qrcode:\n",
		"a guest":                       "merchant: \"2088000000000001\"\nsteps: [{create_qrcode: {}}]\n",
		"a partner of a variable":       "vars: {p: \"2088000000000001\"}\nmerchant: ${p}\nsteps: [{create_qrcode: {}}]\n",
		"a switch of a variable":        "vars: {r: \"0.01\"}\nmerchant: {fee_rate: \"${r}\"}\nsteps: [{create_qrcode: {}}]\n",
		"one answer of notify_url":      "notify: fail\nsteps: [{create_qrcode: {}}]\n",
		"a call without fields":         "steps: [{query: }]\n",
		"a member of biz_data":          "steps: [{create_qrcode: {channel_fee: {type: RATE, value: \"0.03\"}, notify_url: null}}]\n",
		"a spoiled call":                "steps: [{call: {service: alipay.acquire.cancel, anything: x, sign: wrong, omit: [partner], method: POST}}]\n",
		"what is expected of a call":    "steps: [{query: {}, expect: {error: ILLEGAL_SIGN, took: \"< 3s\", lost: true, status: 200, trade_no: null}}]\n",
		"any field of any call":         "steps: [{call: {service: x}, expect: {whatever: /x/}}]\n",
		"fault rules mid-way":           "steps: [{fault: {target: \"*\", do: {lose: response}}}, {clear_faults: {}}, {clear_faults: }]\n",
		"steps at once":                 "steps: [{together: [{query: {}}, {query: {}}], expect_outcomes: {SUCCESS: 2}}]\n",
		"steps again and again":         "steps: [{repeat: {times: 5, steps: [{query: {partner_trans_id: \"${i}\"}}]}}]\n",
		"a request to the shop":         "steps: [{http: {method: POST, url: http://x/, json: {a: [1, null]}}, expect: {status: 200, json: {paid: true}, body: /x/, within: 3s}, save: {a: json.b.0}}]\n",
		"a number compared":             "steps: [{expect_notifications: {kind: payment, count: \">= 1\", attempts: 3, acked: true, total_fee: \"88.00\"}}]\n",
		"requests of the shop":          "steps: [{expect_requests: {service: alipay.acquire.cancel, count: 2, same: out_trade_no, distinct: [sign], params: {a: /x/}, within: 30s}}]\n",
		"a file":                        "steps: [{expect_file: {kind: transaction, date: 2026-03-02, rows: 2, contains: /x/, sum: {Amount: \"58.00\"}, row: {Transaction_type: REFUND}}}]\n",
		"the absence of a file":         "steps: [{expect_file: {name: 2088000000000001_settlement_20260302.txt, exists: false}}]\n",
		"a clock moved by a variable":   "vars: {d: 3s}\nsteps: [{advance: \"${d}\"}, {advance: 1d12h}, {advance_to: 2026-03-02T23:40:00Z}, {wait: 1ms}]\n",
		"another merchant, and back":    "merchants: {other: {}}\nsteps: [{use: other}, {use: main}, {snapshot: a}, {restore: a}]\n",
		"a step with all that it takes": "steps: [{name: x, query: {}, timeout: 1s, save: {a: trade_no}, expect: {}}]\n",
	}
}

func wrongScenarios() map[string]string {
	return map[string]string{
		"a list":                          "- steps: []\n",
		"no steps":                        "name: x\n",
		"an empty list of steps":          "steps: []\n",
		"a step without a verb":           "steps: [{name: x}]\n",
		"two verbs in a step":             "steps: [{query: {}, cancel: {}}]\n",
		"an unknown verb":                 "steps: [{pya: {}}]\n",
		"an unknown field":                "steps: [{query: {partner_tran_id: x}}]\n",
		"a number on the wire":            "steps: [{refund: {refund_amount: 30.00}}]\n",
		"a truth on the wire":             "steps: [{refund: {is_sync: true}}]\n",
		"a number in biz_data":            "steps: [{create_qrcode: {channel_fee: {type: RATE, value: 0.03}}}]\n",
		"a call of no service":            "steps: [{call: {partner: x}}]\n",
		"a method of another kind":        "steps: [{query: {method: PUT}}]\n",
		"a payment without an amount":     "steps: [{pay: {qrcode: x}}]\n",
		"an amount as a number":           "steps: [{pay: {qrcode: x, amount: 88.00}}]\n",
		"an unknown outcome of a payment": "steps: [{pay: {qrcode: x, amount: \"88.00\", outcome: refused}}]\n",
		"an unknown field expected":       "steps: [{query: {}, expect: {result_cod: SUCCESS}}]\n",
		"an expected number on the wire":  "steps: [{query: {}, expect: {trans_amount: 88.00}}]\n",
		"expect beside advance":           "steps: [{advance: 3s, expect: {a: b}}]\n",
		"expect beside together":          "steps: [{together: [{query: {}}], expect: {lost: true}}]\n",
		"expect_outcomes beside a call":   "steps: [{query: {}, expect_outcomes: {SUCCESS: 1}}]\n",
		"a span as a number":              "steps: [{advance: 3}]\n",
		"a span that is none":             "steps: [{advance: soon}]\n",
		"a day without a time":            "clock: 2026-03-02\nsteps: [{query: {}}]\n",
		"a time that is none":             "steps: [{advance_to: tomorrow}]\n",
		"a fault rule of no target":       "steps: [{fault: {do: {lose: response}}}]\n",
		"a fault that cannot be":          "faults: [{target: notification, do: {http: 503}}]\nsteps: [{query: {}}]\n",
		"a switch misspelt":               "merchant: {fee_rat: \"0.1\"}\nsteps: [{query: {}}]\n",
		"an unquoted rate":                "merchant: {fee_rate: 0.012}\nsteps: [{query: {}}]\n",
		"a partner as a number":           "merchant: 2088000000000001\nsteps: [{query: {}}]\n",
		"a short partner":                 "merchant: \"2088\"\nsteps: [{query: {}}]\n",
		"a merchant called main":          "merchants: {main: {}}\nsteps: [{query: {}}]\n",
		"a signature of another type":     "sign_type: DSA\nsteps: [{query: {}}]\n",
		"an answer of status 99":          "notify: 99\nsteps: [{query: {}}]\n",
		"a variable that is a number":     "vars: {a: 1}\nsteps: [{query: {}}]\n",
		"nothing at once":                 "steps: [{together: []}]\n",
		"a block without steps":           "steps: [{repeat: {times: 5}}]\n",
		"no rounds":                       "steps: [{repeat: {times: 0, steps: [{query: {}}]}}]\n",
		"a request to nowhere":            "steps: [{http: {method: GET}}]\n",
		"a request without scheme":        "steps: [{http: {url: localhost}}]\n",
		"two bodies":                      "steps: [{http: {url: http://x, body: a, json: {}}}]\n",
		"a page's status in quotes":       "steps: [{http: {url: http://x}, expect: {status: \"200\"}}]\n",
		"acked as a number":               "steps: [{expect_notifications: {acked: 1}}]\n",
		"a count in words":                "steps: [{expect_notifications: {count: three}}]\n",
		"notifications of another kind":   "steps: [{expect_notifications: {kind: pay}}]\n",
		"requests of no service":          "steps: [{expect_requests: {count: 1}}]\n",
		"requests of an unknown service":  "steps: [{expect_requests: {service: cancel}}]\n",
		"no file in particular":           "steps: [{expect_file: {kind: transaction}}]\n",
		"a column that is not there":      "steps: [{expect_file: {name: 2088000000000001_settlement_20260302.txt, row: {Ammount: \"1\"}}}]\n",
		"a name that is empty":            "name: \"\"\nsteps: [{query: {}}]\n",
		"a saved name with a blank":       "steps: [{query: {}, save: {a b: trade_no}}]\n",
	}
}
