package notify_test

import (
	"context"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"localipay/emulator/alipay"
	"localipay/emulator/ledger"
	"localipay/emulator/notify"
	"localipay/keys"
)

// patience is long enough for any shop that answers, and never waited for.
const patience = time.Minute

func send(t *testing.T, timeout time.Duration, address string) alipay.Attempt {
	t.Helper()
	return sendIn(t.Context(), t, timeout, address)
}

func sendIn(ctx context.Context, t *testing.T, timeout time.Duration, address string) alipay.Attempt {
	t.Helper()
	sender := notify.NewSender(keys.AlipayPrivate(), timeout)
	defer sender.Close()
	n := notification(alipay.Field{Name: "subject", Value: "茶"})
	n.URL = address
	m := alipay.DefaultMerchant("2088000000000001")
	m.MD5Key = md5Key
	return sender.Send(ctx, ledger.Delivery{Notification: n, Merchant: m, At: sentAt})
}

// until is a context whose deadline passes when the channel is closed.
type until struct {
	context.Context
	passed chan struct{}
}

func (u until) Done() <-chan struct{} { return u.passed }

func (u until) Err() error {
	select {
	case <-u.passed:
		return context.DeadlineExceeded
	default:
		return nil
	}
}

func shop(t *testing.T, handler http.HandlerFunc) string {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return server.URL
}

func TestAck(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		status int
		body   string
		acked  bool
	}{
		"success":                         {200, "success", true},
		"SUCCESS with blanks around":      {200, " SUCCESS\r\n", true},
		"success in any letter case":      {200, "SucCess", true},
		"fail":                            {200, "fail", false},
		"nothing":                         {200, "", false},
		"success and something more":      {200, "success!", false},
		"success in quotes":               {200, `"success"`, false},
		"success in HTML":                 {200, "<html>success</html>", false},
		"success twice":                   {200, "success success", false},
		"success after a byte order mark": {200, "\ufeffsuccess", false},
		"success with 201":                {201, "success", false},
		"success with 204":                {204, "", false},
		"success with 404":                {404, "success", false},
		"success with 500":                {500, "success", false},
		"success with 302 to nowhere":     {302, "success", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := send(t, patience, shop(t, func(w http.ResponseWriter, _ *http.Request) {
				w.WriteHeader(c.status)
				_, _ = io.WriteString(w, c.body)
			}))
			require.Equal(t, c.acked, a.Acked)
			require.Equal(t, c.status, a.Status)
			require.Equal(t, c.body, a.Answer)
			require.Empty(t, a.Error)
			require.Equal(t, sentAt, a.At)
		})
	}
}

func TestRequest(t *testing.T) {
	t.Parallel()
	var got *http.Request
	var body string
	address := shop(t, func(w http.ResponseWriter, r *http.Request) {
		text, _ := io.ReadAll(r.Body)
		got, body = r, string(text)
		_, _ = io.WriteString(w, "success")
	})
	a := send(t, patience, address+"/paid?shop=1&x=%20")
	require.True(t, a.Acked)
	require.Equal(t, http.MethodPost, got.Method)
	require.Equal(t, "/paid?shop=1&x=%20", got.RequestURI, "the shop's own query stays, and is no part of the signature")
	require.Equal(t, "application/x-www-form-urlencoded; charset=UTF-8", got.Header.Get("Content-Type"))
	require.Equal(t, 1, got.ProtoMajor)
	require.Equal(t, int64(len(body)), got.ContentLength)
	require.Equal(t, a.Body, body)
	form, err := url.ParseQuery(body)
	require.NoError(t, err)
	require.Equal(t, "茶", form.Get("subject"))
	require.Len(t, form.Get("sign"), 32)
	require.NotContains(t, form, "shop")
}

func TestRedirectsAreNotFollowed(t *testing.T) {
	t.Parallel()
	for _, status := range []int{301, 302, 303, 307, 308} {
		var reached atomic.Bool
		elsewhere := shop(t, func(w http.ResponseWriter, _ *http.Request) {
			reached.Store(true)
			_, _ = io.WriteString(w, "success")
		})
		a := send(t, patience, shop(t, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, elsewhere, status) }))
		require.False(t, a.Acked, status)
		require.Equal(t, status, a.Status)
		require.False(t, reached.Load())
	}
}

func TestLongAnswers(t *testing.T) {
	t.Parallel()
	t.Run("are read up to four kilobytes", func(t *testing.T) {
		t.Parallel()
		a := send(t, patience, shop(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, strings.Repeat("x", 1<<20)) }))
		require.Len(t, a.Answer, 4<<10)
		require.False(t, a.Acked)
		require.Empty(t, a.Error)
	})
	t.Run("that never end are left there", func(t *testing.T) {
		t.Parallel()
		a := send(t, patience, shop(t, func(w http.ResponseWriter, r *http.Request) {
			for r.Context().Err() == nil {
				if _, err := io.WriteString(w, strings.Repeat("x", 1<<10)); err != nil {
					return
				}
			}
		}))
		require.Len(t, a.Answer, 4<<10)
	})
}

func TestNoAnswer(t *testing.T) {
	t.Parallel()
	unanswered := func(t *testing.T, a alipay.Attempt, why string) {
		t.Helper()
		require.False(t, a.Acked)
		require.Zero(t, a.Status)
		require.Empty(t, a.Answer)
		require.Contains(t, a.Error, why)
		require.NotEmpty(t, a.Body, "what was to be sent is kept")
	}
	hang := func(t *testing.T, first string) string {
		t.Helper()
		done := make(chan struct{})
		address := shop(t, func(w http.ResponseWriter, _ *http.Request) {
			_, _ = io.WriteString(w, first)
			_ = http.NewResponseController(w).Flush()
			<-done
		})
		t.Cleanup(func() { close(done) })
		return address
	}
	t.Run("in time", func(t *testing.T) {
		t.Parallel()
		called, done := make(chan struct{}), make(chan struct{})
		address := shop(t, func(http.ResponseWriter, *http.Request) { close(called); <-done })
		t.Cleanup(func() { close(done) })
		unanswered(t, sendIn(until{t.Context(), called}, t, patience, address+"/paid?token=secret"),
			"no answer from "+address+"/paid in time; does the handler answer before it does slow work?")
	})
	t.Run("whose end comes too late, though success was in it", func(t *testing.T) {
		t.Parallel()
		unanswered(t, send(t, 50*time.Millisecond, hang(t, "success")), " in time; ")
	})
	t.Run("because nobody listens", func(t *testing.T) {
		t.Parallel()
		unanswered(t, send(t, patience, "http://127.0.0.1:1/paid"), "connection refused by http://127.0.0.1:1/paid; is the service up?")
	})
	t.Run("because there is no such host", func(t *testing.T) {
		t.Parallel()
		// Two dots in a row can be no name: no resolver is asked.
		unanswered(t, send(t, patience, "http://shop..invalid:8000/paid"), `no such host "shop..invalid" in http://shop..invalid:8000/paid; is the service up, its name right, and on the same network?`)
	})
	t.Run("because the shop's CA is not trusted", func(t *testing.T) {
		t.Parallel()
		server := httptest.NewUnstartedServer(nil)
		server.Config.ErrorLog = log.New(io.Discard, "", 0) // it complains of the client that goes
		server.StartTLS()
		t.Cleanup(server.Close)
		unanswered(t, send(t, patience, server.URL+"/paid"), "the certificate of "+server.URL+"/paid is by a CA that is not trusted here; start localipay with SSL_CERT_FILE=")
	})
	t.Run("because the shop hangs up", func(t *testing.T) {
		t.Parallel()
		a := send(t, patience, shop(t, func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }))
		unanswered(t, a, "no answer from http://127.0.0.1")
		require.NotContains(t, a.Error, "Post", "the transport's own words are not repeated")
	})
	t.Run("because the address is none", func(t *testing.T) {
		t.Parallel()
		unanswered(t, send(t, patience, "http://[bad"), "no answer from http://[bad")
	})
	t.Run("without telling the password of the address", func(t *testing.T) {
		t.Parallel()
		a := send(t, patience, "http://user:hidden@127.0.0.1:1/paid?token=hidden")
		require.NotContains(t, a.Error, "hidden")
	})
	t.Run("because the emulator ends", func(t *testing.T) {
		t.Parallel()
		ctx, cancel := context.WithCancel(t.Context())
		address := shop(t, func(_ http.ResponseWriter, r *http.Request) {
			_, _ = io.Copy(io.Discard, r.Body) // only then does the server see that the caller is gone
			cancel()
			<-r.Context().Done()
		})
		unanswered(t, sendIn(ctx, t, patience, address), "no answer from")
	})
}

func TestWithoutAKeyNothingIsSent(t *testing.T) {
	t.Parallel()
	sender := notify.NewSender(nil, patience)
	n := notification()
	n.SignType, n.URL = alipay.RSA2, shop(t, func(http.ResponseWriter, *http.Request) { t.Error("reached the shop") })
	a := sender.Send(t.Context(), ledger.Delivery{Notification: n, At: sentAt})
	require.False(t, a.Acked)
	require.NotEmpty(t, a.Error)
	require.Empty(t, a.Body)
}

func TestBadAnswersAreKeptShort(t *testing.T) {
	t.Parallel()
	for name, line := range map[string]string{
		"a status line of megabytes": strings.Repeat("x", 1<<20) + "\r\n\r\n",
		"headers of megabytes":       "HTTP/1.1 200 OK\r\nX: " + strings.Repeat("x", 1<<20) + "\r\n\r\n",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := send(t, patience, shop(t, func(w http.ResponseWriter, _ *http.Request) {
				raw, _, err := http.NewResponseController(w).Hijack()
				if err == nil {
					_, _ = io.WriteString(raw, line)
					_ = raw.Close()
				}
			}))
			require.Zero(t, a.Status)
			require.LessOrEqual(t, len(a.Error), 310)
			require.Contains(t, a.Error, "no answer from http://127.0.0.1")
		})
	}
}
