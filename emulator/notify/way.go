package notify

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http/httptrace"
	"net/url"
	"sync/atomic"
	"syscall"

	"localipay/emulator/alipay"
)

// maxError is how much of an error is kept: net/http quotes what it could not
// read, however long.
const maxError = 300

// way is how far a notification has come: where it ended in time-out, that
// tells who is to blame.
type way struct {
	address string // as people may see it
	step    atomic.Int32
}

const (
	begun int32 = iota
	lookingUp
	connecting
	shakingHands
	connected
)

func (w *way) watch(ctx context.Context) context.Context {
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		DNSStart:          func(httptrace.DNSStartInfo) { w.step.Store(lookingUp) },
		ConnectStart:      func(string, string) { w.step.Store(connecting) },
		TLSHandshakeStart: func() { w.step.Store(shakingHands) },
		GotConn:           func(httptrace.GotConnInfo) { w.step.Store(connected) },
	})
}

// explain says in a person's words why no answer came.
func (w *way) explain(err error) string {
	var dns *net.DNSError
	var late net.Error
	var stranger x509.UnknownAuthorityError
	switch {
	case errors.Is(err, syscall.ECONNREFUSED):
		return fmt.Sprintf("connection refused by %s; is the service up?", w.address)
	case errors.As(err, &dns) && dns.IsNotFound:
		return fmt.Sprintf("no such host %q in %s; is the service up, its name right, and on the same network?", dns.Name, w.address)
	case errors.As(err, &late) && late.Timeout():
		return w.late()
	case errors.As(err, &stranger):
		return fmt.Sprintf("the certificate of %s is by a CA that is not trusted here; start localipay with SSL_CERT_FILE=… naming its file, or give an http:// notify_url", w.address)
	}
	var wrapped *url.Error
	if errors.As(err, &wrapped) {
		err = wrapped.Err
	}
	return alipay.Shorten(fmt.Sprintf("no answer from %s: %v", w.address, err), maxError)
}

func (w *way) late() string {
	switch w.step.Load() {
	case lookingUp:
		return fmt.Sprintf("the host of %s could not be looked up in time; is its name right, and is there a name server?", w.address)
	case connecting:
		return fmt.Sprintf("no connection to %s in time; is the address right, and open to localipay?", w.address)
	case shakingHands:
		return fmt.Sprintf("connected to %s, but it shook no hands over TLS in time; does it speak HTTPS on that port?", w.address)
	}
	return fmt.Sprintf("no answer from %s in time; does the handler answer before it does slow work?", w.address)
}
