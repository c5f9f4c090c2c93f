package testcontainers_test

import (
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"

	"localipay/emulator/testcontainers"
)

func TestShopURL(t *testing.T) {
	t.Parallel()
	t.Run("in process is the shop's own", func(t *testing.T) {
		t.Parallel()
		l := launch(t, process)
		for _, address := range []string{"http://127.0.0.1:3000/notify?till=2", "https://shop/notify"} {
			require.Equal(t, address, l.ShopURL(address))
		}
	})
	t.Run("in a container keeps all but host and port", func(t *testing.T) {
		t.Parallel()
		l := launch(t, container)
		require.Regexp(t, `^https://me@[a-z0-9.]+:[1-9]\d*/notify\?till=2$`, l.ShopURL("https://me@shop/notify?till=2"))
	})
	for _, where := range []string{process, container} {
		t.Run(where+" of a shop that is down leaves a word in the log", func(t *testing.T) {
			t.Parallel()
			r := &recorder{}
			t.Cleanup(r.end)
			l := testcontainers.RunIn(r, at(where))
			there(t, where, r.inContainer())
			shop := httptest.NewServer(nil)
			shop.Close()
			qrcode, _, err := createCode(l.GatewayURL(), l.ShopURL(shop.URL))
			require.NoError(t, err)
			_, err = l.Pay(qrcode, "88.00")
			require.NoError(t, err)
			r.end()
			require.Contains(t, r.text(), "connection refused")
		})
	}
	t.Run("in a container ends the test where there is no way back", func(t *testing.T) {
		t.Parallel()
		r := &recorder{}
		t.Cleanup(r.end)
		l := testcontainers.RunIn(r, at(container))
		there(t, container, r.inContainer())
		l.Misplace()
		require.Empty(t, l.ShopURL("http://127.0.0.1:3000/"))
		require.Contains(t, r.failed, "the container cannot reach this process at http://127.0.0.1:")
		require.Contains(t, r.failed, "connection refused")
	})
}
