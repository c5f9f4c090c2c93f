package notify

import (
	"context"
	"crypto/rsa"
	"io"
	"net"
	"net/http"
	"strings"
	"time"

	"localipay/emulator/alipay"
	"localipay/emulator/ledger"
	"localipay/emulator/wire"
)

// maxAnswer is how much of a shop's answer is read. "success" needs seven
// bytes; the rest is for the people who wonder what their shop said.
const maxAnswer = 4 << 10

// Sender posts notifications.
type Sender struct {
	client *http.Client
	key    *rsa.PrivateKey
}

// NewSender is a sender that signs with Alipay's key and gives a shop so much
// real time to answer. It follows no redirect, uses no proxy and speaks
// HTTP/1.1, as Alipay's notifier is not known to do otherwise.
func NewSender(key *rsa.PrivateKey, timeout time.Duration) *Sender {
	return &Sender{key: key, client: &http.Client{
		Timeout:       timeout,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport: &http.Transport{
			DialContext:         (&net.Dialer{Timeout: timeout}).DialContext,
			MaxIdleConnsPerHost: 16,
			IdleConnTimeout:     30 * time.Second,
			// A shop's bad answer must not fill the emulator's memory.
			MaxResponseHeaderBytes: 64 << 10,
		},
	}}
}

// Close ends the connections that are kept for later.
func (s *Sender) Close() { s.client.CloseIdleConnections() }

// Send makes one attempt.
func (s *Sender) Send(ctx context.Context, d ledger.Delivery) alipay.Attempt {
	n := d.Notification
	fields, err := Fields(n, d.Merchant.MD5Key, s.key, d.At)
	if err != nil {
		return alipay.Attempt{At: d.At, Error: err.Error()}
	}
	fields = spoil(fields, d.Plan.Corrupt)
	a := alipay.Attempt{At: d.At, Body: wire.FormEncode(n.Charset, fields)}
	way := &way{address: n.Address()}
	a.Status, a.Answer, err = s.post(way.watch(ctx), n, a.Body)
	if err != nil {
		a.Error = way.explain(err)
		return a
	}
	a.Acked = a.Status == http.StatusOK && strings.EqualFold(strings.TrimSpace(a.Answer), "success")
	return a
}

func (s *Sender) post(ctx context.Context, n alipay.Notification, body string) (status int, answer string, err error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, n.URL, strings.NewReader(body))
	if err != nil {
		return 0, "", err
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded; charset="+string(n.Charset))
	req.Header.Set("User-Agent", "localipay")
	resp, err := s.client.Do(req)
	if err != nil {
		return 0, "", err
	}
	defer func() { _ = resp.Body.Close() }()
	text, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer))
	if err != nil {
		return 0, "", err
	}
	return resp.StatusCode, string(text), nil
}
