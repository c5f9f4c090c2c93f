package testcontainers

import (
	"context"
	"io"
	"net"
	"net/url"
	"sync"

	"localipay/emulator"
)

// relay is an address of this process that leads to another one. It passes
// bytes on and knows nothing of HTTP: a connection that a fault rule breaks off
// breaks off here too.
type relay struct {
	net.Listener
	life  context.Context //nolint:containedctx // the test's
	tasks sync.WaitGroup
}

// listen makes a relay that ends with the test. Until leadTo, who connects waits.
func listen(ctx context.Context, t emulator.TB, address string) (*relay, error) {
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", address)
	if err != nil {
		return nil, err
	}
	life, end := context.WithCancel(context.WithoutCancel(ctx)) // ctx is over when it has started
	r := &relay{Listener: l, life: life}
	t.Cleanup(func() {
		end()
		_ = l.Close()
		r.tasks.Wait()
	})
	return r, nil
}

func (r *relay) leadTo(address string) {
	r.tasks.Go(func() {
		for {
			client, err := r.Accept()
			if err != nil {
				return
			}
			r.tasks.Go(func() { r.pass(client, address) })
		}
	})
}

func (r *relay) pass(client net.Conn, address string) {
	defer func() { _ = client.Close() }()
	server, err := new(net.Dialer).DialContext(r.life, "tcp", address)
	if err != nil {
		return
	}
	defer func() { _ = server.Close() }()
	defer context.AfterFunc(r.life, func() { _, _ = client.Close(), server.Close() })()
	r.tasks.Go(func() {
		_, _ = io.Copy(server, client)
		if half, ok := server.(*net.TCPConn); ok {
			_ = half.CloseWrite() // the client has said all; it may still be listening
		}
	})
	_, _ = io.Copy(client, server)
}

// ShopURL is the URL under which the emulator reaches a server of the test's
// own, such as httptest's: what to give as notify_url. In process that is the
// server's URL; in a container another host and port, which this process
// listens on, on all interfaces, as long as the test runs.
func (l *Localipay) ShopURL(address string) string {
	l.t.Helper()
	u, err := url.Parse(address)
	if err != nil || u.Port() == "" {
		l.t.Fatalf("localipay: %q: give the URL of the test's server with its port, as http://127.0.0.1:3000/notify", address)
		return ""
	}
	if !l.InContainer() {
		return address
	}
	r, err := listen(context.Background(), l.t, ":0")
	if err != nil {
		l.t.Fatalf("localipay: %v", err)
		return ""
	}
	r.leadTo(u.Host)
	_, ours, _ := net.SplitHostPort(r.Addr().String())
	u.Host = net.JoinHostPort(l.host, ours)
	return u.String()
}
