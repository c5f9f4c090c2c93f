package testcontainers

import (
	"context"
	"io"
	"net"
	"sync"

	"localipay/emulator"
)

// relay is an address of this process that leads to another one. It passes
// bytes on and knows nothing of HTTP: a connection that a fault rule breaks off
// breaks off here too.
type relay struct {
	net.Listener
	t     emulator.TB
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
	r := &relay{Listener: l, t: t, life: life}
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
		if r.life.Err() == nil {
			r.t.Logf("localipay: %s cannot be passed on: %v", r.Addr(), err)
		}
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
