package scenarios_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"localipay/emulator/alipay"
	"localipay/emulator/fault"
)

func TestTheSchemaOfFaults(t *testing.T) {
	t.Parallel()
	s := compiled(t, fault.Schema())
	t.Run("has the words of the reader", func(t *testing.T) {
		t.Parallel()
		require.Equal(t, sorted(fault.Words()), s.words(t, "$defs", "fault"))
		require.Equal(t, sorted(fault.Targets()), s.enum(t, "$defs", "fault", "properties", "target"))
		require.Equal(t, sorted(alipay.CodeNames()), s.enum(t, "$defs", "code"))
	})
	t.Run("has for each target what can be done to it", func(t *testing.T) {
		t.Parallel()
		for target, kinds := range map[string]string{
			"*": "do_service", alipay.ServiceQuery: "do_service", alipay.ServiceRefund: "do_cancel_or_refund",
			alipay.ServiceCancel: "do_cancel_or_refund", "notify_verify": "do_notify_verify", "notification": "do_notification",
		} {
			require.Equal(t, sorted(fault.Kinds(target)), s.words(t, "$defs", kinds), target)
		}
		for _, target := range fault.Targets() {
			for _, kind := range []string{"delay: 3s", "unknown: true", "hold: true", "http: 503", "duplicate: 3", "fail: SYSTEM_ERROR"} {
				rule := "- {target: \"" + target + "\", do: {" + kind + "}}"
				_, err := fault.Parse("a.yaml", []byte(rule))
				require.Equal(t, err == nil, s.check(t, rule) == nil, "%s: %v", rule, err)
			}
		}
	})
	t.Run("takes the README's rules", func(t *testing.T) {
		t.Parallel()
		for _, block := range readmeBlocks(t, `(?m)^- .*target:|^- target:`) {
			require.NoError(t, s.check(t, block))
		}
	})
	for name, text := range rightFaults() {
		t.Run("takes "+name, func(t *testing.T) {
			t.Parallel()
			_, err := fault.Parse("a.yaml", []byte(text))
			require.NoError(t, err)
			require.NoError(t, s.check(t, text))
		})
	}
	for name, text := range wrongFaults() {
		t.Run("refuses, as the reader does, "+name, func(t *testing.T) {
			t.Parallel()
			_, err := fault.Parse("a.yaml", []byte(text))
			require.Error(t, err)
			require.Error(t, s.check(t, text))
		})
	}
}

func rightFaults() map[string]string {
	return map[string]string{
		"a rule with every word":    `- {name: x, target: alipay.acquire.cancel, when: {out_trade_no: "2026*"}, after: 1, times: 0, probability: 0.5, do: {delay: 3s}}`,
		"an error":                  `- {target: "*", do: {error: SYSTEM_ERROR}}`,
		"an error after the commit": `- {target: "*", do: {error: {code: SYSTEM_ERROR, after: commit}}}`,
		"a lost response":           `- {target: notify_verify, do: {lose: response}}`,
		"a lost notification":       `- {target: notification, do: {lose: true}}`,
		"a lost ack":                `- {target: notification, do: {lose: ack}}`,
		"duplicates":                `- {target: notification, do: {duplicate: {times: 3, together: true}}}`,
		"a delay of days":           `- {target: notification, do: {delay: 1d12h}}`,
		"no rules":                  `[]`,
	}
}

func wrongFaults() map[string]string {
	return map[string]string{
		"a mapping":                `{target: "*"}`,
		"a rule without target":    `- {do: {delay: 3s}}`,
		"a rule without do":        `- {target: "*"}`,
		"an unknown word":          `- {target: "*", do: {delay: 3s}, time: 1}`,
		"an unknown target":        `- {target: alipay.acquire.cancle, do: {delay: 3s}}`,
		"an unknown kind":          `- {target: "*", do: {loose: request}}`,
		"two kinds":                `- {target: "*", do: {delay: 3s, lose: request}}`,
		"no kind":                  `- {target: "*", do: {}}`,
		"a delay as a number":      `- {target: "*", do: {delay: 3}}`,
		"a delay without its unit": `- {target: "*", do: {delay: "3"}}`,
		"a delay that is none":     `- {target: "*", do: {delay: soon}}`,
		"another half":             `- {target: "*", do: {lose: answer}}`,
		"an ack of a call":         `- {target: "*", do: {lose: ack}}`,
		"an unknown code":          `- {target: "*", do: {error: SYSTEM_EROR}}`,
		"an error without code":    `- {target: "*", do: {error: {after: commit}}}`,
		"an error after all":       `- {target: "*", do: {error: {code: SYSTEM_ERROR, after: all}}}`,
		"unknown: false":           `- {target: alipay.acquire.cancel, do: {unknown: false}}`,
		"a status as a text":       `- {target: "*", do: {http: "503"}}`,
		"no HTTP status":           `- {target: "*", do: {http: 99}}`,
		"corrupt xml to a shop":    `- {target: notification, do: {corrupt: xml}}`,
		"a copy of nothing":        `- {target: notification, do: {duplicate: 0}}`,
		"copies without times":     `- {target: notification, do: {duplicate: {together: true}}}`,
		"a number in when":         `- {target: "*", when: {refund_amount: 30.00}, do: {delay: 3s}}`,
		"a negative after":         `- {target: "*", after: -1, do: {delay: 3s}}`,
		"times in words":           `- {target: "*", times: once, do: {delay: 3s}}`,
		"a probability of two":     `- {target: "*", probability: 2, do: {delay: 3s}}`,
		"a nameless name":          `- {target: "*", name: "", do: {delay: 3s}}`,
	}
}
