package emulator_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"localipay/emulator"
)

func TestAdminToken(t *testing.T) {
	t.Parallel()
	e := emulator.RunT(t, emulator.Options{AdminToken: "secret"})
	for path, status := range map[string]int{
		"_admin/health":    http.StatusOK,
		"metrics":          http.StatusOK, // what scrapes it is not the console, and it tells no keys
		"_admin/merchants": http.StatusUnauthorized,
		"":                 http.StatusUnauthorized,
		"gateway.do":       http.StatusOK,
	} {
		t.Run("answers /"+path+" without the token as it should", func(t *testing.T) {
			t.Parallel()
			resp, err := http.Get(e.URL() + path)
			require.NoError(t, err)
			require.NoError(t, resp.Body.Close())
			require.Equal(t, status, resp.StatusCode)
		})
	}
	t.Run("answers a wrong method where no token is needed by 405", func(t *testing.T) {
		t.Parallel()
		resp, err := http.Post(e.URL()+"_admin/health", "application/json", nil)
		require.NoError(t, err)
		require.NoError(t, resp.Body.Close())
		require.Equal(t, http.StatusMethodNotAllowed, resp.StatusCode)
	})
}
