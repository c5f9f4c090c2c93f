package testcontainers_test

import (
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/moby/moby/client"
	"github.com/stretchr/testify/require"

	"localipay/emulator/testcontainers"
)

type clock struct{ Now, Mode string }

func clockOf(t *testing.T, l *testcontainers.Localipay, partner string) (c clock) {
	t.Helper()
	require.NoError(t, l.Admin(http.MethodGet, "merchants/"+partner+"/clock", nil, &c))
	return c
}

func TestRun(t *testing.T) {
	t.Parallel()
	for _, where := range []string{process, container} {
		t.Run(where+" a shop is paid and told, and the next day comes", func(t *testing.T) {
			t.Parallel()
			told := make(chan url.Values, 1)
			shop := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				_ = r.ParseForm()
				told <- r.Form
				_, _ = io.WriteString(w, "success")
			}))
			defer shop.Close()
			l := launch(t, where)
			require.Equal(t, clock{"2026-01-05T10:00:00+08:00", "frozen"}, clockOf(t, l, partner))

			qrcode, _, err := createCode(l.GatewayURL(), l.ShopURL(shop.URL+"/notify?till=2"))
			require.NoError(t, err)
			order, err := l.Pay(qrcode, "88.00")
			require.NoError(t, err)
			form := <-told
			require.Equal(t, order, form.Get("out_trade_no"))
			require.Equal(t, "TRADE_SUCCESS", form.Get("trade_status"))
			require.Equal(t, "2", form.Get("till"))

			require.NoError(t, l.Advance(partner, 24*time.Hour))
			require.Equal(t, clock{"2026-01-06T10:00:00+08:00", "frozen"}, clockOf(t, l, partner))
		})

		t.Run(where+" the URLs handed out are the ones that the test can open", func(t *testing.T) {
			t.Parallel()
			l := launch(t, where)
			_, picture, err := createCode(l.GatewayURL(), "http://127.0.0.1:9/")
			require.NoError(t, err)
			require.Contains(t, picture, l.URL()+"show.htm?")
			resp, err := http.Get(picture)
			require.NoError(t, err)
			require.NoError(t, resp.Body.Close())
			require.Equal(t, "image/png", resp.Header.Get("Content-Type"))
		})

		t.Run(where+" an answer that a fault rule loses is lost", func(t *testing.T) {
			t.Parallel()
			l := launch(t, where)
			lost := map[string]any{"target": "alipay.commerce.qrcode.create", "do": map[string]string{"lose": "response"}}
			require.NoError(t, l.Admin(http.MethodPost, "merchants/"+partner+"/faults", lost, nil))
			_, _, err := createCode(l.GatewayURL(), "http://127.0.0.1:9/")
			require.ErrorIs(t, err, io.EOF)
		})

		t.Run(where+" a payment that fails is an error, as is what the admin API refuses", func(t *testing.T) {
			t.Parallel()
			l := launch(t, where, testcontainers.Options{Fixtures: filepath.Join(folderOf(t, poor()), "poor.yaml")})
			qrcode, _, err := createCode(l.GatewayURL(), "http://127.0.0.1:9/")
			require.NoError(t, err)
			_, err = l.Pay(qrcode, "50.01")
			require.ErrorContains(t, err, "insufficient_funds")
			_, err = l.Pay("nothing", "88.00")
			require.ErrorContains(t, err, "POST wallet/pay?settle=true: 409 Conflict: ")
		})

		t.Run(where+" it ends with the test, and its log is the test's", func(t *testing.T) {
			t.Parallel()
			r := &recorder{}
			t.Cleanup(r.end)
			l := testcontainers.RunIn(r, at(where))
			require.Empty(t, r.failed)
			there(t, where, l.InContainer())
			_, _, err := createCode(l.GatewayURL(), "nowhere")
			require.ErrorContains(t, err, "AE_BARCODE_PARAMETER_ILLEGAL")
			require.Equal(t, where == container, runs(t, l))
			r.end()
			_, err = net.Dial("tcp", strings.Trim(l.URL(), "htp:/"))
			require.ErrorContains(t, err, "connection refused")
			require.False(t, runs(t, l))
			require.Contains(t, r.text(), "outcome=AE_BARCODE_PARAMETER_ILLEGAL")
		})
	}
}

// runs tells whether there is a container whose public URL is this one's.
func runs(t *testing.T, l *testcontainers.Localipay) bool {
	t.Helper()
	if !l.InContainer() {
		return false
	}
	docker, err := client.New(client.FromEnv)
	require.NoError(t, err)
	defer func() { _ = docker.Close() }()
	all, err := docker.ContainerList(t.Context(), client.ContainerListOptions{All: true})
	require.NoError(t, err)
	for _, c := range all.Items {
		if one, err := docker.ContainerInspect(t.Context(), c.ID, client.ContainerInspectOptions{}); err == nil &&
			slices.Contains(one.Container.Config.Env, "LOCALIPAY_PUBLIC_URL="+l.URL()) {
			return true
		}
	}
	return false
}
