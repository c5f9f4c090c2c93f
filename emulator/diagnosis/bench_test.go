package diagnosis_test

import (
	"strings"
	"testing"

	"localipay/emulator/diagnosis"
)

// BenchmarkDiagnose measures what is found early, and the worst: what is not
// found at all, in a usual request and in one of a megabyte.
func BenchmarkDiagnose(b *testing.B) {
	spoil := func(signType string, params map[string]string, mistake func(*client)) diagnosis.Message {
		c := newClient(signType, utf8n, params)
		mistake(c)
		return c.message()
	}
	large := usual()
	large["memo"] = strings.Repeat("a b", 300_000)
	for name, m := range map[string]diagnosis.Message{
		"sign_type included":    spoil("MD5", usual(), func(c *client) { c.skip = func(_, v string) bool { return v == "" } }),
		"MD5 not found":         spoil("MD5", usual(), lost),
		"RSA2 not found":        spoil("RSA2", usual(), lost),
		"RSA2 with another key": spoil("RSA2", usual(), func(c *client) { c.private = pair("nobody") }),
		"a megabyte, not found": spoil("MD5", large, lost),
		"valid":                 spoil("MD5", usual(), func(*client) {}),
	} {
		b.Run(name, func(b *testing.B) {
			tried := 0
			for b.Loop() {
				tried = diagnosis.Diagnose(m).Tried
			}
			b.ReportMetric(float64(tried), "tries")
		})
	}
}

func lost(c *client) { c.md5Key = "nobody's"; c.text = func(s string) string { return s + "?" } }
