package gateway_test

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestHang(t *testing.T) {
	t.Parallel()
	w := start(t)
	t.Run("request is silent until the client gives up; nothing happened", func(t *testing.T) {
		t.Parallel()
		s := w.shop(t)
		order, _ := s.paid(t, "88.00")
		s.fault(t, refund, change{"hang": "request"})
		before := s.state(t)
		connection := s.refunding(order, "R1", "8.00").dial(t)
		s.admin(t, http.MethodGet, "/requests?service="+refund+"&outcome=LOST&wait=1", nil)
		require.Equal(t, "a fault rule left the connection silent; nothing happened", s.last(t)["reason"])
		requireSilent(t, connection)
		require.NoError(t, connection.Close())
		require.Equal(t, before, s.state(t))
	})
	t.Run("response is silent too; it happened, and the notification leaves at the commit", func(t *testing.T) {
		t.Parallel()
		s, in := w.shop(t), listen(t, nil)
		order, _ := s.paid(t, "88.00")
		s.fault(t, refund, change{"hang": "response"})
		connection := s.refunding(order, "R1", "8.00", "notify_url", in.url).posted().dial(t)
		require.Equal(t, "R1", in.next(t).get("out_biz_no"))
		require.Equal(t, "LOST", s.last(t)["outcome"], "the journal has it at once")
		require.Equal(t, "a fault rule left the connection silent; it happened: SUCCESS", s.last(t)["reason"])
		requireSilent(t, connection)
		require.Equal(t, "8.00", s.refunded(t, order))
	})
	t.Run("ends with the emulator", func(t *testing.T) {
		t.Parallel()
		s := start(t).shop(t)
		s.fault(t, "*", change{"hang": "request"}, change{"times": 0})
		first, second := s.refunding("T1", "R1", "8.00").dial(t), s.call(query, "partner_trans_id", "T1").posted().dial(t)
		s.admin(t, http.MethodGet, "/requests?outcome=LOST&wait=2", nil)
		require.NoError(t, s.emulator.Close())
		requireClosed(t, first)
		requireClosed(t, second)
	})
}

// inProcess calls the handler as a test without a network does, and tells how
// that ended.
func inProcess(ctx context.Context, s *shop, query string) (answer *httptest.ResponseRecorder, ended any) {
	answer = httptest.NewRecorder()
	defer func() { ended = recover() }()
	s.emulator.Handler().ServeHTTP(answer, httptest.NewRequestWithContext(ctx, http.MethodGet, "http://localhost/gateway.do?"+query, nil))
	return answer, nil
}

func TestFaultsWithoutANetwork(t *testing.T) {
	t.Parallel()
	w := start(t)
	for _, word := range []string{"request", "response"} {
		t.Run("a lost "+word+" aborts the handler, and nothing is written", func(t *testing.T) {
			t.Parallel()
			s, in := w.shop(t), listen(t, nil)
			order, _ := s.paid(t, "88.00")
			s.fault(t, refund, change{"lose": word})
			text, _ := s.refunding(order, "R1", "8.00", "notify_url", in.url).wire()
			answer, ended := inProcess(t.Context(), s, text)
			require.Equal(t, http.ErrAbortHandler, ended)
			require.Empty(t, answer.Body.String())
			if word == "response" {
				in.next(t)
			}
		})
		t.Run("a "+word+" that hangs does so until the client's context ends", func(t *testing.T) {
			t.Parallel()
			s := w.shop(t)
			s.fault(t, refund, change{"hang": word})
			text, _ := s.refunding("T1", "R1", "8.00").wire()
			ctx, cancel := context.WithCancel(t.Context())
			ends := make(chan any)
			go func() {
				_, ended := inProcess(ctx, s, text)
				ends <- ended
			}()
			s.admin(t, http.MethodGet, "/requests?outcome=LOST&wait=1", nil)
			require.Empty(t, ends)
			cancel()
			require.Equal(t, http.ErrAbortHandler, <-ends)
		})
	}
	for _, do := range []change{
		{"http": 503},
		{"error": "SYSTEM_ERROR"},
		{"fail": "SYSTEM_ERROR"},
		{"unknown": true},
		{"corrupt": "signature"},
		{"corrupt": "xml"},
		{"corrupt": "truncate"},
		{"corrupt": "charset"},
	} {
		t.Run("all else is answered", func(t *testing.T) {
			t.Parallel()
			s := w.shop(t)
			s.fault(t, refund, do)
			text, _ := s.refunding("T1", "R1", "8.00").wire()
			answer, ended := inProcess(t.Context(), s, text)
			require.Nil(t, ended)
			require.NotEmpty(t, answer.Body.String())
		})
	}
	t.Run("a call that hangs ends with the emulator", func(t *testing.T) {
		t.Parallel()
		s := start(t).shop(t)
		s.fault(t, refund, change{"hang": "response"})
		text, _ := s.refunding("T1", "R1", "8.00").wire()
		ends := make(chan any)
		go func() {
			_, ended := inProcess(context.Background(), s, text)
			ends <- ended
		}()
		s.admin(t, http.MethodGet, "/requests?outcome=LOST&wait=1", nil)
		require.NoError(t, s.emulator.Close())
		require.Equal(t, http.ErrAbortHandler, <-ends)
	})
}

func TestHTTPStatus(t *testing.T) {
	t.Parallel()
	w := start(t)
	t.Run("503 is a page of HTML; nothing happened", func(t *testing.T) {
		t.Parallel()
		s := w.shop(t)
		order, _ := s.paid(t, "88.00")
		s.fault(t, refund, change{"http": 503})
		before := s.state(t)
		text, _ := s.refunding(order, "R1", "8.00").wire()
		response, err := http.Get(s.gatewayURL(text))
		require.NoError(t, err)
		defer func() { _ = response.Body.Close() }()
		body, err := io.ReadAll(response.Body)
		require.NoError(t, err)
		require.Equal(t, 503, response.StatusCode)
		require.Equal(t, "text/html", response.Header.Get("Content-Type"))
		require.Equal(t, "<html><head><title>503 Service Unavailable</title></head><body><h1>503 Service Unavailable</h1></body></html>\n", string(body))
		require.Equal(t, before, s.state(t))
		asked := s.last(t)
		require.Equal(t, []any{"LOST", 503.0, string(body)}, []any{asked["outcome"], asked["status"], asked["answer"]})
		require.Equal(t, response.Header.Get("X-Localipay-Request"), asked["id"])
		require.Equal(t, "a fault rule; nothing happened", asked["reason"])
	})
	for _, status := range []int{200, 204, 302, 304, 404, 599} {
		t.Run(http.StatusText(status)+" reaches the client as it is", func(t *testing.T) {
			t.Parallel()
			s := w.shop(t)
			s.fault(t, query, change{"http": status})
			text, _ := s.call(query, "partner_trans_id", "T1").wire()
			req, err := http.NewRequest(http.MethodGet, s.gatewayURL(text), nil)
			require.NoError(t, err)
			response, err := http.DefaultTransport.RoundTrip(req)
			require.NoError(t, err)
			_, err = io.ReadAll(response.Body)
			require.NoError(t, err)
			require.NoError(t, response.Body.Close())
			require.Equal(t, status, response.StatusCode)
			require.Equal(t, "TRADE_NOT_EXIST", s.call(query, "partner_trans_id", "T1").send(t).outcome())
		})
	}
}

func TestFaultsOfNotifyVerify(t *testing.T) {
	t.Parallel()
	w := start(t)
	asking := func(s *shop, id string) string {
		return "service=notify_verify&partner=" + s.partner + "&notify_id=" + id
	}
	dial := func(t *testing.T, s *shop, query string) net.Conn {
		t.Helper()
		connection, err := net.Dial("tcp", s.emulator.Addr().String())
		require.NoError(t, err)
		t.Cleanup(func() { _ = connection.Close() })
		require.NoError(t, connection.SetDeadline(time.Now().Add(soon)))
		_, err = io.WriteString(connection, "GET /gateway.do?"+query+" HTTP/1.1\r\nHost: localhost\r\n\r\n")
		require.NoError(t, err)
		return connection
	}
	for _, word := range []string{"request", "response"} {
		t.Run("lose: "+word+" closes the connection", func(t *testing.T) {
			t.Parallel()
			s, id := notified(t, w)
			s.fault(t, "notify_verify", change{"lose": word})
			requireClosed(t, dial(t, s, asking(s, id)))
			require.Equal(t, "LOST", s.last(t)["outcome"])
			require.Equal(t, []any{"F1 lose: " + word}, s.last(t)["faults"])
			require.Equal(t, "true", s.knows(t, id))
		})
		t.Run("hang: "+word+" leaves it silent", func(t *testing.T) {
			t.Parallel()
			s, id := notified(t, w)
			s.fault(t, "notify_verify", change{"hang": word})
			connection := dial(t, s, asking(s, id))
			s.admin(t, http.MethodGet, "/requests?outcome=LOST&wait=1", nil)
			requireSilent(t, connection)
		})
	}
	t.Run("http: 503 is a page", func(t *testing.T) {
		t.Parallel()
		s, id := notified(t, w)
		s.fault(t, "notify_verify", change{"http": 503})
		response, err := http.Get(s.gatewayURL(asking(s, id)))
		require.NoError(t, err)
		require.NoError(t, response.Body.Close())
		require.Equal(t, 503, response.StatusCode)
	})
	t.Run("delay waits, then says what was true when it was asked", func(t *testing.T) {
		t.Parallel()
		source := newManual()
		s, id := notified(t, startOn(t, source))
		s.fault(t, "notify_verify", change{"delay": "3s"}, change{"when": change{"notify_id": id[:5] + "*"}})
		require.Equal(t, "false", s.knows(t, "other"), "when is about its parameters too")
		connection := dial(t, s, asking(s, id))
		fire := source.armed(3 * time.Second)
		requireSilent(t, connection)
		s.advance(t, "1h")
		fire()
		response, err := http.ReadResponse(bufio.NewReader(connection), nil)
		require.NoError(t, err)
		defer func() { _ = response.Body.Close() }()
		body, err := io.ReadAll(response.Body)
		require.NoError(t, err)
		require.Equal(t, "true", string(body))
	})
	t.Run("* is not about it", func(t *testing.T) {
		t.Parallel()
		s, id := notified(t, w)
		s.fault(t, "*", change{"http": 503}, change{"times": 0})
		require.Equal(t, "true", s.knows(t, id))
		require.Zero(t, s.rule(t)["matched"])
	})
	t.Run("another merchant's rules are not about it", func(t *testing.T) {
		t.Parallel()
		s, id := notified(t, w)
		w.shop(t).fault(t, "notify_verify", change{"http": 503}, change{"times": 0})
		require.Equal(t, "true", s.knows(t, id))
		require.Equal(t, "false", s.verdict(t, "service=notify_verify&notify_id="+url.QueryEscape(id)), "nobody's")
	})
}

func TestWhatARuleMatches(t *testing.T) {
	t.Parallel()
	w := start(t)
	t.Run("a parameter, in characters whatever their bytes are", func(t *testing.T) {
		t.Parallel()
		for _, charset := range []string{"GBK", "UTF-8"} {
			s := w.shop(t)
			order, _ := s.paid(t, "88.00")
			s.fault(t, refund, change{"fail": "SYSTEM_ERROR"}, change{"times": 0, "when": change{"refund_reason": "太*麵"}})
			require.Equal(t, "SUCCESS", s.refunding(order, "R1", "1.00", "refund_reason", "冷麵").in(charset).send(t).outcome())
			require.Equal(t, "SYSTEM_ERROR", s.refunding(order, "R2", "1.00", "refund_reason", "太冷嘅麵").in(charset).send(t).outcome())
			require.Equal(t, []any{1.0, 1.0}, []any{s.rule(t)["matched"], s.rule(t)["acted"]})
		}
	})
	t.Run("a member of biz_data", func(t *testing.T) {
		t.Parallel()
		for _, charset := range []string{"GBK", "UTF-8"} {
			s := w.shop(t)
			s.fault(t, create, change{"fail": "SYSTEM_ERROR"}, change{"times": 0, "when": change{"store_id": "S0*", "store_name": "海港*"}})
			require.Equal(t, "SUCCESS", s.creating().in(charset).send(t).outcome())
			here := s.creating("biz_data", biz(change{"store_id": "S07", "store_name": "海港麵家"}))
			require.Equal(t, "SYSTEM_ERROR", here.in(charset).send(t).outcome())
		}
	})
	t.Run("nothing that a step before the service has refused", func(t *testing.T) {
		t.Parallel()
		s := w.shop(t)
		s.fault(t, "*", change{"http": 503}, change{"times": 0})
		require.Equal(t, "ILLEGAL_SIGN", s.refunding("T1", "R1", "1.00").forged("sign", "x").send(t).error)
		require.Equal(t, "ILLEGAL_SIGN_TYPE", s.refunding("T1", "R1", "1.00").signedBy("DSA").send(t).error)
		require.Equal(t, "ILLEGAL_ARGUMENT", s.refunding("T1", "R1", "1.00").without("currency").send(t).error)
		require.Equal(t, "ILLEGAL_SERVICE", s.call("no.such.service").send(t).error)
		require.Zero(t, s.rule(t)["matched"])
		require.Equal(t, []any{}, s.last(t)["faults"])
	})
	t.Run("after, times and probability hold for calls", func(t *testing.T) {
		t.Parallel()
		s := w.shop(t)
		s.fault(t, query, change{"fail": "SYSTEM_ERROR"}, change{"after": 1, "times": 2})
		s.fault(t, query, change{"http": 503}, change{"times": 0, "probability": 0})
		var outcomes []string
		for range 4 {
			outcomes = append(outcomes, s.call(query, "partner_trans_id", "T1").send(t).outcome())
		}
		require.Equal(t, []string{"TRADE_NOT_EXIST", "SYSTEM_ERROR", "SYSTEM_ERROR", "TRADE_NOT_EXIST"}, outcomes)
	})
}

// TestManyCallsAtOnce: a rule that acts once does so once, however many ask.
func TestManyCallsAtOnce(t *testing.T) {
	t.Parallel()
	s := start(t).shop(t)
	s.fault(t, query, change{"fail": "SYSTEM_ERROR"}, change{"times": 3})
	text, _ := s.call(query, "partner_trans_id", "T1").wire()
	var calls sync.WaitGroup
	var failed atomic.Int32
	for range 20 {
		calls.Go(func() {
			if answer := ask(s.emulator.Handler(), http.MethodGet, text, "", ""); bytes.Contains(answer.Body.Bytes(), []byte("SYSTEM_ERROR")) {
				failed.Add(1)
			}
		})
	}
	calls.Wait()
	require.Equal(t, int32(3), failed.Load())
	require.Equal(t, []any{20.0, 3.0}, []any{s.rule(t)["matched"], s.rule(t)["acted"]})
}
