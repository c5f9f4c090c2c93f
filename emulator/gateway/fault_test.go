package gateway_test

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"localipay/emulator"
)

// manual is real time as a test moves it: what waits for it waits until then.
type manual struct {
	mu     sync.Mutex
	timers []timer
	set    *sync.Cond
}

type timer struct {
	d time.Duration
	c chan time.Time
}

func newManual() *manual {
	m := &manual{}
	m.set = sync.NewCond(&m.mu)
	return m
}

func (m *manual) Now() time.Time { return time.Date(2026, 1, 5, 2, 0, 0, 0, time.UTC) }

func (m *manual) After(d time.Duration) (<-chan time.Time, func() bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	t := timer{d, make(chan time.Time, 1)}
	m.timers = append(m.timers, t)
	m.set.Broadcast()
	return t.c, func() bool { return true }
}

// armed waits until somebody waits for so long, and gives what ends it.
func (m *manual) armed(d time.Duration) (fire func()) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for {
		for _, t := range m.timers {
			if t.d == d {
				return func() { t.c <- m.Now() }
			}
		}
		m.set.Wait()
	}
}

// startOn is an emulator whose real time is the test's.
func startOn(t *testing.T, source *manual) world {
	t.Helper()
	return world{emulator.RunT(t, emulator.Options{Source: source, Start: source.Now(), Frozen: true})}
}

// fault adds a rule that does something to a target.
func (s *shop) fault(t *testing.T, target string, do any, more ...change) {
	t.Helper()
	rule := change{"target": target, "do": do}
	for _, m := range more {
		for name, value := range m {
			rule[name] = value
		}
	}
	s.admin(t, http.MethodPost, "/faults", rule)
}

// rule is the merchant's only rule as it stands.
func (s *shop) rule(t *testing.T) map[string]any {
	t.Helper()
	all := s.list(t, "/faults")
	require.Len(t, all, 1)
	return all[0].(map[string]any)
}

// last is the newest request of the journal.
func (s *shop) last(t *testing.T) map[string]any {
	t.Helper()
	return s.list(t, "/requests?limit=1")[0].(map[string]any)
}

func (s *shop) refunded(t *testing.T, order string) any {
	t.Helper()
	return s.admin(t, http.MethodGet, "/trades/"+order, nil)["refunded"]
}

// dial sends a call on a connection of its own.
func (c *call) dial(t *testing.T) net.Conn {
	t.Helper()
	query, body := c.wire()
	method := http.MethodGet
	if c.post {
		method = http.MethodPost
	}
	req, err := http.NewRequest(method, c.shop.gatewayURL(query), strings.NewReader(body))
	require.NoError(t, err)
	if c.post {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	connection, err := net.Dial("tcp", c.shop.emulator.Addr().String())
	require.NoError(t, err)
	t.Cleanup(func() { _ = connection.Close() })
	require.NoError(t, connection.SetDeadline(time.Now().Add(soon)))
	require.NoError(t, req.Write(connection))
	return connection
}

// requireClosed: the connection ended without a byte.
func requireClosed(t *testing.T, connection net.Conn) {
	t.Helper()
	got, err := io.ReadAll(connection)
	var timeout net.Error
	require.False(t, errors.As(err, &timeout) && timeout.Timeout(), "it is still open")
	require.Empty(t, string(got))
}

// requireSilent: the connection is open, with nothing in it.
func requireSilent(t *testing.T, connection net.Conn) {
	t.Helper()
	require.NoError(t, connection.SetReadDeadline(time.Now().Add(20*time.Millisecond)))
	n, err := connection.Read(make([]byte, 1))
	var timeout net.Error
	require.True(t, n == 0 && errors.As(err, &timeout) && timeout.Timeout(), "%d bytes, %v", n, err)
	require.NoError(t, connection.SetReadDeadline(time.Now().Add(soon)))
}

func readAnswer(t *testing.T, s *shop, connection net.Conn) reply {
	t.Helper()
	response, err := http.ReadResponse(bufio.NewReader(connection), nil)
	require.NoError(t, err)
	defer func() { _ = response.Body.Close() }()
	raw, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	return s.read(t, raw)
}

func TestDelay(t *testing.T) {
	t.Parallel()
	t.Run("changes the ledger first and waits then: who asks again meanwhile meets the new state", func(t *testing.T) {
		t.Parallel()
		source := newManual()
		s, in := startOn(t, source).shop(t), listen(t, nil)
		order, _ := s.paid(t, "88.00")
		s.fault(t, refund, change{"delay": "3s"})
		first := s.refunding(order, "R1", "88.00", "notify_url", in.url).posted().dial(t)
		fire := source.armed(3 * time.Second)
		require.Equal(t, "R1", in.next(t).get("out_biz_no"), "the notification leaves at the commit")
		require.Equal(t, "88.00", s.refunded(t, order))
		require.Equal(t, "SUCCESS", s.last(t)["outcome"])
		require.Equal(t, []any{"F1 delay: 3s"}, s.last(t)["faults"])
		require.Equal(t, "SUCCESS", s.refunding(order, "R1", "88.00").send(t).outcome())
		require.Equal(t, "TRADE_CLOSED", s.call(query, "partner_trans_id", order).send(t).leaves["alipay_trans_status"])
		requireSilent(t, first)
		fire()
		require.Equal(t, "SUCCESS", readAnswer(t, s, first).outcome())
		require.Len(t, s.list(t, "/refunds"), 1)
	})
	t.Run("adds up with others, and goes before what another rule does", func(t *testing.T) {
		t.Parallel()
		source := newManual()
		s := startOn(t, source).shop(t)
		order, _ := s.paid(t, "88.00")
		s.fault(t, refund, change{"delay": "3s"})
		s.fault(t, "*", change{"lose": "response"})
		s.fault(t, "*", change{"delay": "2s"})
		connection := s.refunding(order, "R1", "8.00").dial(t)
		fire := source.armed(5 * time.Second)
		requireSilent(t, connection)
		require.Equal(t, []any{"F1 delay: 3s", "F2 lose: response", "F3 delay: 2s"}, s.last(t)["faults"])
		fire()
		requireClosed(t, connection)
	})
	t.Run("ends with the client", func(t *testing.T) {
		t.Parallel()
		source := newManual()
		s := startOn(t, source).shop(t)
		s.fault(t, query, change{"delay": "1h"})
		text, _ := s.call(query, "partner_trans_id", "T1").wire()
		ctx, cancel := context.WithCancel(t.Context())
		r := httptest.NewRequestWithContext(ctx, http.MethodGet, "http://localhost/gateway.do?"+text, nil)
		done := make(chan struct{})
		go func() {
			s.emulator.Handler().ServeHTTP(httptest.NewRecorder(), r)
			close(done)
		}()
		source.armed(time.Hour)
		cancel()
		<-done
	})
	t.Run("ends with the emulator, which still answers", func(t *testing.T) {
		t.Parallel()
		source := newManual()
		s := startOn(t, source).shop(t)
		s.fault(t, query, change{"delay": "1h"})
		connection := s.call(query, "partner_trans_id", "T1").dial(t)
		source.armed(time.Hour)
		require.NoError(t, s.emulator.Close())
		require.Equal(t, "TRADE_NOT_EXIST", readAnswer(t, s, connection).outcome())
	})
}

// patient notes when a handler asks for more time to write.
type patient struct {
	*httptest.ResponseRecorder
	deadline time.Time
	before   int
}

func (p *patient) SetWriteDeadline(t time.Time) error {
	p.deadline, p.before = t, p.Body.Len()
	return nil
}

// TestTimeToReadALateAnswer: the server counts that time from the request on.
func TestTimeToReadALateAnswer(t *testing.T) {
	t.Parallel()
	source := newManual()
	s := startOn(t, source).shop(t)
	s.fault(t, query, change{"delay": "1h"})
	text, _ := s.call(query, "partner_trans_id", "T1").wire()
	answer, done := &patient{ResponseRecorder: httptest.NewRecorder()}, make(chan struct{})
	go func() {
		s.emulator.Handler().ServeHTTP(answer, httptest.NewRequest(http.MethodGet, "http://localhost/gateway.do?"+text, nil))
		close(done)
	}()
	source.armed(time.Hour)()
	<-done
	require.NotZero(t, answer.deadline)
	require.Zero(t, answer.before, "nothing is written before")
	require.Equal(t, "TRADE_NOT_EXIST", s.read(t, answer.Body.Bytes()).outcome())
}

func TestLoseACall(t *testing.T) {
	t.Parallel()
	w := start(t)
	for name, post := range map[string]bool{"a GET": false, "a POST": true} {
		t.Run("request of "+name+" closes the connection without a byte; nothing happened", func(t *testing.T) {
			t.Parallel()
			s := w.shop(t)
			order, _ := s.paid(t, "88.00")
			s.fault(t, refund, change{"lose": "request"}, change{"name": "gone"})
			before := s.state(t)
			c := s.refunding(order, "R1", "8.00")
			c.post = post
			requireClosed(t, c.dial(t))
			require.Equal(t, before, s.state(t))
			asked := s.last(t)
			require.Equal(t, "LOST", asked["outcome"])
			require.Equal(t, float64(0), asked["status"])
			require.Equal(t, "", asked["answer"])
			require.Equal(t, "a fault rule closed the connection; nothing happened", asked["reason"])
			require.Equal(t, []any{"F1 lose: request (gone)"}, asked["faults"])
			require.Equal(t, "R1", asked["params"].(map[string]any)["partner_refund_id"])
			require.Equal(t, "SUCCESS", s.refunding(order, "R1", "8.00").send(t).outcome(), "the retry goes through")
		})
		t.Run("response of "+name+" closes the connection without a byte; it happened", func(t *testing.T) {
			t.Parallel()
			s, in := w.shop(t), listen(t, nil)
			order, _ := s.paid(t, "88.00")
			s.fault(t, refund, change{"lose": "response"})
			c := s.refunding(order, "R1", "8.00", "notify_url", in.url)
			c.post = post
			requireClosed(t, c.dial(t))
			require.Equal(t, "8.00", s.refunded(t, order))
			require.Equal(t, "a fault rule closed the connection; it happened: SUCCESS", s.last(t)["reason"])
			require.Equal(t, "LOST", s.last(t)["outcome"])
			require.Equal(t, "R1", in.next(t).get("out_biz_no"))
			require.Equal(t, "SUCCESS", s.refunding(order, "R1", "8.00").send(t).outcome(), "the retry gets the same answer")
			require.Equal(t, "8.00", s.refunded(t, order))
		})
	}
	t.Run("response tells how it was refused", func(t *testing.T) {
		t.Parallel()
		s := w.shop(t)
		s.fault(t, refund, change{"lose": "response"})
		requireClosed(t, s.refunding("T1", "R1", "8.00").dial(t))
		require.Equal(t, "a fault rule closed the connection; it happened: TRADE_NOT_EXIST", s.last(t)["reason"])
	})
}

// hijacked is a client whose connection the gateway takes over.
type hijacked struct {
	gone
	connection net.Conn
}

func (h hijacked) Hijack() (net.Conn, *bufio.ReadWriter, error) { return h.connection, nil, nil }

// watchedConn tells when it is closed.
type watchedConn struct {
	net.Conn
	closed *atomic.Bool
	when   func()
}

func (c watchedConn) Close() error {
	c.when()
	c.closed.Store(true)
	return nil
}

// TestLostAnswerThenNotification: the notification leaves once the connection
// has ended (decision 38).
func TestLostAnswerThenNotification(t *testing.T) {
	t.Parallel()
	s := start(t).shop(t)
	var closed, told atomic.Bool
	in := listen(t, func(letter) string {
		told.Store(closed.Load())
		return "success"
	})
	order, _ := s.paid(t, "88.00")
	s.fault(t, refund, change{"lose": "response"})
	text, _ := s.refunding(order, "R1", "8.00", "notify_url", in.url).wire()
	s.emulator.Handler().ServeHTTP(hijacked{connection: watchedConn{closed: &closed, when: func() {
		id := s.list(t, "/notifications")[0].(map[string]any)["notify_id"].(string)
		require.Equal(t, "false", s.knows(t, id), "its first send has not begun")
	}}}, httptest.NewRequest(http.MethodGet, "http://localhost/gateway.do?"+text, nil))
	in.next(t)
	require.True(t, told.Load())
}
