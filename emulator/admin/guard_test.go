package admin_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"localipay/emulator"
)

func TestHostNames(t *testing.T) {
	t.Parallel()
	o := emulator.Options{Start: monday(), Frozen: true, PublicURL: "https://Pay.example.com:8443/", AllowHosts: []string{"Test.example.com", "proxy.example.com:80"}}
	c := start(t, o)
	for _, host := range []string{
		"localhost", "LOCALHOST:8080", "pay.localhost", "127.0.0.1", "127.0.0.1:8080", "192.168.1.2", "[::1]", "[::1]:8080",
		"shop", "localipay:8080", "pay.example.com", "pay.example.com:8443", "intlmapi.alipay.com", "openapi.alipaydev.com:443",
		"mapi.alipay.net", "test.example.com", "test.example.com:8080", "proxy.example.com", "localhost.",
	} {
		t.Run(host+" may use the API", func(t *testing.T) {
			t.Parallel()
			c := c.of(t)
			c.host = host
			c.ok("GET", merchants, "")
		})
	}
	for _, host := range []string{
		"evil.example", "evil.example:8080", "alipay.com.evil.example", "notalipay.com", "127.0.0.1.evil.example", "host.docker.internal",
	} {
		t.Run(host+" may not, and is told the flag that would let it; the gateway answers all the same", func(t *testing.T) {
			t.Parallel()
			c := c.of(t)
			c.host = host
			for _, path := range []string{merchants, "/_admin/health", "/_admin/nothing"} {
				require.Contains(t, c.refuse(403, "UNKNOWN_HOST", "GET", path, ""), "--allow-host")
			}
			require.Equal(t, 403, c.raw("GET", "/_admin/events", "", "").status)
			require.Equal(t, 403, c.raw("GET", "/metrics", "", "").status)
			require.Equal(t, 200, c.raw("GET", "/gateway.do", "", "").status)
		})
	}
}

func TestOrigins(t *testing.T) {
	t.Parallel()
	for origin, status := range map[string]int{
		"http://localhost:8080": 200, "http://evil.example": 403, "http://localhost:9090": 403, "null": 403, "::": 403,
	} {
		t.Run("a page of "+origin, func(t *testing.T) {
			t.Parallel()
			c := start(t)
			c.host = "localhost:8080"
			c.header.Set("Origin", origin)
			if status == 200 {
				c.ok("POST", merchants, "")
				return
			}
			require.Contains(t, c.refuse(403, "FOREIGN_ORIGIN", "POST", merchants, ""), origin)
			c.header.Del("Origin")
			require.Len(t, c.ok("GET", merchants, "").at("items"), 3, "nothing was made")
		})
	}
}

func TestTokens(t *testing.T) {
	t.Parallel()
	o := emulator.Options{Start: monday(), Frozen: true, AdminToken: "s3cret"}
	c := start(t, o)
	for name, sent := range map[string]string{
		"none": "", "a wrong one": "Bearer other", "one that only begins right": "Bearer s3", "an empty one": "Bearer ",
		"another scheme": "Basic s3cret", "no scheme": "s3cret",
	} {
		t.Run(name+" is refused, and told what to send", func(t *testing.T) {
			t.Parallel()
			c := c.of(t)
			c.header = http.Header{"Authorization": {sent}}
			for _, path := range []string{merchants, "/_admin/nothing", world + "/reset"} {
				a := c.raw("POST", path, "", "")
				require.Contains(t, c.refusal(401, "UNAUTHORIZED", "POST", path, "", a), "Authorization: Bearer")
				require.Equal(t, "Bearer", a.header.Get("WWW-Authenticate"))
			}
			require.Equal(t, 401, c.raw("GET", "/_admin/events", "", "").status)
			c.ok("GET", "/_admin/health", "")
			require.Equal(t, 200, c.raw("GET", "/gateway.do", "", "").status)
		})
	}
	for _, scheme := range []string{"Bearer", "bearer"} {
		t.Run("the right one is taken as "+scheme, func(t *testing.T) {
			t.Parallel()
			c := c.of(t)
			c.header.Set("Authorization", scheme+" s3cret")
			c.ok("GET", merchants, "")
			require.Equal(t, 200, c.raw("GET", "/metrics", "", "").status)
		})
	}
}
