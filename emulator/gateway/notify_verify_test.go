package gateway_test

import (
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"
)

// verdict asks notify_verify and holds its answer to be plain text.
func verdict(t *testing.T, req *http.Request) string {
	t.Helper()
	response, err := http.DefaultClient.Do(req)
	require.NoError(t, err)
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	require.Equal(t, http.StatusOK, response.StatusCode)
	require.True(t, strings.HasPrefix(response.Header.Get("Content-Type"), "text/html"))
	require.NotEmpty(t, response.Header.Get("X-Localipay-Request"))
	require.Contains(t, []string{"true", "false"}, string(body), "not a byte more")
	return string(body)
}

func (s *shop) verdict(t *testing.T, query string) string {
	t.Helper()
	req, err := http.NewRequest(http.MethodGet, s.gatewayURL(query), nil)
	require.NoError(t, err)
	return verdict(t, req)
}

func (s *shop) knows(t *testing.T, notifyID string) string {
	t.Helper()
	return s.verdict(t, "service=notify_verify&partner="+s.partner+"&notify_id="+notifyID)
}

// notified is a shop that has acknowledged a notification.
func notified(t *testing.T, w world, with ...switches) (s *shop, notifyID string) {
	t.Helper()
	s = w.shop(t, with...)
	in := listen(t, nil)
	s.pay(t, s.code(t, "notify_url", in.url), "88.00")
	return s, in.next(t).get("notify_id")
}

func TestNotifyVerify(t *testing.T) {
	t.Parallel()
	w := start(t)
	t.Run("is true in whatever way it is asked", func(t *testing.T) {
		t.Parallel()
		s, id := notified(t, w)
		base := "service=notify_verify&partner=" + s.partner + "&notify_id=" + id
		require.Equal(t, "true", s.verdict(t, base))
		require.Equal(t, "true", s.verdict(t, base+"&sign=nonsense&sign_type=DSA&_input_charset=BIG5"))
		signed, _ := s.call("notify_verify", "notify_id", id).wire()
		require.Equal(t, "true", s.verdict(t, signed))
		for _, query := range []string{"", "_input_charset=utf-8", "service=notify_verify"} {
			req, err := http.NewRequest(http.MethodPost, s.gatewayURL(query), strings.NewReader(base))
			require.NoError(t, err)
			req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			require.Equal(t, "true", verdict(t, req))
		}
	})
	t.Run("is false for all else", func(t *testing.T) {
		t.Parallel()
		s, id := notified(t, w)
		stranger := w.shop(t)
		require.Equal(t, "false", stranger.knows(t, id), "another partner's")
		require.Equal(t, "false", s.knows(t, ""), "an empty id")
		require.Equal(t, "false", s.knows(t, strings.ToUpper(id)))
		require.Equal(t, "false", s.knows(t, id+"%00"))
		require.Equal(t, "false", s.knows(t, url.QueryEscape(id+" ")))
		require.Equal(t, "false", s.knows(t, strings.Repeat("x", 100_000)))
		require.Equal(t, "false", s.verdict(t, "service=notify_verify&notify_id="+id), "no partner")
		require.Equal(t, "false", s.verdict(t, "service=notify_verify&partner=1&notify_id="+id), "an unknown partner")
		require.Equal(t, "false", s.verdict(t, "service=notify_verify&partner="+s.partner), "no id")
		require.Equal(t, "false", s.verdict(t, "service=notify_verify&partner="+s.partner+"&notify_id="+id+"&notify_id=2"), "two ids")
		require.Equal(t, "false", s.verdict(t, "service=notify_verify&partner="+s.partner+"&notify_id=%zz"), "a bad escape")
	})
	t.Run("needs no contract", func(t *testing.T) {
		t.Parallel()
		s, id := notified(t, w)
		s.admin(t, http.MethodPatch, "merchants/"+s.partner, switches{"services": []string{}, "strict": true})
		require.Equal(t, "true", s.knows(t, id))
	})
}

func TestNotifyVerifyEnds(t *testing.T) {
	t.Parallel()
	w := start(t)
	t.Run("is true until a minute after the ack", func(t *testing.T) {
		t.Parallel()
		s, id := notified(t, w)
		s.advance(t, "59s")
		require.Equal(t, "true", s.knows(t, id))
		s.advance(t, "1s")
		require.Equal(t, "false", s.knows(t, id))
	})
	t.Run("is true for as long as notify_verify_ttl says", func(t *testing.T) {
		t.Parallel()
		s, id := notified(t, w, switches{"notify_verify_ttl": "0s"})
		require.Equal(t, "false", s.knows(t, id))
		s, id = notified(t, w, switches{"notify_verify_ttl": "2h"})
		s.advance(t, "1h59m59s")
		require.Equal(t, "true", s.knows(t, id))
	})
	t.Run("is true as long as the shop has not acknowledged", func(t *testing.T) {
		t.Parallel()
		s := w.shop(t)
		in := listen(t, func(letter) string { return "fail" })
		s.pay(t, s.code(t, "notify_url", in.url), "88.00")
		id := in.next(t).get("notify_id")
		s.advance(t, "48h")
		require.Equal(t, "true", s.knows(t, id))
	})
}

// TestNotifyVerifyInFlight: shops verify inside their handler, before they
// answer; a refund is no different (decision 21).
func TestNotifyVerifyInFlight(t *testing.T) {
	t.Parallel()
	w := start(t)
	s := w.shop(t, switches{"notify_verify_ttl": "0s"})
	var said atomic.Value
	in := listen(t, func(l letter) string {
		said.Store("nothing")
		response, err := http.Get(s.gatewayURL("service=notify_verify&partner=" + s.partner + "&notify_id=" + l.get("notify_id")))
		if err != nil {
			return "fail"
		}
		defer func() { _ = response.Body.Close() }()
		body, _ := io.ReadAll(response.Body)
		said.Store(string(body))
		return "success"
	})
	order, _ := s.pay(t, s.code(t, "notify_url", in.url), "88.00")
	in.next(t)
	require.Equal(t, "true", said.Load())
	s.refunding(order, "R1", "8.00", "notify_url", in.url).send(t)
	in.next(t)
	require.Equal(t, "true", said.Load())
}
