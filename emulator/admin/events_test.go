package admin_test

import (
	"bufio"
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"localipay/emulator"
	"localipay/emulator/clock"
)

// listen opens the stream of events; next gives the data of the next event of
// a kind.
func (c *api) listen() (next func(kind string) string) {
	c.t.Helper()
	resp, err := http.DefaultClient.Do(c.request("GET", "/_admin/events", "", ""))
	require.NoError(c.t, err)
	c.t.Cleanup(func() { _ = resp.Body.Close() })
	lines := bufio.NewScanner(resp.Body)
	require.True(c.t, lines.Scan(), "a stream begins at once")
	return func(kind string) string {
		for lines.Scan() {
			if lines.Text() == "event: "+kind {
				require.True(c.t, lines.Scan())
				data, isData := strings.CutPrefix(lines.Text(), "data: ")
				require.True(c.t, isData)
				return data
			}
		}
		require.FailNow(c.t, "the stream ended", "%v", lines.Err())
		return ""
	}
}

func TestEvents(t *testing.T) {
	t.Parallel()

	t.Run("tell of every change as it happens, in every world", func(t *testing.T) {
		t.Parallel()
		c := start(t)
		next := c.listen()
		code := c.code("S1", newShop(t, always("success")))
		order := c.pay(code, "1.00").text("out_trade_no")
		c.fits("stream", []byte(next("qrcode")))
		c.fits("stream", []byte(next("request")))
		opened := next("trade")
		c.fits("stream", []byte(opened))
		require.JSONEq(t, `{"partner":"`+demo+`","at":"2026-01-05T10:00:00+08:00","kind":"trade","id":"`+order+`","out_trade_no":"`+order+`","status":"WAIT_BUYER_PAY"}`, opened)
		require.Contains(t, next("trade"), "TRADE_SUCCESS")
		require.Contains(t, next("notification"), "waiting")
		require.Contains(t, next("notification"), `"acked"`)
		c.ok("POST", merchants+"/2088000000000002/reset", "")
		require.Contains(t, next("world"), "2088000000000002")
		c.ok("DELETE", merchants+"/2088000000000002", "")
		require.Contains(t, next("merchant"), `"status":"deleted"`)
	})

	t.Run("let a listener go who leaves", func(t *testing.T) {
		t.Parallel()
		c := start(t)
		ctx, leave := context.WithCancel(t.Context())
		left := make(chan bool)
		go func() {
			c.e.Handler().ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "http://localhost/_admin/events", nil).WithContext(ctx))
			close(left)
		}()
		leave()
		<-left
	})

	t.Run("keep a connection alive on which nothing happens", func(t *testing.T) {
		t.Parallel()
		fire := make(chan time.Time)
		c := start(t, emulator.Options{Start: monday(), Frozen: true, Source: beats{fire: fire}})
		resp, err := http.DefaultClient.Do(c.request("GET", "/_admin/events", "", ""))
		require.NoError(t, err)
		defer func() { _ = resp.Body.Close() }()
		lines := bufio.NewScanner(resp.Body)
		require.True(t, lines.Scan())
		fire <- monday()
		require.True(t, lines.Scan())
		require.True(t, lines.Scan())
		require.Equal(t, ": still here", lines.Text(), "a comment, which no client takes for an event")
	})

	t.Run("let a listener go who cannot be written to", func(t *testing.T) {
		t.Parallel()
		start(t).e.Handler().ServeHTTP(deaf{httptest.NewRecorder()}, httptest.NewRequest(http.MethodGet, "http://localhost/_admin/events", nil))
	})
}

// beats is a source of time whose timers fire when a test says so.
type beats struct {
	clock.System
	fire chan time.Time
}

func (b beats) After(time.Duration) (<-chan time.Time, func() bool) {
	return b.fire, func() bool { return true }
}

// deaf is a connection that takes no bytes any more.
type deaf struct{ *httptest.ResponseRecorder }

func (deaf) FlushError() error { return errors.New("gone") }

// TestTimeToRead holds that what waits does not use up the time that its
// answer has: the server counts that from the request on.
func TestTimeToRead(t *testing.T) {
	t.Parallel()
	for _, path := range []string{"/_admin/health", requests + "?wait=1&timeout=1ms"} {
		t.Run("begins when "+path+" answers", func(t *testing.T) {
			t.Parallel()
			e := emulator.RunT(t)
			w := &hurried{ResponseRecorder: httptest.NewRecorder()}
			e.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, "http://localhost"+path, nil))
			require.Equal(t, 200, w.Code)
			require.NotZero(t, w.deadline)
			require.Empty(t, w.before, "nothing is written before")
		})
	}
}

// hurried notes when a handler asks for more time, and what it had written by
// then.
type hurried struct {
	*httptest.ResponseRecorder
	deadline time.Time
	before   string
}

func (h *hurried) SetWriteDeadline(t time.Time) error {
	h.deadline, h.before = t, h.Body.String()
	return nil
}
