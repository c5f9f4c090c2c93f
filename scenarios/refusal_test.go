package scenarios_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"localipay/scenarios"
)

// TestRefusals: what is refused when a file is read, with its line and the
// nearest valid word.
func TestRefusals(t *testing.T) {
	t.Parallel()
	const code = "steps:\n  - create_qrcode: {}\n    save: {code: qrcode}\n"
	for name, one := range map[string]struct{ text, says string }{
		"an unknown word at the top":            {"stepps:\n  - advance: 1m", `story.yaml:1: scenario: unknown word "stepps"; did you mean "steps"?`},
		"a file without steps":                  {"name: x", `story.yaml:1: scenario: there are no steps`},
		"an empty list of steps":                {"steps: []", `story.yaml:1: steps: the list is empty`},
		"an unknown verb":                       {"steps:\n  - creat_qrcode: {}", `story.yaml:2: step 1: unknown word "creat_qrcode"; did you mean "create_qrcode"?`},
		"two verbs in a step":                   {"steps:\n  - advance: 1m\n    wait: 2s", `story.yaml:3: step 1: advance and wait are two verbs`},
		"a step without a verb":                 {"steps:\n  - name: x", `story.yaml:2: step 1: there is no verb`},
		"a field that the service lacks":        {"steps:\n  - refund: {refund_amonut: \"1.00\"}", `story.yaml:2: refund: unknown word "refund_amonut"; did you mean "refund_amount"?`},
		"a member that biz_data lacks":          {"steps:\n  - create_qrcode: {biz_data: {stor_id: S1}}", `story.yaml:2: biz_data: unknown word "stor_id"; did you mean "store_id"?`},
		"a wire field without quotes":           {"steps:\n  - refund: {refund_amount: 30.00}", `story.yaml:2: refund: refund_amount: 30.00 is not a text; write it in quotes: "30.00"`},
		"a wire field that is true":             {"steps:\n  - create_qrcode: {is_show_memo: true}", `write it in quotes: "true"`},
		"an expected wire field without quotes": {code + "  - pay: {qrcode: \"${code}\", amount: \"1\"}\n    expect: {amount: 1.00}", `story.yaml:5: expect: amount: 1.00 is not a text; write it in quotes: "1.00"`},
		"an amount without quotes":              {code + "  - pay: {qrcode: \"${code}\", amount: 88}", `story.yaml:4: pay: amount: 88 is not a text; write it in quotes: "88"`},
		"a field that no answer has":            {"steps:\n  - query: {}\n    expect: {resultcode: FAIL}", `story.yaml:3: expect: unknown word "resultcode"; did you mean "result_code"?`},
		"a saved field that no answer has":      {"steps:\n  - create_qrcode: {}\n    save: {code: qrcod}", `story.yaml:3: save: code: create_qrcode has no field "qrcod"; did you mean "qrcode"?`},
		"a save where nothing comes":            {"steps:\n  - advance: 1m\n    save: {now: now}", `story.yaml:3: save: advance has no answer`},
		"a truth that is none":                  {"steps:\n  - query: {}\n    expect: {lost: yes please}", `story.yaml:3: expect: lost: "yes please" is not true or false`},
		"an undefined name":                     {code + "  - pay: {qrcode: \"${cod}\", amount: \"1.00\"}", `story.yaml:4: ${cod} is not defined here; did you mean "code"?`},
		"a name that a later step saves":        {"steps:\n  - pay: {qrcode: \"${code}\", amount: \"1.00\"}\n  - create_qrcode: {}\n    save: {code: qrcode}", `story.yaml:2: ${code} is not defined here`},
		"a name that a step beside it saves":    {"steps:\n  - together:\n      - create_qrcode: {}\n        save: {code: qrcode}\n      - scan: {qrcode: \"${code}\"}", `story.yaml:5: ${code} is not defined here`},
		"a count outside of a repeat":           {"steps:\n  - advance: ${i}m", `story.yaml:2: ${i} is not defined here`},
		"an undefined name in an expectation":   {"steps:\n  - query: {}\n    expect: {out_trade_no: \"/${x}/\"}", `story.yaml:3: ${x} is not defined here`},
		"an undefined name in the head":         {"merchant: \"${shop}\"\nsteps:\n  - advance: 1m", `story.yaml:1: ${shop} is not defined here`},
		"an open ${":                            {"steps:\n  - clear_faults: \"${x\"", `story.yaml:2: "${x": a ${ has no }; write $${ for the two signs themselves`},
		"a number among the vars":               {"vars: {amount: 88}\nsteps:\n  - advance: 1m", `story.yaml:1: vars: amount: 88 is not a text; write it in quotes: "88"`},
		"a name with a blank":                   {"vars: {a b: x}\nsteps:\n  - advance: 1m", `story.yaml:1: vars: "a b" is no name for a value`},
		"a clock that is none":                  {"clock: tomorrow\nsteps:\n  - advance: 1m", `story.yaml:1: scenario: clock: "tomorrow" is not a time`},
		"a span that is none":                   {"steps:\n  - advance: 25", `story.yaml:2: step: advance: 25 is not a text; write it in quotes`},
		"a span without a unit":                 {"steps:\n  - advance: \"25\"", `story.yaml:2: advance: "25": write a duration`},
		"an unknown sign type":                  {"sign_type: RSA3\nsteps:\n  - advance: 1m", `story.yaml:1: scenario: sign_type: "RSA3" is not one; did you mean "RSA"?`},
		"an unknown switch":                     {"merchant: {fee_rat: \"0.01\"}\nsteps:\n  - advance: 1m", `story.yaml:1: merchant: unknown word "fee_rat"; did you mean "fee_rate"?`},
		"a switch's wrong value":                {"merchant:\n  fee_rate: 0.01\nsteps:\n  - advance: 1m", `story.yaml:2: merchant: fee_rate: 0.01 is not a text; write it in quotes`},
		"a partner id that is none":             {"merchant: \"20880\"\nsteps:\n  - advance: 1m", `story.yaml:1: scenario: merchant: "20880" is neither a mapping of switches nor a partner id`},
		"a partner id without quotes":           {"merchant: 2088000000000001\nsteps:\n  - advance: 1m", `write it in quotes: "2088000000000001"`},
		"an unknown merchant":                   {"merchants: {OTHER: {}}\nsteps:\n  - use: OTHR", `story.yaml:3: there is no merchant named "OTHR" above this step; did you mean "OTHER"?`},
		"an unknown snapshot":                   {"steps:\n  - snapshot: one\n  - restore: on", `story.yaml:3: there is no snapshot named "on" above this step; did you mean "one"?`},
		"an unknown fault rule":                 {"steps:\n  - clear_faults: one", `story.yaml:2: there is no fault rule named "one" above this step`},
		"a rule with an unknown deed":           {"faults:\n  - {target: \"*\", do: {los: response}}\nsteps:\n  - advance: 1m", `story.yaml:2: fault: do: unknown word "los"; did you mean "lose"?`},
		"a rule for an unknown target":          {"steps:\n  - fault: {target: notifikation, do: {lose: ack}}", `did you mean "notification"?`},
		"a reply that is none":                  {"notify: [success, 1000]\nsteps:\n  - advance: 1m", `story.yaml:1: notify: 1000 is not an HTTP status`},
		"an unknown kind of notification":       {"steps:\n  - expect_notifications: {kind: payments}", `did you mean "payment"?`},
		"a count in quotes":                     {"steps:\n  - expect_notifications: {count: \"2\"}", `story.yaml:2: expect_notifications: count: "2" is not a number`},
		"an unknown field of a trade":           {"steps:\n  - expect_trade: {trade_state: TRADE_SUCCESS}", `story.yaml:2: expect_trade: unknown word "trade_state"; did you mean "trade_status"?`},
		"an unknown service to look for":        {"steps:\n  - expect_requests: {service: alipay.acquire.cancl, count: 1}", `did you mean "alipay.acquire.cancel"?`},
		"an expectation of an expectation":      {"steps:\n  - expect_trade: {trade_no: \"1\"}\n    expect: {trade_no: \"1\"}", `story.yaml:3: expect_trade takes no expect`},
		"outcomes of a single call":             {"steps:\n  - query: {}\n    expect_outcomes: {SUCCESS: 1}", `story.yaml:3: expect_outcomes stands beside together or repeat`},
		"an unknown outcome":                    {"steps:\n  - together: [{query: {}}]\n    expect_outcomes: {SUCESS: 1}", `story.yaml:3: expect_outcomes: unknown outcome "SUCESS"; did you mean "SUCCESS"?`},
		"no rounds":                             {"steps:\n  - repeat: {times: 0, steps: [{advance: 1m}]}", `story.yaml:2: repeat: times: 0 is not a whole number from 1`},
		"a mistake inside a block":              {"steps:\n  - repeat:\n      times: 2\n      steps:\n        - together:\n            - qery: {}", `story.yaml:6: step 1.1.1: unknown word "qery"; did you mean "query"?`},
		"a use among steps at once":             {"merchants: {A: {}}\nsteps:\n  - together: [{use: A}]", `story.yaml:3: use changes what the steps beside it do`},
		"an address that is none":               {"steps:\n  - http: {url: \"localhost:3000\"}", `story.yaml:2: http: url: "localhost:3000" is not an http or https address`},
		"two bodies":                            {"steps:\n  - http: {url: \"http://x\", body: a, json: {}}", `story.yaml:2: http: body and json are two bodies`},
		"a file that is not told":               {"steps:\n  - expect_file: {kind: transaction}", `story.yaml:2: expect_file: which file?`},
		"a kind of file that is none":           {"steps:\n  - expect_file: {kind: settlment, date: 2026-03-02}", `kind: "settlment" is none of transaction, settlement; did you mean "settlement"?`},
		"a day that is none":                    {"steps:\n  - expect_file: {kind: settlement, date: 2026-13-02}", `date: "2026-13-02" is no day; write it as 2026-03-02`},
		"a name that no file has":               {"steps:\n  - expect_file: {name: 2088000000000001_settlement_20260302.csv, exists: false}", `name: "2088000000000001_settlement_20260302.csv" is no file's name`},
		"rows of a file that should not exist":  {"steps:\n  - expect_file: {kind: settlement, date: 2026-03-02, exists: false, rows: 1}", "leave one of them out"},
		"a column that no file has":             {"steps:\n  - expect_file: {name: 2088000000000001_settlement_20260302.txt, sum: {Amout: \"1\"}}", `did you mean "Amount"?`},
		"a call without a service":              {"steps:\n  - call: {partner_trans_id: \"1\"}", `story.yaml:2: call: there is no service`},
		"a time-out that is too long":           {"steps:\n  - query: {}\n    timeout: 1d", `story.yaml:3: step 1: timeout: 1d is longer than 10m`},
		"an alias":                              {"steps:\n  - &a {advance: 1m}\n  - *a", `story.yaml:3: step 2: the alias *a`},
		"something that is not YAML":            {"steps:\n\t- advance: 1m", `story.yaml:2: not YAML`},
		"an empty file":                         {"", `story.yaml: the file is empty`},
		"a value without quotes in braces":      {"steps:\n  - scan: {qrcode: ${code}}", `a value like "${name}" stands in quotes`},
		"a signature of a third kind":           {"steps:\n  - query: {}\n    expect: {signature: false}", `story.yaml:3: expect: signature: false is not right or wrong`},
		"a key that is not there":               {"private_key: none.pem\nsteps:\n  - advance: 1m", `story.yaml:1: scenario: private_key none.pem: there is no such file`},
		"RSA for a stranger's merchant":         {"merchant: \"2088000000000009\"\nsign_type: RSA\nsteps:\n  - advance: 1m", `name its key's file: private_key: FILE`},
		"a regular expression that is none":     {"steps:\n  - query: {}\n    expect: {result_code: /(/}", `story.yaml:3:`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			list, err := scenarios.Parse("story.yaml", []byte(one.text), nil)
			require.ErrorContains(t, err, one.says)
			require.Empty(t, list)
		})
	}
}

func TestAllMistakesAreTold(t *testing.T) {
	t.Parallel()
	_, err := scenarios.Parse("story.yaml", []byte("steps:\n  - a: 1\n  - query: {b: \"\"}\n---\nsteps: 3\n"), nil)
	require.ErrorContains(t, err, "story.yaml:2:")
	require.ErrorContains(t, err, "story.yaml:3:")
	require.ErrorContains(t, err, "story.yaml:5:")
}

func TestVariables(t *testing.T) {
	t.Parallel()
	const text = "vars: {shop: \"2088000000000001\", url: \"http://${shop}\"}\nmerchant: \"${shop}\"\nsteps:\n  - wait: 1s\n"
	t.Run("a default holds", func(t *testing.T) {
		t.Parallel()
		_, err := scenarios.Parse("story.yaml", []byte(text), nil)
		require.NoError(t, err)
	})
	t.Run("--var wins", func(t *testing.T) {
		t.Parallel()
		_, err := scenarios.Parse("story.yaml", []byte(text), map[string]string{"shop": "no partner"})
		require.ErrorContains(t, err, `"no partner"`)
	})
	t.Run("--var needs no default, and one that nothing uses does not matter", func(t *testing.T) {
		t.Parallel()
		_, err := scenarios.Parse("story.yaml", []byte("steps:\n  - http: {url: \"${x}\"}\n"), map[string]string{"x": "y", "z": ""})
		require.NoError(t, err)
	})
}

func TestLoad(t *testing.T) {
	t.Parallel()
	write := func(t *testing.T, folder, name, text string) string {
		t.Helper()
		path := filepath.Join(folder, name)
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
		return path
	}
	const good = "name: good\nsteps:\n  - advance: 1m\n---\nsteps:\n  - advance: 1m\n"
	t.Run("a folder gives its own files, and a file all its documents", func(t *testing.T) {
		t.Parallel()
		folder := t.TempDir()
		write(t, folder, "b.yaml", good)
		write(t, folder, "a.yml", good)
		write(t, folder, "c.txt", "no")
		require.NoError(t, os.Mkdir(filepath.Join(folder, "sub"), 0o700))
		write(t, filepath.Join(folder, "sub"), "d.yaml", "no")
		list, err := scenarios.Load([]string{folder}, nil)
		require.NoError(t, err)
		require.Len(t, list, 4)
		require.Equal(t, filepath.Join(folder, "a.yml"), list[0].File)
		require.Equal(t, []string{"good", "a 2"}, []string{list[0].Name, list[1].Name})
		require.Equal(t, 5, list[1].Line)
		require.Equal(t, 1, list[0].Length())
	})
	t.Run("nothing is read when one of the files is wrong, and all are told of", func(t *testing.T) {
		t.Parallel()
		folder := t.TempDir()
		write(t, folder, "a.yaml", good)
		b, c := write(t, folder, "b.yaml", "step: []"), write(t, folder, "c.yaml", "name: 1")
		list, err := scenarios.Load([]string{folder, filepath.Join(folder, "none.yaml")}, nil)
		require.Empty(t, list)
		for _, says := range []string{b + ":1", c + ":1", "none.yaml: there is no such file"} {
			require.ErrorContains(t, err, says)
		}
	})
	for name, text := range map[string]string{
		"a file of 10 MB":    strings.Repeat("# long\n", 10<<20/7),
		"a binary file":      "\x7fELF\x00\x01",
		"a file of no words": "---\n---\n",
	} {
		t.Run("refuses "+name, func(t *testing.T) {
			t.Parallel()
			path := write(t, t.TempDir(), "a.yaml", text)
			_, err := scenarios.Load([]string{path}, nil)
			require.ErrorContains(t, err, path)
			require.Less(t, len(err.Error()), 500)
		})
	}
	t.Run("refuses a folder without scenarios", func(t *testing.T) {
		t.Parallel()
		_, err := scenarios.Load([]string{t.TempDir()}, nil)
		require.ErrorContains(t, err, "holds no .yaml")
	})
}

func FuzzParse(f *testing.F) {
	f.Add(example)
	f.Add("vars: {a: \"${b}\"}\nsteps: [{together: [{pay: {qrcode: \"${a}\"}}], expect_outcomes: {SUCCESS: 1}}]")
	f.Add("merchants: {A: }\nsteps:\n- repeat: {times: 2, steps: [{use: A}]}\n- http: {url: \"http://x\", json: [1, {a: null}]}\n  expect: {within: 1s, json: {a: 1}}")
	f.Add("faults: [{target: \"*\", do: {lose: response}}]\nsteps:\n- expect_file: {kind: settlement, date: 2026-03-02, sum: {Amount: \"1\"}}\n---\nnotify: hang\nsteps: [{wait: 1s}]")
	f.Fuzz(func(t *testing.T, text string) {
		list, err := scenarios.Parse("story.yaml", []byte(text), map[string]string{"b": "c"})
		if err != nil {
			require.Empty(t, list)
			require.ErrorContains(t, err, "story.yaml")
			return
		}
		for _, s := range list {
			require.Positive(t, s.Length())
			require.NotEmpty(t, s.Name)
		}
	})
}
