package gateway_test

import (
	"bytes"
	"net/http"
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"
)

// watchedWriter is a client that can tell when its answer is written and when
// it has left.
type watchedWriter struct {
	header  http.Header
	body    bytes.Buffer
	onWrite func()
	onFlush func()
}

func (w *watchedWriter) Header() http.Header { return w.header }
func (w *watchedWriter) WriteHeader(int)     {}
func (w *watchedWriter) Flush()              { w.onFlush() }

func (w *watchedWriter) Write(p []byte) (int, error) {
	w.onWrite()
	return w.body.Write(p)
}

// TestNotificationsLeaveAfterTheAnswer is spec decision 38. A same-day refund
// with is_sync N is done at once, and its notification is due at once: while
// the answer is written it must not be on its way.
func TestNotificationsLeaveAfterTheAnswer(t *testing.T) {
	t.Parallel()
	w := start(t)
	s := w.shop(t)
	refunds, payments := listen(t, nil), listen(t, nil)
	code := s.code(t, "notify_url", payments.url)
	order, _ := s.pay(t, code, "88.00")
	payments.next(t)

	var refundID, whileWriting string
	client := &watchedWriter{header: http.Header{}, onFlush: func() {}}
	client.onWrite = func() {
		for _, n := range s.list(t, "/notifications") {
			if n := n.(map[string]any); n["kind"] == "refund" {
				refundID = n["notify_id"].(string)
			}
		}
		// Another payment's notification, which is due later, goes through:
		// the worker has looked at all that it may send.
		s.admin(t, http.MethodPost, "wallet/pay", change{"qrcode": code, "amount": "1.00"})
		payments.next(t)
		whileWriting = s.knows(t, refundID)
		require.Empty(t, refunds.mail)
	}
	left := false
	client.onFlush = func() {
		left = true
		require.Empty(t, refunds.mail)
	}
	query, _ := s.refunding(order, "R1", "8.00", "notify_url", refunds.url).wire()
	w.emulator.Handler().ServeHTTP(client, &http.Request{
		Method: http.MethodGet, URL: &url.URL{Path: "/gateway.do", RawQuery: query}, Host: "localhost", Header: http.Header{},
	})
	require.Equal(t, "SUCCESS", s.read(t, client.body.Bytes()).outcome())
	require.True(t, left, "the answer is flushed before the notification leaves")
	require.NotEmpty(t, refundID, "the notification stands in the ledger with the refund")
	require.Equal(t, "false", whileWriting, "its first send had begun before the answer was written")
	require.Equal(t, refundID, refunds.next(t).get("notify_id"))
}

// TestNotificationsLeaveWhenTheClientIsGone: a client that is gone holds nothing back.
func TestNotificationsLeaveWhenTheClientIsGone(t *testing.T) {
	t.Parallel()
	w := start(t)
	s, in := w.shop(t), listen(t, nil)
	order, _ := s.paid(t, "88.00")
	query, _ := s.refunding(order, "R1", "8.00", "notify_url", in.url).wire()
	w.emulator.Handler().ServeHTTP(gone{http.Header{}}, &http.Request{
		Method: http.MethodGet, URL: &url.URL{Path: "/gateway.do", RawQuery: query}, Host: "localhost", Header: http.Header{},
	})
	require.Equal(t, "R1", in.next(t).get("out_biz_no"))
}

type gone struct{ header http.Header }

func (g gone) Header() http.Header       { return g.header }
func (g gone) WriteHeader(int)           {}
func (g gone) Write([]byte) (int, error) { return 0, http.ErrHandlerTimeout }
