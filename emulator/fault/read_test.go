package fault_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"localipay/emulator/alipay"
	"localipay/emulator/fault"
)

const (
	refund = "alipay.acquire.overseas.spot.refund"
	cancel = "alipay.acquire.cancel"
)

// one reads a file of one rule.
func one(t *testing.T, text string) fault.Rule {
	t.Helper()
	rules, err := fault.Parse("f.yaml", []byte(text))
	require.NoError(t, err, text)
	require.Len(t, rules, 1)
	return rules[0]
}

// doing reads a rule for a target that does something.
func doing(target, do string) ([]fault.Rule, error) {
	return fault.Parse("f.yaml", []byte("- target: '"+target+"'\n  do: {"+do+"}\n"))
}

func TestReadARule(t *testing.T) {
	t.Parallel()
	t.Run("with every word", func(t *testing.T) {
		t.Parallel()
		require.Equal(t, fault.Rule{
			Name: "the answer to the first refund is lost", Target: refund,
			When:  []alipay.Field{{Name: "is_sync", Value: ""}, {Name: "partner_trans_id", Value: "20260302*"}},
			After: 2, Times: 0, Probability: 0.25, Do: fault.Do{Kind: "lose", Word: "response"},
		}, one(t, `
- name: the answer to the first refund is lost
  do: {lose: response}
  target: alipay.acquire.overseas.spot.refund
  when: {partner_trans_id: "20260302*", is_sync: ""}
  after: 2
  times: 0
  probability: 0.25
`))
	})
	t.Run("with what it must have, and the defaults of the rest", func(t *testing.T) {
		t.Parallel()
		r := one(t, "- {target: '*', do: {http: 503}}")
		require.Equal(t, fault.Rule{Target: "*", Times: 1, Probability: 1, Do: fault.Do{Kind: "http", Status: 503}}, r)
	})
	t.Run("among others, in their order; none is fine", func(t *testing.T) {
		t.Parallel()
		rules, err := fault.Parse("f.yaml", []byte("- {target: notification, do: {hold: true}}\n- {target: notify_verify, do: {hang: request}}\n"))
		require.NoError(t, err)
		require.Len(t, rules, 2)
		require.Equal(t, "hang: request", rules[1].Do.String())
		rules, err = fault.Parse("f.yaml", []byte("[]"))
		require.NoError(t, err)
		require.Empty(t, rules)
	})
}

func TestLoad(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "faults.yaml")
	_, err := fault.Load(path)
	require.ErrorContains(t, err, "--faults "+path+": there is no such file")
	require.NoError(t, os.WriteFile(path, []byte("- target: '*'\n  do: {http: 503}\n"), 0o600))
	rules, err := fault.Load(path)
	require.NoError(t, err)
	require.Len(t, rules, 1)
	require.NoError(t, os.WriteFile(path, []byte("- target: '*'\n  do: {htp: 503}\n"), 0o600))
	_, err = fault.Load(path)
	require.ErrorContains(t, err, path+`:2: fault: do: unknown word "htp"; did you mean "http"?`)
	require.NoError(t, os.WriteFile(path, make([]byte, 1<<20+1), 0o600))
	_, err = fault.Load(path)
	require.ErrorContains(t, err, "more than 1 MB")
}

// TestReadWhatIsDone has each kind as the tables write it.
func TestReadWhatIsDone(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		target, do string
		want       fault.Do
	}{
		{refund, "delay: 3s", fault.Do{Kind: "delay", Word: "3s", Span: 3 * time.Second}},
		{refund, "delay: 1h", fault.Do{Kind: "delay", Word: "1h", Span: time.Hour}},
		{"notify_verify", "delay: 500ms", fault.Do{Kind: "delay", Word: "500ms", Span: time.Second / 2}},
		{"*", "lose: request", fault.Do{Kind: "lose", Word: "request"}},
		{"notify_verify", "lose: response", fault.Do{Kind: "lose", Word: "response"}},
		{cancel, "hang: request", fault.Do{Kind: "hang", Word: "request"}},
		{"notify_verify", "hang: response", fault.Do{Kind: "hang", Word: "response"}},
		{refund, "error: SYSTEM_ERROR", fault.Do{Kind: "error", Code: "SYSTEM_ERROR"}},
		{refund, "error: {code: SYSTEM_ERROR, after: commit}", fault.Do{Kind: "error", Code: "SYSTEM_ERROR", Commit: true}},
		{refund, "error: {code: ILLEGAL_SIGN}", fault.Do{Kind: "error", Code: "ILLEGAL_SIGN"}},
		{refund, "fail: TRADE_STATUS_ERROR", fault.Do{Kind: "fail", Code: "TRADE_STATUS_ERROR"}},
		{refund, "unknown: true", fault.Do{Kind: "unknown"}},
		{cancel, "unknown: true", fault.Do{Kind: "unknown"}},
		{"*", "http: 503", fault.Do{Kind: "http", Status: 503}},
		{"notify_verify", "http: 200", fault.Do{Kind: "http", Status: 200}},
		{refund, "corrupt: signature", fault.Do{Kind: "corrupt", Word: "signature"}},
		{refund, "corrupt: xml", fault.Do{Kind: "corrupt", Word: "xml"}},
		{refund, "corrupt: truncate", fault.Do{Kind: "corrupt", Word: "truncate"}},
		{refund, "corrupt: charset", fault.Do{Kind: "corrupt", Word: "charset"}},
		{"notification", "delay: 180d", fault.Do{Kind: "delay", Word: "180d", Span: 180 * alipay.Day}},
		{"notification", "lose: true", fault.Do{Kind: "lose", Word: "true"}},
		{"notification", "lose: ack", fault.Do{Kind: "lose", Word: "ack"}},
		{"notification", "duplicate: 3", fault.Do{Kind: "duplicate", Times: 3}},
		{"notification", "duplicate: {times: 3}", fault.Do{Kind: "duplicate", Times: 3}},
		{"notification", "duplicate: {times: 3, together: true}", fault.Do{Kind: "duplicate", Times: 3, Together: true}},
		{"notification", "duplicate: {times: 3, together: false}", fault.Do{Kind: "duplicate", Times: 3}},
		{"notification", "hold: true", fault.Do{Kind: "hold"}},
		{"notification", "corrupt: signature", fault.Do{Kind: "corrupt", Word: "signature"}},
		{"notification", "corrupt: unsigned", fault.Do{Kind: "corrupt", Word: "unsigned"}},
		{"notification", "corrupt: amount", fault.Do{Kind: "corrupt", Word: "amount"}},
	} {
		t.Run(tc.do+" to "+tc.target, func(t *testing.T) {
			t.Parallel()
			rules, err := doing(tc.target, tc.do)
			require.NoError(t, err)
			require.Equal(t, tc.want, rules[0].Do)
		})
	}
}

// TestRefusals: an unknown word or a wrong type names file, line and what to
// write instead.
func TestRefusals(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct{ text, want string }{
		"a mapping in place of the list":   {"target: '*'", "f.yaml:1: faults: a mapping stands where a list belongs"},
		"a text in place of a rule":        {"- lose", `f.yaml:1: fault: "lose" stands where NAME: VALUE pairs belong`},
		"nothing":                          {"", "f.yaml: the file is empty; write a list of rules"},
		"two documents":                    {"[]\n---\n[]\n", "a second document begins here"},
		"an unknown word":                  {"- target: '*'\n  time: 1\n  do: {http: 500}", `f.yaml:2: fault: unknown word "time"; did you mean "times"?`},
		"a word given twice":               {"- target: '*'\n  times: 1\n  times: 2\n  do: {http: 500}", "f.yaml:3: fault: times is given twice, first in line 2"},
		"no target":                        {"- do: {http: 500}", "f.yaml:1: fault: there is no target"},
		"no do":                            {"- target: '*'", "f.yaml:1: fault: there is no do"},
		"a target that is none":            {"- target: alipay.acquire.cancle\n  do: {http: 500}", `"alipay.acquire.cancle" is not a service; did you mean "alipay.acquire.cancel"?`},
		"a target that is nobody's":        {"- target: notifications\n  do: {http: 500}", `did you mean "notification"?`},
		"a number for a name":              {"- name: 7\n  target: '*'\n  do: {http: 500}", `f.yaml:1: fault: name: 7 is not a text; write it in quotes: "7"`},
		"a number in when":                 {"- target: '*'\n  when: {refund_amount: 30.00}\n  do: {http: 500}", `f.yaml:2: fault: when: refund_amount: 30.00 is not a text; write it in quotes: "30.00"`},
		"true in when":                     {"- target: '*'\n  when: {is_sync: true}\n  do: {http: 500}", `write it in quotes: "true"`},
		"a list in when":                   {"- target: '*'\n  when: {is_sync: [Y, N]}\n  do: {http: 500}", "when: is_sync: a list stands where a text belongs"},
		"nothing in when":                  {"- target: '*'\n  when: {is_sync: }\n  do: {http: 500}", "nothing stands where a text belongs"},
		"a field twice in when":            {"- target: '*'\n  when: {a: x, a: y}\n  do: {http: 500}", "a is given twice"},
		"a text for times":                 {"- target: '*'\n  times: '3'\n  do: {http: 500}", `times: "3" is not a whole number`},
		"times below zero":                 {"- target: '*'\n  times: -1\n  do: {http: 500}", "times: -1 is not a whole number from 0"},
		"a fraction of after":              {"- target: '*'\n  after: 1.5\n  do: {http: 500}", "after: 1.5 is not a whole number"},
		"a probability above one":          {"- target: '*'\n  probability: 1.01\n  do: {http: 500}", "probability: 1.01 is not a number from 0 to 1"},
		"a probability below zero":         {"- target: '*'\n  probability: -0.1\n  do: {http: 500}", "probability: -0.1 is not a number"},
		"a probability that is no number":  {"- target: '*'\n  probability: .nan\n  do: {http: 500}", "probability: .nan is not a number"},
		"a probability tagged no number":   {"- target: '*'\n  probability: !!float NaN\n  do: {http: 500}", "is not a number from 0 to 1"},
		"a probability in quotes":          {"- target: '*'\n  probability: '0.5'\n  do: {http: 500}", `probability: "0.5" is not a number`},
		"an alias":                         {"- &a {target: '*', do: {http: 500}}\n- *a", "aliases are not read here"},
		"nothing done":                     {"- target: '*'\n  do: {}", "do: it takes one of delay, lose, hang"},
		"two things done":                  {"- target: '*'\n  do: {delay: 3s, lose: response}", "f.yaml:2: fault: do: it takes one of delay, lose, hang, error, fail, http, corrupt; write a rule each for more"},
		"one thing done twice":             {"- target: '*'\n  do: {delay: 3s, delay: 3s}", "delay is given twice"},
		"a word in place of do's mapping":  {"- target: '*'\n  do: lose", "do: \"lose\" stands where NAME: VALUE pairs belong"},
		"a kind that is none":              {"- target: '*'\n  do: {loose: response}", `do: unknown word "loose"; did you mean "lose"?`},
		"two words that merge":             {"- target: '*'\n  <<: {times: 1}\n  do: {http: 500}", `unknown word "<<"`},
		"a list for do's word":             {"- target: '*'\n  do: {lose: [response]}", "a list is none of its words"},
		"an unknown tag where a text goes": {"- target: !!int 1\n  do: {http: 500}", "is not a text"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := fault.Parse("f.yaml", []byte(tc.text))
			require.ErrorContains(t, err, tc.want)
			require.ErrorContains(t, err, "f.yaml")
		})
	}
}

func TestRefusalsOfWhatIsDone(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ target, do, want string }{
		{refund, "delay: 3", "is not a text"},
		{refund, "delay: 0s", `"0s" is not a span of time`},
		{refund, "delay: -3s", `"-3s" is not a span of time`},
		{refund, "delay: soon", `"soon" is not a span of time; write it as "3s"`},
		{refund, "delay: 61m", "61m is of real time here, and more than 1h0m0s"},
		{refund, "lose: respons", `"respons" is none of its words; did you mean "response"?`},
		{refund, "lose: true", "true is none of its words"},
		{refund, "lose: ack", `"ack" is none of its words`},
		{"notification", "lose: response", `"response" is none of its words`},
		{"notification", "lose: false", "false is none of its words"},
		{"notification", "lose: 'true'", `"true" is none of its words`},
		{refund, "hang: ack", `"ack" is none of its words`},
		{refund, "error: SYSTEM_EROR", `"SYSTEM_EROR" is no code of Alipay's that localipay knows; did you mean "SYSTEM_ERROR"?`},
		{refund, "error: 500", "500 is not a text"},
		{refund, "error: {after: commit}", "there is no code"},
		{refund, "error: {code: SYSTEM_ERROR, after: comit}", `"comit" is none of its words; did you mean "commit"?`},
		{refund, "error: {code: SYSTEM_ERROR, before: commit}", `do: error: unknown word "before"`},
		{refund, "error: {code: SYSTEM_ERROR, code: SYSTEM_ERROR}", "code is given twice"},
		{refund, "error: {code: NO}", `"NO" is no code of Alipay's`},
		{refund, "fail: TRADE_STATUS_EROR", `did you mean "TRADE_STATUS_ERROR"?`},
		{refund, "fail: {code: SYSTEM_ERROR}", "a mapping stands where a text belongs"},
		{refund, "unknown: false", "false stands where only true can"},
		{refund, "unknown: 'true'", `"true" stands where only true can`},
		{"alipay.acquire.overseas.query", "unknown: true", "unknown cannot be done to alipay.acquire.overseas.query, which takes delay"},
		{"*", "unknown: true", "unknown cannot be done to *"},
		{refund, "http: 199", "199 is not a whole number from 200 to 599"},
		{refund, "http: 600", "600 is not a whole number"},
		{refund, "http: '503'", `"503" is not a whole number`},
		{refund, "corrupt: unsigned", `"unsigned" is none of its words`},
		{refund, "corrupt: amount", `"amount" is none of its words`},
		{"notification", "corrupt: xml", `"xml" is none of its words`},
		{refund, "duplicate: 3", "duplicate cannot be done to " + refund},
		{refund, "hold: true", "hold cannot be done to"},
		{"notification", "duplicate: 0", "0 is not a whole number from 1 to 100"},
		{"notification", "duplicate: 101", "101 is not a whole number"},
		{"notification", "duplicate: '3'", `"3" is not a whole number`},
		{"notification", "duplicate: {together: true}", "there is no times"},
		{"notification", "duplicate: {times: three}", `times: "three" is not a whole number`},
		{"notification", "duplicate: {times: 3, together: maybe}", `together: "maybe" is not true or false`},
		{"notification", "duplicate: {times: 3, at_once: true}", `unknown word "at_once"`},
		{"notification", "duplicate: {times: 3, times: 4}", "times is given twice"},
		{"notification", "hold: 10m", `"10m" stands where only true can`},
		{"notification", "hang: request", "hang cannot be done to notification, which takes delay, lose, corrupt, duplicate, hold"},
		{"notification", "http: 503", "http cannot be done to notification"},
		{"notification", "error: SYSTEM_ERROR", "error cannot be done to notification"},
		{"notify_verify", "error: SYSTEM_ERROR", "error cannot be done to notify_verify, which takes delay, lose, hang, http"},
		{"notify_verify", "corrupt: xml", "corrupt cannot be done to notify_verify"},
		{"notify_verify", "fail: SYSTEM_ERROR", "fail cannot be done to notify_verify"},
	} {
		t.Run(tc.do+" to "+tc.target, func(t *testing.T) {
			t.Parallel()
			_, err := doing(tc.target, tc.do)
			require.ErrorContains(t, err, tc.want)
			require.True(t, strings.HasPrefix(err.Error(), "f.yaml:2: "), err.Error())
		})
	}
}

func TestFromJSON(t *testing.T) {
	t.Parallel()
	t.Run("reads what YAML's own parser would not", func(t *testing.T) {
		t.Parallel()
		r, err := fault.FromJSON("body", []byte("\t{\"name\":\t\"\\ud83d\\ude00 caf\\u00e9\\/\",\r\n\t\"target\":\"*\",\"probability\":5e-1,\"do\":{\"http\":503}}\n"))
		require.NoError(t, err)
		require.Equal(t, fault.Rule{Name: "😀 café/", Target: "*", Times: 1, Probability: 0.5, Do: fault.Do{Kind: "http", Status: 503}}, r)
	})
	for name, tc := range map[string]struct{ text, want string }{
		"nothing":               {"", "body:1: not JSON: unexpected EOF"},
		"half a rule":           {`{"target":"*",` + "\n" + `"do":`, "body:2: not JSON: unexpected EOF"},
		"an open list":          {`[`, "not JSON: unexpected EOF"},
		"what is no JSON":       {"{\"target\":\n'*'}", "body:2: not JSON: invalid character"},
		"a second rule":         {`{"target":"*","do":{"http":503}} {}`, "body:1: not JSON: something follows the rule"},
		"text behind the rule":  {`{"target":"*","do":{"http":503}} x`, "not JSON: invalid character 'x'"},
		"a member twice":        {`{"target":"*","target":"*","do":{"http":503}}`, "body:1: fault: target is given twice"},
		"a member twice deeper": {`{"target":"*","do":{"http":503,"http":500}}`, "http is given twice"},
		"a list":                {`[{"target":"*","do":{"http":503}}]`, "a list stands where NAME: VALUE pairs belong"},
		"null":                  {`null`, "nothing stands where NAME: VALUE pairs belong"},
		"a number for a text":   {`{"name":7,"target":"*","do":{"http":503}}`, `fault: name: 7 is not a text; write it in quotes: "7"`},
		"true for a text":       {`{"when":{"is_sync":true},"target":"*","do":{"http":503}}`, `when: is_sync: true is not a text`},
		"null for a text":       {`{"when":{"is_sync":null},"target":"*","do":{"http":503}}`, `when: is_sync: nothing stands where a text belongs`},
		"a text for a number":   {`{"times":"3","target":"*","do":{"http":503}}`, `times: "3" is not a whole number`},
		"1.0 for a number":      {`{"times":1.0,"target":"*","do":{"http":503}}`, "times: 1.0 is not a whole number"},
		"1e2 for a number":      {`{"times":1e2,"target":"*","do":{"http":503}}`, "times: 1e2 is not a whole number"},
		"a text for true":       {`{"target":"notification","do":{"hold":"true"}}`, `"true" stands where only true can`},
		"an unknown word":       {"{\"target\":\"*\",\n\"doo\":{}}", `body:2: fault: unknown word "doo"; did you mean "do"?`},
		"a rule nested deeply":  {strings.Repeat("[", 1<<20), "not JSON: it is nested too deeply"},
	} {
		t.Run("refuses "+name, func(t *testing.T) {
			t.Parallel()
			_, err := fault.FromJSON("body", []byte(tc.text))
			require.ErrorContains(t, err, tc.want)
		})
	}
}

// written are rules of every kind.
func written(t *testing.T) []fault.Rule {
	t.Helper()
	rules, err := fault.Parse("f.yaml", []byte(`
- {name: "a 'name', \"quoted\"", target: '*', when: {a: "*x", b: ""}, after: 2, times: 0, probability: 1e-7, do: {delay: 1m30s}}
- {target: notify_verify, do: {lose: request}}
- {target: notification, do: {lose: true}}
- {target: notification, do: {lose: ack}}
- {target: '*', do: {hang: response}}
- {target: '*', do: {error: SYSTEM_ERROR}}
- {target: '*', do: {error: {code: SYSTEM_ERROR, after: commit}}}
- {target: '*', do: {fail: TRADE_STATUS_ERROR}}
- {target: alipay.acquire.cancel, do: {unknown: true}}
- {target: '*', do: {http: 503}}
- {target: '*', do: {corrupt: charset}}
- {target: notification, do: {corrupt: unsigned}}
- {target: notification, do: {duplicate: 3}}
- {target: notification, do: {duplicate: {times: 3, together: true}}}
- {target: notification, do: {hold: true}}
`))
	require.NoError(t, err)
	return rules
}

func TestJSONReadsBack(t *testing.T) {
	t.Parallel()
	for _, rule := range written(t) {
		t.Run(rule.Do.String(), func(t *testing.T) {
			t.Parallel()
			text, err := json.Marshal(rule.JSON())
			require.NoError(t, err)
			back, err := fault.FromJSON("body", text)
			require.NoError(t, err, string(text))
			require.Equal(t, rule, back)
			require.NoError(t, rule.Check())
		})
	}
}

func TestLabel(t *testing.T) {
	t.Parallel()
	rules := written(t)
	labels := make([]string, 0, len(rules))
	for _, r := range rules[5:] {
		r.ID = "F1"
		labels = append(labels, r.Label())
	}
	require.Equal(t, []string{
		"F1 error: SYSTEM_ERROR", "F1 error: {after: commit, code: SYSTEM_ERROR}", "F1 fail: TRADE_STATUS_ERROR",
		"F1 unknown: true", "F1 http: 503", "F1 corrupt: charset", "F1 corrupt: unsigned", "F1 duplicate: 3",
		"F1 duplicate: {times: 3, together: true}", "F1 hold: true",
	}, labels)
	rules[0].ID = "F2"
	require.Equal(t, `F2 delay: 1m30s (a 'name', "quoted")`, rules[0].Label())
}

func TestCheck(t *testing.T) {
	t.Parallel()
	for name, broken := range map[string]fault.Rule{
		"a kind that is none":            {Target: "*", Do: fault.Do{Kind: "explode"}},
		"a kind for another target":      {Target: "*", Do: fault.Do{Kind: "hold"}},
		"a word that is none":            {Target: "*", Do: fault.Do{Kind: "corrupt", Word: "all"}},
		"a code that is none":            {Target: "*", Do: fault.Do{Kind: "fail", Code: "NO"}},
		"a target that is none":          {Target: "x", Do: fault.Do{Kind: "http", Status: 503}},
		"a status that is none":          {Target: "*", Do: fault.Do{Kind: "http", Status: 9}},
		"counters below zero":            {Target: "*", Times: -1, Do: fault.Do{Kind: "http", Status: 503}},
		"more sends than a rule may ask": {Target: "notification", Do: fault.Do{Kind: "duplicate", Times: 1 << 30}},
		"nothing":                        {},
	} {
		t.Run("refuses "+name, func(t *testing.T) {
			t.Parallel()
			broken.ID = "F7"
			require.ErrorContains(t, broken.Check(), "fault rule F7")
		})
	}
}

func TestKindsOfATarget(t *testing.T) {
	t.Parallel()
	for target, kinds := range map[string]string{
		"*":             "delay lose hang error fail http corrupt",
		refund:          "delay lose hang error fail unknown http corrupt",
		"notify_verify": "delay lose hang http",
		"notification":  "delay lose corrupt duplicate hold",
	} {
		require.Equal(t, strings.Fields(kinds), fault.Kinds(target), target)
	}
	require.Len(t, fault.Targets(), 12)
}
