package emulator_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"localipay/emulator"
	"localipay/fixtures"
)

// get asks an emulator's handler, which needs no listener for it.
func get(t *testing.T, e *emulator.Emulator, path string) map[string]any {
	t.Helper()
	w := httptest.NewRecorder()
	e.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, "http://localhost"+path, nil))
	require.Equal(t, http.StatusOK, w.Code, "%s", w.Body)
	var out map[string]any
	require.NoError(t, json.Unmarshal(w.Body.Bytes(), &out))
	return out
}

// textAt gives a text of an answer; of a list, the first item's.
func textAt(t *testing.T, value any, path ...string) string {
	t.Helper()
	for _, step := range path {
		if list, isList := value.([]any); isList {
			require.NotEmpty(t, list)
			value = list[0]
		}
		value = value.(map[string]any)[step]
	}
	text, isText := value.(string)
	require.True(t, isText, "%v", value)
	return text
}

func TestNew(t *testing.T) {
	t.Parallel()

	t.Run("needs no options: its handler answers, on real time, and it listens nowhere", func(t *testing.T) {
		t.Parallel()
		e, err := emulator.New(emulator.Options{})
		require.NoError(t, err)
		defer func() { require.NoError(t, e.Close()) }()
		require.Nil(t, e.Addr())
		require.Equal(t, "http://localhost:8080/gateway.do", e.GatewayURL())
		require.Len(t, e.Merchants(), 3)
		require.Equal(t, "running", textAt(t, get(t, e, "/_admin/merchants/2088000000000001/clock"), "mode"))
	})

	t.Run("answers when it returns", func(t *testing.T) {
		t.Parallel()
		e := emulator.RunT(t)
		resp, err := http.Get(e.URL())
		require.NoError(t, err)
		defer func() { _ = resp.Body.Close() }()
		text, err := io.ReadAll(resp.Body)
		require.NoError(t, err)
		require.Contains(t, string(text), e.GatewayURL())
	})

	t.Run("refuses to start where no clock goes", func(t *testing.T) {
		t.Parallel()
		for _, year := range []int{1960, 3000} {
			_, err := emulator.New(emulator.Options{Start: time.Date(year, 3, 2, 0, 0, 0, 0, time.UTC)})
			require.EqualError(t, err, fmt.Sprintf("clocks cannot start at %d-03-02: they show the years 1970 to 2250", year))
		}
	})

	t.Run("on a port that is in use says which, and what to do", func(t *testing.T) {
		t.Parallel()
		taken := emulator.RunT(t).Addr().String()
		_, err := emulator.New(emulator.Options{Listen: taken})
		require.ErrorContains(t, err, taken)
		require.ErrorContains(t, err, "address already in use")
		require.ErrorContains(t, err, "--listen")
	})

	t.Run("leaves no port behind when it fails", func(t *testing.T) {
		t.Parallel()
		address := freePort(t)
		require.ErrorContains(t, onceFree(t, func() error {
			_, err := emulator.New(emulator.Options{Listen: address, Fixtures: "no/such/file.yaml"})
			return err
		}), "no/such/file.yaml")
		isFree(t, address)
	})

	t.Run("hands out its public URL, with one slash at the end", func(t *testing.T) {
		t.Parallel()
		for given, want := range map[string]string{"http://pay.test": "http://pay.test/", "http://pay.test/": "http://pay.test/", "http://pay.test/a": "http://pay.test/a/"} {
			e := emulator.RunT(t, emulator.Options{PublicURL: given})
			require.Equal(t, want+"gateway.do", e.GatewayURL())
		}
	})

	t.Run("takes further merchants, but no partner that the fixtures file has", func(t *testing.T) {
		t.Parallel()
		more := []fixtures.Merchant{{Partner: "2088000000000777", Switches: map[string]any{"md5_key": "k"}}}
		require.Equal(t, "k", emulator.RunT(t, emulator.Options{Merchants: more}).Merchants()[3].MD5Key)
		_, err := emulator.New(emulator.Options{Fixtures: poorFixtures(t), Merchants: []fixtures.Merchant{{Partner: "2088000000000001"}}})
		require.ErrorContains(t, err, "2088000000000001")
	})
}

// recorder is a test that RunT is given, as far as it sees one.
type recorder struct {
	cleanups []func()
	failed   string
	logged   []string
}

func (*recorder) Helper()                          {}
func (r *recorder) Cleanup(fn func())              { r.cleanups = append(r.cleanups, fn) }
func (r *recorder) Fatalf(format string, a ...any) { r.failed = fmt.Sprintf(format, a...) }
func (r *recorder) Logf(format string, args ...any) {
	r.logged = append(r.logged, fmt.Sprintf(format, args...))
}

func TestRunT(t *testing.T) {
	t.Parallel()

	t.Run("stands still on a Monday morning in Hong Kong", func(t *testing.T) {
		t.Parallel()
		clock := get(t, emulator.RunT(t), "/_admin/merchants/2088000000000001/clock")
		require.Equal(t, "frozen", textAt(t, clock, "mode"))
		require.Equal(t, "2026-01-05T10:00:00+08:00", textAt(t, clock, "now"))
	})

	t.Run("logs to the test as long as it runs, and closes with it", func(t *testing.T) {
		t.Parallel()
		r := &recorder{}
		e := emulator.RunT(r)
		call := func() {
			e.Handler().ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "http://localhost/gateway.do", nil))
		}
		call()
		require.Len(t, r.logged, 1)
		require.Contains(t, r.logged[0], "ILLEGAL_EXTERFACE")
		require.Len(t, r.cleanups, 1)
		r.cleanups[0]()
		isLetGo(t, e.Addr().String())
		call()
		require.Len(t, r.logged, 1, "a line after the end of its test would make package testing panic")
	})

	t.Run("ends the test where the emulator cannot start", func(t *testing.T) {
		t.Parallel()
		r := &recorder{}
		require.Nil(t, emulator.RunT(r, emulator.Options{Fixtures: "no/such/file.yaml"}))
		require.Contains(t, r.failed, "no/such/file.yaml")
	})
}

func TestClose(t *testing.T) {
	t.Parallel()

	t.Run("answers who waits and ends streams, so that it need not wait for them", func(t *testing.T) {
		t.Parallel()
		e, err := emulator.New(emulator.Options{Listen: "127.0.0.1:0"})
		require.NoError(t, err)
		stream, err := http.Get(e.URL() + "_admin/events")
		require.NoError(t, err)
		defer func() { _ = stream.Body.Close() }()
		_, err = bufio.NewReader(stream.Body).ReadString('\n')
		require.NoError(t, err)
		waited := make(chan *httptest.ResponseRecorder, 1)
		go func() {
			w := httptest.NewRecorder()
			e.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, "http://localhost/_admin/requests?wait=1&timeout=10m", nil))
			waited <- w
		}()
		require.NoError(t, e.Close())
		_, err = io.ReadAll(stream.Body)
		require.NoError(t, err, "the stream ended well and was not cut off")
		require.Contains(t, (<-waited).Body.String(), `"timed_out":true`)
	})

	t.Run("may be called twice", func(t *testing.T) {
		t.Parallel()
		e, err := emulator.New(emulator.Options{Listen: "127.0.0.1:0"})
		require.NoError(t, err)
		require.NoError(t, e.Close())
		require.NoError(t, e.Close())
	})

	t.Run("saves the state, and the next emulator begins with it", func(t *testing.T) {
		t.Parallel()
		o := emulator.Options{State: filepath.Join(t.TempDir(), "state.json"), Start: monday, Frozen: true}
		e, err := emulator.New(o)
		require.NoError(t, err)
		paid, err := e.Pay(demoCode(t, e), "88.00")
		require.NoError(t, err)
		require.NoError(t, e.Close())
		next := emulator.RunT(t, o)
		require.Equal(t, paid.OutTradeNo, textAt(t, get(t, next, "/_admin/merchants/2088000000000001/trades"), "items", "out_trade_no"))
	})

	t.Run("tells that the state could not be saved", func(t *testing.T) {
		t.Parallel()
		e, err := emulator.New(emulator.Options{State: filepath.Join(t.TempDir(), "gone", "state.json")})
		require.NoError(t, err)
		require.ErrorContains(t, e.Close(), "state.json")
	})

	t.Run("a state file that is none is refused at the start, and left as it is", func(t *testing.T) {
		t.Parallel()
		file := filepath.Join(t.TempDir(), "state.json")
		require.NoError(t, os.WriteFile(file, []byte("precious"), 0o600))
		_, err := emulator.New(emulator.Options{State: file})
		require.ErrorContains(t, err, file)
		kept, err := os.ReadFile(file)
		require.NoError(t, err)
		require.Equal(t, "precious", string(kept))
	})
}

func TestMetrics(t *testing.T) {
	t.Parallel()
	e := emulator.RunT(t)
	_, err := e.Pay(demoCode(t, e), "88.00")
	require.NoError(t, err)
	for range 2 {
		w := httptest.NewRecorder()
		e.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, "http://localhost/gateway.do?service=alipay.acquire.cancel", nil))
		require.Contains(t, w.Body.String(), "ILLEGAL_PARTNER")
	}
	w := httptest.NewRecorder()
	e.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, "http://localhost/metrics", nil))
	require.Contains(t, w.Body.String(), `localipay_requests_total{outcome="ILLEGAL_PARTNER",service="alipay.acquire.cancel"} 2`)
	require.Contains(t, w.Body.String(), "localipay_merchants 3")
}

func TestProtocol(t *testing.T) {
	t.Parallel()

	t.Run("is HTTP/1.1", func(t *testing.T) {
		t.Parallel()
		resp, err := http.Get(emulator.RunT(t).URL() + "_admin/health")
		require.NoError(t, err)
		require.NoError(t, resp.Body.Close())
		require.Equal(t, "HTTP/1.1", resp.Proto)
	})

	t.Run("is not HTTP/2, not even for who insists", func(t *testing.T) {
		t.Parallel()
		transport := &http.Transport{Protocols: new(http.Protocols)}
		transport.Protocols.SetUnencryptedHTTP2(true)
		defer transport.CloseIdleConnections()
		resp, err := (&http.Client{Transport: transport}).Get(emulator.RunT(t).URL())
		if err == nil {
			_ = resp.Body.Close()
		}
		require.Error(t, err)
	})

	t.Run("answers HEAD as GET, where reading does nothing and ends", func(t *testing.T) {
		t.Parallel()
		e := emulator.RunT(t)
		for path, status := range map[string]int{
			"": 200, "wallet": 200, "metrics": 200, "_admin/health": 200, "_admin/merchants": 200, "_admin/none": 404,
			"gateway.do": 405, "_admin/events": 405,
		} {
			resp, err := http.Head(e.URL() + path)
			require.NoError(t, err, path)
			require.NoError(t, resp.Body.Close())
			require.Equal(t, status, resp.StatusCode, path)
			if status < 400 {
				require.NotEmpty(t, resp.Header.Get("Content-Type"), path)
			}
		}
	})

	t.Run("takes a body while the emulator's own clock stands anywhere", func(t *testing.T) {
		t.Parallel()
		e := emulator.RunT(t, emulator.Options{Source: longAgo{}})
		resp, err := http.Post(e.URL()+"_admin/merchants", "application/json", strings.NewReader(`{"name":"x"}`))
		require.NoError(t, err)
		require.NoError(t, resp.Body.Close())
		require.Equal(t, http.StatusCreated, resp.StatusCode)
	})
}

// longAgo is a source of time in which nothing ever comes.
type longAgo struct{}

func (longAgo) Now() time.Time { return time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC) }

func (longAgo) After(time.Duration) (<-chan time.Time, func() bool) {
	return nil, func() bool { return true }
}
