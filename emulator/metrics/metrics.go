// Package metrics counts what an emulator does, for Prometheus. Every
// emulator has a registry of its own.
package metrics

import (
	"net/http"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// Metrics are the counters of one emulator.
type Metrics struct {
	registry      *prometheus.Registry
	requests      *prometheus.CounterVec
	notifications *prometheus.CounterVec
}

// New is a registry with all counters at zero; merchants tells how many there
// are when somebody asks.
func New(merchants func() int) *Metrics {
	m := &Metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "localipay_requests_total", Help: "Calls of gateway.do by service and outcome.",
		}, []string{"service", "outcome"}),
		notifications: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "localipay_notifications_total", Help: "Notifications sent, by what the shop said: acked, refused or no_answer.",
		}, []string{"result"}),
	}
	m.registry.MustRegister(m.requests, m.notifications, collectors.NewGoCollector(),
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{
			Name: "localipay_merchants", Help: "Merchants, each a world of its own.",
		}, func() float64 { return float64(merchants()) }))
	return m
}

// Request counts a call of the gateway. The service is a known name or "".
func (m *Metrics) Request(service, outcome string) {
	m.requests.WithLabelValues(service, outcome).Inc()
}

// Notification counts a send.
func (m *Metrics) Notification(result string) { m.notifications.WithLabelValues(result).Inc() }

// Handler serves /metrics.
func (m *Metrics) Handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
}
