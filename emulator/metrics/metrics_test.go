package metrics_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"

	"localipay/emulator/metrics"
)

func page(m *metrics.Metrics) string {
	w := httptest.NewRecorder()
	m.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	return w.Body.String()
}

func TestMetrics(t *testing.T) {
	t.Parallel()

	t.Run("count calls by service and outcome", func(t *testing.T) {
		t.Parallel()
		m := metrics.New(func() int { return 3 })
		m.Request("alipay.acquire.cancel", "SUCCESS")
		m.Request("alipay.acquire.cancel", "SUCCESS")
		m.Request("", "ILLEGAL_SERVICE")
		require.Contains(t, page(m), `localipay_requests_total{outcome="SUCCESS",service="alipay.acquire.cancel"} 2`)
		require.Contains(t, page(m), `localipay_requests_total{outcome="ILLEGAL_SERVICE",service=""} 1`)
	})

	t.Run("count notifications by what the shop said", func(t *testing.T) {
		t.Parallel()
		m := metrics.New(func() int { return 0 })
		m.Notification("acked")
		require.Contains(t, page(m), `localipay_notifications_total{result="acked"} 1`)
		require.NotContains(t, page(m), `result="refused"} 1`)
	})

	t.Run("ask for the number of merchants when they are asked", func(t *testing.T) {
		t.Parallel()
		merchants := 3
		m := metrics.New(func() int { return merchants })
		require.Contains(t, page(m), "localipay_merchants 3")
		merchants = 4
		require.Contains(t, page(m), "localipay_merchants 4")
	})

	t.Run("of two emulators are apart", func(t *testing.T) {
		t.Parallel()
		one, other := metrics.New(func() int { return 0 }), metrics.New(func() int { return 0 })
		one.Notification("acked")
		require.NotContains(t, page(other), "localipay_notifications_total{")
	})
}
