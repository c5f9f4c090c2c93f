package admin_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestHealth(t *testing.T) {
	t.Parallel()
	h := start(t).ok("GET", "/_admin/health", "")
	require.Equal(t, "ok", h.at("status"))
	require.Equal(t, float64(3), h.at("merchants"))
	require.NotEmpty(t, h.at("version"))
}

func TestContentTypes(t *testing.T) {
	t.Parallel()
	shared := start(t)
	for _, kind := range []string{"", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/jsonx"} {
		t.Run("a body of type "+kind+" is refused by 415", func(t *testing.T) {
			t.Parallel()
			c := shared.of(t)
			a := c.raw("POST", merchants, kind, `{}`)
			require.Contains(t, c.refusal(415, "UNSUPPORTED_MEDIA_TYPE", "POST", merchants, "", a), "application/json")
			require.Len(t, c.ok("GET", merchants, "").at("items"), 3)
		})
	}
	for name, one := range map[string][2]string{
		"with a charset": {"application/json; charset=utf-8", `{}`}, "and nothing in it": {"text/plain", " \n"}, "that is null": {"application/json", "null"},
	} {
		t.Run("a body "+name+" is fine", func(t *testing.T) {
			t.Parallel()
			require.Equal(t, 201, start(t).raw("POST", merchants, one[0], one[1]).status)
		})
	}
}

func TestRoutesThatAreNone(t *testing.T) {
	t.Parallel()
	c := start(t)

	t.Run("a method that a path does not have is answered by 405 and those that it has", func(t *testing.T) {
		t.Parallel()
		a := c.raw("PUT", world, "", "")
		require.Contains(t, c.refusal(405, "METHOD_NOT_ALLOWED", "PUT", world, "", a), "GET, PATCH, DELETE")
		require.Equal(t, "GET, PATCH, DELETE", a.header.Get("Allow"))
		c.refuse(405, "METHOD_NOT_ALLOWED", "GET", wallet+"/pay", "")
		c.refuse(405, "METHOD_NOT_ALLOWED", "POST", "/_admin/health", "")
	})

	for _, path := range []string{"/_admin", "/_admin/", "/_admin/merchant", world + "/nothing", "/_admin/wallet/orders/T1"} {
		t.Run(path+" is answered by 404 and where the paths are", func(t *testing.T) {
			t.Parallel()
			require.Contains(t, c.refuse(404, "NOT_FOUND", "GET", path, ""), "/_admin/openapi.json")
		})
	}

	t.Run("a merchant that is none is named", func(t *testing.T) {
		t.Parallel()
		for _, path := range []string{"", "/clock", "/trades", "/requests", "/snapshots"} {
			require.Contains(t, c.refuse(404, "NO_MERCHANT", "GET", merchants+"/2088000000000404"+path, ""), "2088000000000404")
		}
	})
}

// TestBadBodies throws at every call that takes a body what no client should
// send; each is answered by 400 and changes nothing.
func TestBadBodies(t *testing.T) {
	t.Parallel()
	bodies := map[string]struct{ body, says string }{
		"deep JSON":            {`{"name":` + strings.Repeat("[", 100_000), "JSON"},
		"deep JSON, closed":    {strings.Repeat(`{"a":`, 20_000) + "1" + strings.Repeat("}", 20_000), "JSON"},
		"ten megabytes":        {`{"name":"` + strings.Repeat("x", 10<<20) + `"}`, "longer than"},
		"garbage":              {"\x00\xff\xfe%%%", "UTF-8"},
		"half an object":       {`{"name":"x"`, "ends in the middle"},
		"a form":               {"name=x&strict=true", "not JSON"},
		"a list":               {`[{"name":"x"}]`, "must be a JSON object, not a JSON array"},
		"a text":               {`"name"`, "must be a JSON object, not a JSON string"},
		"two objects":          {`{} {}`, "something follows"},
		"an object and a half": {`{} ]`, "something follows"},
		"an unknown member":    {`{"qrkode":"x"}`, `"qrkode"`},
		"bytes of no charset":  {"{\"name\":\"\xb2\xe2\"}", "UTF-8"},
	}
	calls := [][2]string{
		{"POST", merchants},
		{"PATCH", world},
		{"PUT", world + "/clock"},
		{"POST", advance},
		{"POST", wallet + "/scan"},
		{"POST", wallet + "/orders"},
		{"POST", wallet + "/orders/T1/pay"},
		{"POST", wallet + "/pay"},
		{"POST", world + "/reset"},
		{"POST", "/_admin/reset"},
		{"DELETE", world},
		{"POST", "/_admin/snapshots/x"},
		{"GET", merchants},
	}
	shared := start(t)
	before := shared.ok("GET", merchants, "")
	for name, one := range bodies {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := shared.of(t)
			for _, call := range calls {
				require.Contains(t, c.refuse(400, "INVALID_ARGUMENT", call[0], call[1], one.body), one.says, "%s %s", call[0], call[1])
			}
			require.Equal(t, before.json, c.ok("GET", merchants, "").json)
			require.Empty(t, c.ok("GET", "/_admin/snapshots", "").at("items"))
		})
	}

	t.Run("a call that takes no body says so", func(t *testing.T) {
		t.Parallel()
		require.Contains(t, start(t).refuse(400, "INVALID_ARGUMENT", "POST", world+"/reset", `{"hard":true}`), "takes no body")
	})

	t.Run("a misspelt member is told the right one", func(t *testing.T) {
		t.Parallel()
		require.Equal(t, `unknown member "amuont"; did you mean "amount"?`,
			start(t).refuse(400, "INVALID_ARGUMENT", "POST", wallet+"/pay", `{"amuont":"1.00"}`))
	})
}
