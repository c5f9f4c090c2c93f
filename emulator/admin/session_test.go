package admin_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"localipay/emulator"
)

// signIn gives the cookie of a browser that has signed in.
func signIn(t *testing.T, e *emulator.Emulator, token string) (status int, cookie string) {
	t.Helper()
	r := httptest.NewRequest(http.MethodPost, "http://localhost/console/login", strings.NewReader(url.Values{"token": {token}, "return": {"/"}}.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Origin", "http://localhost")
	r.Header.Set("Accept", "text/html")
	w := httptest.NewRecorder()
	e.Handler().ServeHTTP(w, r)
	cookie, _, _ = strings.Cut(w.Header().Get("Set-Cookie"), ";")
	if cookie != "" {
		require.Contains(t, w.Header().Get("Set-Cookie"), "HttpOnly; SameSite=Strict")
	}
	return w.Code, cookie
}

func TestSessions(t *testing.T) {
	t.Parallel()
	const token = "s3cret-token"
	o := emulator.Options{Start: monday(), Frozen: true, AdminToken: token}
	c := start(t, o)
	status, cookie := signIn(t, c.e, token)
	require.Equal(t, http.StatusSeeOther, status)
	require.NotContains(t, cookie, token, "the cookie does not tell the token")
	name, value, _ := strings.Cut(cookie, "=")

	call := func(t *testing.T, method, path string, header ...string) int {
		t.Helper()
		c := c.of(t)
		c.header, c.host = http.Header{}, "localhost"
		for i := 0; i+1 < len(header); i += 2 {
			c.header.Set(header[i], header[i+1])
		}
		return c.raw(method, path, "", "").status
	}

	t.Run("read whatever pages need", func(t *testing.T) {
		t.Parallel()
		require.Equal(t, 200, call(t, "GET", merchants, "Cookie", cookie))
	})
	t.Run("change something only from a page of our own", func(t *testing.T) {
		t.Parallel()
		require.Equal(t, 401, call(t, "POST", merchants, "Cookie", cookie), "nothing says where it comes from")
		require.Equal(t, 403, call(t, "POST", merchants, "Cookie", cookie, "Origin", "http://evil.example"))
		require.Equal(t, 403, call(t, "POST", merchants, "Cookie", cookie, "Origin", "http://evil.example", "HX-Request", "true"))
		require.Equal(t, 201, call(t, "POST", merchants, "Cookie", cookie, "Origin", "http://localhost"))
		require.Equal(t, 201, call(t, "POST", merchants, "Cookie", cookie, "HX-Request", "true"))
	})
	t.Run("need the right proof", func(t *testing.T) {
		t.Parallel()
		for _, wrong := range []string{name + "=", name + "=" + value[:10], name + "=" + strings.Repeat("0", len(value)), name + "=" + token, "other=" + value} {
			require.Equal(t, 401, call(t, "GET", merchants, "Cookie", wrong))
		}
	})
	t.Run("begin with the right token alone", func(t *testing.T) {
		t.Parallel()
		for _, wrong := range []string{"", "s3cret", token + "x", value} {
			status, cookie := signIn(t, c.e, wrong)
			require.Equal(t, 401, status)
			require.Empty(t, cookie)
		}
	})
	t.Run("of another token do not count", func(t *testing.T) {
		t.Parallel()
		other := start(t, emulator.Options{Start: monday(), Frozen: true, AdminToken: "another"})
		other.header = http.Header{"Cookie": {cookie}}
		require.Equal(t, 401, other.raw("GET", merchants, "", "").status)
	})
	t.Run("hold when the emulator starts again", func(t *testing.T) {
		t.Parallel()
		again := start(t, o)
		again.header = http.Header{"Cookie": {cookie}}
		require.Equal(t, 200, again.raw("GET", merchants, "", "").status)
	})
}
