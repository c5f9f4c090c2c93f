package testcontainers

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/testcontainers/testcontainers-go/exec"
)

// ShopURL is the URL under which the emulator reaches a server of the test's
// own, such as httptest's: what to give as notify_url. In process that is the
// server's URL; in a container another host and port, which this process
// listens on, on all interfaces, as long as the test runs. The test ends where
// the container cannot reach this process.
func (l *Localipay) ShopURL(address string) string {
	l.t.Helper()
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" {
		l.t.Fatalf("localipay: %q: give the URL of the test's server, as http://127.0.0.1:3000/notify", address)
		return ""
	}
	if !l.InContainer() {
		return address
	}
	port := u.Port()
	if port == "" {
		port = u.Scheme // net knows its number
	}
	r, err := listen(context.Background(), l.t, ":0")
	if err == nil {
		l.way.Do(func() { err = l.leadsBack() })
	}
	if err != nil {
		l.t.Fatalf("localipay: %v", err)
		return ""
	}
	r.leadTo(net.JoinHostPort(u.Hostname(), port))
	u.Host = l.here(r)
	return u.String()
}

// here is a listener of this process as the container sees it.
func (l *Localipay) here(listener net.Listener) string {
	_, port, _ := net.SplitHostPort(listener.Addr().String())
	return net.JoinHostPort(l.host, port)
}

// leadsBack asks the container to call this process: a firewall or Docker's own
// rules between networks would only show as a notification that fails.
func (l *Localipay) leadsBack() error {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", ":0")
	if err != nil {
		return err
	}
	server := &http.Server{ReadHeaderTimeout: 10 * time.Second, Handler: http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})}
	go func() { _ = server.Serve(listener) }()
	defer func() { _ = server.Close() }()
	base := "http://" + l.here(listener)
	code, said, err := l.container.Exec(ctx, []string{"/localipay", "healthcheck", base}, exec.Multiplexed())
	if err != nil {
		return fmt.Errorf("the container cannot be asked whether it reaches this process at %s: %w", base, err)
	}
	if text, _ := io.ReadAll(said); code != 0 {
		return fmt.Errorf("the container cannot reach this process at %s (%s): let it through the firewall, run the test in a container of the same network, "+
			"or set %s=process", base, strings.TrimSpace(string(text)), variable)
	}
	return nil
}
