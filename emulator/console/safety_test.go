package console_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestLogin(t *testing.T) {
	t.Parallel()
	o := frozen()
	o.AdminToken = "s3cret"

	t.Run("is asked for on every page, once, and leads back", func(t *testing.T) {
		t.Parallel()
		b := open(t, o)
		for _, path := range append(paths(), "/console", "/console/none", "/console/login") {
			b.get(path).shows(http.StatusUnauthorized, "Sign in")
		}
		p := b.get("/console/" + noodle + "/codes?q=x")
		back := p.find(`name="return" value="([^"]*codes[^"]*)"`)
		require.Equal(t, "/console/"+noodle+"/codes?q=x", back)
		b.post("/console/login", "token", "wrong", "return", back).shows(http.StatusUnauthorized, "not the token")
		b.post("/console/login", "token", " s3cret ", "return", back).shows(http.StatusOK, "QR codes")
		for _, path := range paths() {
			b.get(path).shows(http.StatusOK)
		}
		require.Equal(t, http.StatusOK, b.get("/_admin/merchants").status, "pages may read the API")
		require.Equal(t, "/", b.do(http.MethodGet, "/console/login", "").header.Get("Location"))
	})
	t.Run("leads to no other host", func(t *testing.T) {
		t.Parallel()
		b := open(t, o)
		p := b.do(http.MethodPost, "/console/login", "token=s3cret&return=//evil.example")
		require.Equal(t, "/", p.header.Get("Location"))
	})
	t.Run("lets nobody act before", func(t *testing.T) {
		t.Parallel()
		b := open(t, o)
		b.post("/console/"+noodle+"/delete").shows(http.StatusUnauthorized, "Sign in")
		b.header.Set("Authorization", "Bearer s3cret")
		require.Len(t, b.api("")["items"], 3)
	})
	t.Run("is told in words to programs, and to a page that was open", func(t *testing.T) {
		t.Parallel()
		b := open(t, o)
		b.header.Set("Accept", "*/*")
		require.Equal(t, http.StatusUnauthorized, b.get("/").status)
		b.header.Set("Accept", "text/html")
		p := b.part("/console/"+noodle+"/codes", "codes")
		require.Equal(t, http.StatusUnauthorized, p.status)
		require.NotContains(t, p.body, "<html")
	})
}

func TestForeignPages(t *testing.T) {
	t.Parallel()
	path := "/console/" + noodle + "/delete"
	for name, header := range map[string]string{
		"another origin": "http://evil.example", "another port of this machine": "http://localhost:9090", "a hidden origin": "null",
	} {
		t.Run(name+" can send no form", func(t *testing.T) {
			t.Parallel()
			b := open(t)
			b.header.Set("Origin", header)
			b.post(path).shows(http.StatusForbidden)
			b.header.Del("Origin")
			require.Len(t, b.api("")["items"], 3)
		})
	}
	t.Run("nor can one that a browser says is foreign", func(t *testing.T) {
		t.Parallel()
		for _, site := range []string{"cross-site", "same-site"} {
			b := open(t)
			b.header.Set("Sec-Fetch-Site", site)
			b.post(path).shows(http.StatusForbidden)
		}
	})
	t.Run("forms stay refused by the API", func(t *testing.T) {
		t.Parallel()
		b := open(t)
		require.Equal(t, http.StatusUnsupportedMediaType, b.post("/_admin/merchants", "name", "x").status)
	})
	t.Run("a form of more than a megabyte is not read", func(t *testing.T) {
		t.Parallel()
		b := open(t)
		body := make([]byte, 2<<20)
		for i := range body {
			body[i] = 'x'
		}
		require.Equal(t, http.StatusBadRequest, b.do(http.MethodPost, "/", string(body)).status)
	})
}
