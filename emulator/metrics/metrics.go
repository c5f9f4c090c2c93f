// Package metrics counts what an emulator does, for Prometheus. Every
// emulator has a set of its own.
package metrics

import (
	"fmt"
	"net/http"

	"github.com/VictoriaMetrics/metrics"
)

// Metrics are the counters of one emulator: localipay_requests_total, calls of
// gateway.do by service and outcome; localipay_notifications_total, sends by
// what the shop said; localipay_merchants, each a world of its own.
type Metrics struct{ set *metrics.Set }

// New has no counters yet; merchants tells how many there are when somebody
// asks.
func New(merchants func() int) *Metrics {
	m := &Metrics{set: metrics.NewSet()}
	m.set.NewGauge("localipay_merchants", func() float64 { return float64(merchants()) })
	metrics.ExposeMetadata(true) // or Prometheus does not know a counter from a gauge
	return m
}

// Request counts a call of the gateway. The service is a known name or "".
func (m *Metrics) Request(service, outcome string) {
	m.set.GetOrCreateCounter(fmt.Sprintf("localipay_requests_total{outcome=%q,service=%q}", outcome, service)).Inc()
}

// Notification counts a send: acked, refused or no_answer.
func (m *Metrics) Notification(result string) {
	m.set.GetOrCreateCounter(fmt.Sprintf("localipay_notifications_total{result=%q}", result)).Inc()
}

// Handler serves /metrics.
func (m *Metrics) Handler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
		m.set.WritePrometheus(w)
		metrics.WriteGoMetrics(w)
	})
}
