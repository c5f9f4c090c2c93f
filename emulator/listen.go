package emulator

import (
	"crypto/tls"
	"fmt"
	"net"
	"net/url"
	"strings"

	"localipay/emulator/sftpd"
	"localipay/keys"
)

// listeners are where the emulator answers; each is nil where it was not asked
// for.
type listeners struct{ http, tls, sftp net.Listener }

// listen binds first: the URLs that worlds hand out may hold the port.
func (e *Emulator) listen() (err error) {
	o := e.options
	for _, l := range []struct {
		into          *net.Listener
		address, flag string
	}{
		{&e.listeners.http, o.Listen, "--listen"},
		{&e.listeners.tls, o.TLSListen, "--tls-listen"},
		{&e.listeners.sftp, o.SFTPListen, "--sftp-listen"},
	} {
		if l.address == "" {
			continue
		}
		if *l.into, err = new(net.ListenConfig).Listen(e.life, "tcp", l.address); err != nil {
			e.listeners.close()
			return fmt.Errorf("cannot listen on %s: %w; choose another with %s", l.address, err, l.flag)
		}
	}
	e.publicURL = e.base()
	return nil
}

// serve lets the listeners be answered until Close.
func (e *Emulator) serve() {
	if l := e.listeners.http; l != nil {
		go func() { _ = e.server.Serve(l) }()
	}
	if l := e.listeners.tls; l != nil {
		go func() { _ = e.server.Serve(tls.NewListener(l, e.problems.watch(e.authority.TLS()))) }()
	}
	if l := e.listeners.sftp; l != nil {
		e.sftp = sftpd.New(sftpd.Config{Worlds: e.worlds, Log: e.options.Log, HostKeys: keys.SFTPHosts()})
		go e.sftp.Serve(l)
	}
}

func (l listeners) close() {
	for _, one := range []net.Listener{l.http, l.tls, l.sftp} {
		if one != nil {
			_ = one.Close() // who serves it may have closed it already
		}
	}
}

func addressOf(l net.Listener) net.Addr {
	if l == nil {
		return nil
	}
	return l.Addr()
}

// base is of every URL handed out.
func (e *Emulator) base() string {
	switch {
	case e.options.PublicURL != "":
		return strings.TrimSuffix(e.options.PublicURL, "/") + "/"
	case e.listeners.http != nil:
		return e.plainURL()
	case e.listeners.tls != nil:
		return e.TLSURL()
	}
	return defaultPublicURL
}

// plainURL is the base at the listener itself: the public URL may lead round a
// proxy. It is "" where there is none.
func (e *Emulator) plainURL() string {
	if e.listeners.http == nil {
		return ""
	}
	return "http://" + reachable(e.listeners.http.Addr()) + "/"
}

// reachable is an address that a client on this machine can call.
func reachable(a net.Addr) string {
	host, port, _ := net.SplitHostPort(a.String())
	if ip := net.ParseIP(host); ip != nil && ip.IsUnspecified() {
		host = "localhost"
	}
	return net.JoinHostPort(host, port)
}

// SFTPAddr is where reconciliation files are served, or nil.
func (e *Emulator) SFTPAddr() net.Addr { return addressOf(e.listeners.sftp) }

// SFTPURL is where a merchant finds its reconciliation files, or "": under the
// public URL's host, if there is one.
func (e *Emulator) SFTPURL(partner string) string {
	if e.listeners.sftp == nil {
		return ""
	}
	host := reachable(e.listeners.sftp.Addr())
	if public, err := url.Parse(e.options.PublicURL); err == nil && public.Hostname() != "" {
		_, port, _ := net.SplitHostPort(host)
		host = net.JoinHostPort(public.Hostname(), port)
	}
	return "sftp://" + partner + "@" + host + "/download/"
}
