package authority_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"localipay/emulator/authority"
)

const howTo = "write a host name or an IP address, as pay.shop.test"

func TestNamesThatAreNone(t *testing.T) {
	t.Parallel()
	label := strings.Repeat("a", 63)
	long := strings.Join([]string{label, label, label, label}, ".")
	for name, want := range map[string]string{
		"":                  `--tls-host "": ` + howTo,
		"http://x":          `--tls-host "http://x": ` + howTo,
		"pay.test:8443":     `--tls-host "pay.test:8443": ` + howTo,
		"pay.test/gateway":  howTo,
		"192.0.2.0/24":      howTo,
		"a b":               howTo,
		"a..b":              howTo,
		".shop.test":        howTo,
		".":                 howTo,
		"-a.test":           howTo,
		"a-.test":           howTo,
		"a@b.test":          howTo,
		"a.test\n":          howTo,
		"a,b":               howTo,
		"[::1]":             howTo,
		"fe80::1%eth0":      howTo,
		"300.0.0.1":         howTo,
		"127.1":             howTo,
		"1":                 howTo,
		label + "a.test":    howTo,
		"*":                 "write a star before two labels or more, as *.shop.test; clients take no others",
		"*.test":            "write a star before two labels or more",
		"a.*.test":          "write a star before two labels or more",
		"*.*.shop.test":     "write a star before two labels or more",
		"a*.shop.test":      "write a star before two labels or more",
		"*.":                "write a star before two labels or more",
		"支付.test":           "write letters beyond ASCII in their xn-- form, as xn--fiq228c.test",
		"\u212Aipay.test":   "xn--", // the sign of the kelvin, whose lower case is k
		long[:253] + ".aaa": `--tls-host "` + long[:60] + `": a host name has 253 characters at most`,
	} {
		t.Run("are refused: "+name, func(t *testing.T) {
			t.Parallel()
			_, err := authority.New(now, authority.Names{More: []string{"fine.test", name}})
			require.ErrorContains(t, err, want)
			_, err = authority.Open(t.TempDir(), now, authority.Names{More: []string{name}})
			require.ErrorContains(t, err, want)
		})
	}
	for opened, names := range map[string]authority.Names{
		`"com" and "alipay.com": a CA for both would be good for all of .com`: {More: []string{"com"}},
		`"net" and "alipay.net": a CA for both would be good for all of .net`: {Public: "net"},
		`"dev" and "pay.dev": a CA for both would be good for all of .dev`:    {Public: "pay.dev", More: []string{"dev"}},
		`"dev" and "b.pay.dev": a CA for both`:                                {More: []string{"*.b.pay.dev", "Dev."}},
	} {
		t.Run("would open a top-level domain: "+opened, func(t *testing.T) {
			t.Parallel()
			_, err := authority.New(now, names)
			require.ErrorContains(t, err, "the host names "+opened)
		})
	}
	t.Run("are named by the flag that they came from", func(t *testing.T) {
		t.Parallel()
		_, err := authority.New(now, authority.Names{Public: "a b"})
		require.EqualError(t, err, `--public-url has the host "a b": `+howTo)
	})
}

func TestNamesOfAllKinds(t *testing.T) {
	t.Parallel()
	label := strings.Repeat("a", 63)
	for _, name := range []string{
		"a", "A.Test", "a.test.", "my_service", "xn--fiq228c.test", "1a.test", label + ".test",
		strings.Join([]string{label, label, label, label[:61]}, "."), "0.0.0.0", "::", "2001:DB8::1", "localhost", "www.localhost", "alipay.com",
	} {
		t.Run("are taken: "+name, func(t *testing.T) {
			t.Parallel()
			require.NoError(t, verified(t, made(t, authority.Names{More: []string{name}}), now, name))
			require.NoError(t, verified(t, made(t, authority.Names{Public: name}), now, name))
		})
	}
}

// FuzzNames: whatever is not refused gets a leaf that clients take for it.
func FuzzNames(f *testing.F) {
	for _, name := range []string{"pay.shop.test", "*.shop.test", "Shop.", "192.0.2.7", "::1", "a_b", "*", "http://x", "支付.test", "1.2.3.4."} {
		f.Add(name)
	}
	f.Fuzz(func(t *testing.T, name string) {
		a, err := authority.New(now, authority.Names{More: []string{name}})
		if err != nil {
			require.ErrorContains(t, err, "--tls-host")
			return
		}
		host := strings.Replace(name, "*", "any", 1)
		require.NoError(t, verified(t, a, now, host))
	})
}
