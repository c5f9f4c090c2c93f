package fault_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"localipay/emulator/fault"
)

// requireSound: whatever was taken reads back as it is.
func requireSound(t *testing.T, rule fault.Rule) {
	t.Helper()
	text, err := json.Marshal(rule.JSON())
	require.NoError(t, err)
	back, err := fault.FromJSON("body", text)
	require.NoError(t, err, "%s", text)
	require.Equal(t, rule, back)
	require.NotEmpty(t, rule.Label())
}

func FuzzParse(f *testing.F) {
	f.Add([]byte("- {name: x, target: '*', when: {a: 'b*'}, after: 1, times: 0, probability: .5, do: {delay: 3s}}"))
	f.Add([]byte("- {target: notification, do: {duplicate: {times: 3, together: true}}}\n- {target: notification, do: {hold: true}}"))
	f.Add([]byte("- target: alipay.acquire.cancel\n  do:\n    error: {code: SYSTEM_ERROR, after: commit}"))
	f.Add([]byte("- target: notify_verify\n  do: {lose: !!str true}"))
	f.Fuzz(func(t *testing.T, data []byte) {
		rules, err := fault.Parse("f.yaml", data)
		if err != nil {
			require.Contains(t, err.Error(), "f.yaml")
			return
		}
		for _, rule := range rules {
			requireSound(t, rule)
		}
	})
}

func FuzzFromJSON(f *testing.F) {
	f.Add([]byte(`{"name":"x","target":"*","when":{"a":"b*"},"after":1,"times":0,"probability":0.5,"do":{"delay":"3s"}}`))
	f.Add([]byte("\t{\"target\":\"notification\",\"do\":{\"duplicate\":{\"times\":3,\"together\":true}}}"))
	f.Add([]byte(`{"target":"*","do":{"fail":"\ud83d"}} {`))
	f.Add([]byte(`[[[[[[[{"a":[1e3,-0,null,true]}]]]]]]]`))
	f.Fuzz(func(t *testing.T, data []byte) {
		rule, err := fault.FromJSON("body", data)
		if err != nil {
			require.Contains(t, err.Error(), "body:")
			return
		}
		requireSound(t, rule)
	})
}
