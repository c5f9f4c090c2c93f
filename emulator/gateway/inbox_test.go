package gateway_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// inbox is the shop's notify_url.
type inbox struct {
	url  string
	mail chan letter
}

// letter is a notification as it arrived.
type letter struct {
	method, contentType string
	raw                 url.Values // bytes in its charset
	charset             string
}

// listen starts a notify_url. It answers what on returns, or success.
func listen(t *testing.T, on func(letter) string) inbox {
	t.Helper()
	in := inbox{mail: make(chan letter, 64)}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return
		}
		raw, err := url.ParseQuery(string(body))
		if err != nil {
			return
		}
		l := letter{method: r.Method, contentType: r.Header.Get("Content-Type"), raw: raw}
		_, l.charset, _ = strings.Cut(l.contentType, "charset=")
		answer := "success"
		if on != nil {
			answer = on(l)
		}
		in.mail <- l
		_, _ = io.WriteString(w, answer)
	}))
	t.Cleanup(server.Close)
	in.url = server.URL + "/notify?shop=1"
	return in
}

func (in inbox) next(t *testing.T) letter {
	t.Helper()
	select {
	case l := <-in.mail:
		return l
	case <-time.After(soon):
		require.Fail(t, "no notification came")
	}
	return letter{}
}

// get gives a field in UTF-8.
func (l letter) get(name string) string {
	value := l.raw.Get(name)
	if !strings.EqualFold(l.charset, "UTF-8") {
		value, _ = simplifiedchinese.GBK.NewDecoder().String(value)
	}
	return value
}

// verify checks the signature over the bytes received.
func (l letter) verify(t *testing.T, s *shop) {
	t.Helper()
	fields := map[string]string{}
	for name, values := range l.raw {
		require.Len(t, values, 1, name)
		require.NotEmpty(t, values[0], name)
		fields[name] = values[0]
	}
	require.NotContains(t, fields, "shop", "the notify_url's own query is no part of it")
	require.True(t, s.verifies(fields["sign_type"], preSign(fields), fields["sign"]), "%v", fields)
}
