package gateway_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"
)

// fault spoils a strict merchant's good request in one way.
type fault struct {
	code     string
	switches switches
	request  func(*call)
}

var (
	repeated = fault{code: "ILLEGAL_ARGUMENT", request: func(c *call) { c.later["twice"] = "1" }}
	faults   = []fault{
		{code: "ILLEGAL_SERVICE", request: func(c *call) { c.with("service", "alipay.no.such") }},
		{code: "ILLEGAL_PARTNER", request: func(c *call) { c.with("partner", "2088999999999999") }},
		{code: "ILLEGAL_SIGN_TYPE", request: func(c *call) { c.with("sign_type", "DSA") }},
		{code: "ILLEGAL_CHARSET", request: func(c *call) { c.with("_input_charset", "BIG5") }},
		{code: "ILLEGAL_SECURITY_PROFILE", switches: switches{"rsa_public_key": nil}, request: func(c *call) { c.signedBy("RSA2") }},
		{code: "ILLEGAL_SIGN", request: func(c *call) { c.forged("sign", "bad") }},
		{code: "ILLEGAL_PARTNER_EXTERFACE", switches: switches{"services": []string{query}}, request: func(*call) {}},
		{code: "ILLEGAL_TIMESTAMP", request: func(c *call) { c.with("timestamp", "2026-01-05 09:00:00") }},
		{code: "ILLEGAL_ARGUMENT", request: func(c *call) { c.without("biz_data") }},
		{code: "AE_BARCODE_BIZTYPE_ILLEGAL", request: func(c *call) { c.with("biz_type", "OTHER") }},
	}
)

// spoil makes a shop and its request with some faults at once; the fault of
// the sign type comes last, or the one of the missing key would undo it.
func spoil(t *testing.T, w world, list ...fault) *call {
	t.Helper()
	with := switches{"strict": true}
	for _, f := range list {
		for name, value := range f.switches {
			with[name] = value
		}
	}
	c := w.shop(t, with).creating()
	for i := len(list) - 1; i >= 0; i-- {
		list[i].request(c)
	}
	return c
}

func TestOrderOfChecks(t *testing.T) {
	t.Parallel()
	w := start(t)
	t.Run("a request without a fault succeeds", func(t *testing.T) {
		t.Parallel()
		require.Equal(t, "SUCCESS", spoil(t, w).send(t).outcome())
	})
	for i, f := range faults {
		t.Run("alone: "+f.code, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, f.code, spoil(t, w, f).send(t).outcome())
		})
		if i+1 < len(faults) {
			next := faults[i+1]
			t.Run(f.code+" before "+next.code, func(t *testing.T) {
				t.Parallel()
				require.Equal(t, f.code, spoil(t, w, f, next).send(t).outcome())
			})
		}
	}
	t.Run("everything wrong at once is told by the first", func(t *testing.T) {
		t.Parallel()
		require.Equal(t, faults[0].code, spoil(t, w, faults...).send(t).outcome())
	})
}

func TestOrderOfChecksAtTheBeginning(t *testing.T) {
	t.Parallel()
	w := start(t)
	for name, f := range map[string]fault{
		"a missing service":     {request: func(c *call) { c.without("service") }},
		"an unknown service":    {request: func(c *call) { c.with("service", "alipay.no.such") }},
		"a missing charset":     {request: func(c *call) { c.without("_input_charset") }},
		"an unsupported one":    {request: func(c *call) { c.with("_input_charset", "BIG5") }},
		"an unknown partner":    {request: func(c *call) { c.with("partner", "1") }},
		"a signature that lies": {request: func(c *call) { c.forged("sign", "bad") }},
	} {
		t.Run("different values of one parameter come before "+name, func(t *testing.T) {
			t.Parallel()
			c := spoil(t, w, repeated, f)
			query, _ := c.wire()
			require.Equal(t, "ILLEGAL_ARGUMENT", c.shop.get(t, query+"&twice=2").error)
		})
	}
	for name, tc := range map[string]struct {
		code    string
		request func(*call)
	}{
		"a missing service is ILLEGAL_EXTERFACE, before an unknown partner": {
			"ILLEGAL_EXTERFACE", func(c *call) { c.without("service", "partner") },
		},
		"so is an empty one":        {"ILLEGAL_EXTERFACE", func(c *call) { c.with("service", "") }},
		"a service is spelled so":   {"ILLEGAL_SERVICE", func(c *call) { c.with("service", "alipay.commerce.qrcode.CREATE") }},
		"a service of Alipay's too": {"ILLEGAL_SERVICE", func(c *call) { c.with("service", "alipay.acquire.precreate") }},
		"a missing partner":         {"ILLEGAL_PARTNER", func(c *call) { c.without("partner") }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, tc.code, spoil(t, w, fault{request: tc.request}).send(t).error)
		})
	}
}

// TestMissingPieces is spec decision 24.
func TestMissingPieces(t *testing.T) {
	t.Parallel()
	w := start(t)
	for name, tc := range map[string]struct {
		code    string
		request func(*call)
	}{
		"no sign":                 {"ILLEGAL_SIGN", func(c *call) { c.losing("sign") }},
		"an empty sign":           {"ILLEGAL_SIGN", func(c *call) { c.forged("sign", "") }},
		"no sign_type":            {"ILLEGAL_SIGN_TYPE", func(c *call) { c.without("sign_type") }},
		"an empty sign_type":      {"ILLEGAL_SIGN_TYPE", func(c *call) { c.with("sign_type", "") }},
		"a lower-case sign_type":  {"ILLEGAL_SIGN_TYPE", func(c *call) { c.with("sign_type", "md5") }},
		"DSA":                     {"ILLEGAL_SIGN_TYPE", func(c *call) { c.with("sign_type", "DSA") }},
		"no charset for create":   {"ILLEGAL_ARGUMENT", func(c *call) { c.without("_input_charset") }},
		"an empty charset for it": {"ILLEGAL_ARGUMENT", func(c *call) { c.with("_input_charset", "") }},
		"no charset comes before a bad signature": {"ILLEGAL_ARGUMENT", func(c *call) {
			c.without("_input_charset").forged("sign", "bad")
		}},
		"DSA comes before no charset": {"ILLEGAL_SIGN_TYPE", func(c *call) { c.with("sign_type", "DSA").without("_input_charset") }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := w.shop(t).creating()
			tc.request(c)
			require.Equal(t, tc.code, c.send(t).error)
		})
	}
}

func TestTimestamp(t *testing.T) {
	t.Parallel()
	w := start(t)
	for name, tc := range map[string]struct {
		timestamp       string
		lenient, strict string
	}{
		"now":                           {now, "SUCCESS", "SUCCESS"},
		"half an hour ago":              {"2026-01-05 09:30:00", "SUCCESS", "SUCCESS"},
		"a second more":                 {"2026-01-05 09:29:59", "SUCCESS", "ILLEGAL_TIMESTAMP"},
		"half an hour ahead":            {"2026-01-05 10:30:00", "SUCCESS", "SUCCESS"},
		"a second further ahead":        {"2026-01-05 10:30:01", "SUCCESS", "ILLEGAL_TIMESTAMP"},
		"milliseconds":                  {"1767578400000", "SUCCESS", "SUCCESS"},
		"milliseconds of an hour ago":   {"1767574800000", "SUCCESS", "ILLEGAL_TIMESTAMP"},
		"UTC, as one Ruby client sends": {"2026-01-05 02:00:00", "SUCCESS", "ILLEGAL_TIMESTAMP"},
		"nonsense":                      {"yesterday", "SUCCESS", "ILLEGAL_TIMESTAMP"},
		"a day that there is not":       {"2026-02-30 10:00:00", "SUCCESS", "ILLEGAL_TIMESTAMP"},
		"nothing":                       {"", "SUCCESS", "ILLEGAL_ARGUMENT"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, tc.lenient, w.shop(t).creating("timestamp", tc.timestamp).send(t).outcome())
			require.Equal(t, tc.strict, w.shop(t, switches{"strict": true}).creating("timestamp", tc.timestamp).send(t).outcome())
		})
	}
	t.Run("a strict query needs none", func(t *testing.T) {
		t.Parallel()
		r := w.shop(t, switches{"strict": true}).call(query, "partner_trans_id", "T0001").send(t)
		require.Equal(t, "TRADE_NOT_EXIST", r.outcome())
	})
	t.Run("it is held against the merchant's own clock", func(t *testing.T) {
		t.Parallel()
		s := w.shop(t, switches{"strict": true})
		s.advance(t, "2h")
		require.Equal(t, "ILLEGAL_TIMESTAMP", s.creating().send(t).error)
		require.Equal(t, "SUCCESS", s.creating("timestamp", "2026-01-05 12:00:00").send(t).outcome())
	})
}

func TestContract(t *testing.T) {
	t.Parallel()
	w := start(t)
	s := w.shop(t, switches{"services": []string{}})
	require.Equal(t, "ILLEGAL_PARTNER_EXTERFACE", s.creating().send(t).error)
	s.admin(t, http.MethodPatch, "merchants/"+s.partner, switches{"services": []string{create}})
	require.Equal(t, "SUCCESS", s.creating().send(t).outcome())
	require.Equal(t, "ILLEGAL_PARTNER_EXTERFACE", s.call(query, "partner_trans_id", "1").send(t).error)
}
