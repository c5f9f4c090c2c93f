package emulator

import (
	"crypto/tls"
	"fmt"
	"net"
	"net/url"
	"strings"

	"localipay/emulator/authority"
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
	e.publicURL = publicURL(o.PublicURL, e.listeners.http)
	return nil
}

// serve lets the listeners be answered until Close.
func (e *Emulator) serve() {
	if l := e.listeners.http; l != nil {
		go func() { _ = e.server.Serve(l) }()
	}
	if l := e.listeners.tls; l != nil {
		go func() { _ = e.server.Serve(tls.NewListener(l, e.authority.TLS())) }()
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

func publicURL(wanted string, l net.Listener) string {
	if wanted != "" {
		return strings.TrimSuffix(wanted, "/") + "/"
	}
	if l == nil {
		return defaultPublicURL
	}
	return "http://" + reachable(l.Addr()) + "/"
}

// reachable is an address that a client on this machine can call.
func reachable(a net.Addr) string {
	host, port, _ := net.SplitHostPort(a.String())
	if ip := net.ParseIP(host); ip != nil && ip.IsUnspecified() {
		host = "localhost"
	}
	return net.JoinHostPort(host, port)
}

// certify makes or opens the CA that vouches for the HTTPS listener.
func (e *Emulator) certify() (err error) {
	o := e.options
	if e.listeners.tls == nil {
		return nil
	}
	names := authority.Names{More: o.TLSHosts}
	if public, err := url.Parse(o.PublicURL); err == nil {
		names.Public = public.Hostname()
	}
	if o.TLSDir == "" {
		e.authority, err = authority.New(o.Source.Now(), names)
	} else {
		e.authority, err = authority.Open(o.TLSDir, o.Source.Now(), names)
	}
	if err == nil && e.authority.Replaced() != "" {
		o.Log.Warn(e.authority.Replaced())
	}
	return err
}

// TLSAddr is where the emulator answers over HTTPS, or nil.
func (e *Emulator) TLSAddr() net.Addr { return addressOf(e.listeners.tls) }

// CertificatePEM is the CA that clients of the HTTPS listener are to trust, or
// nil where there is none.
func (e *Emulator) CertificatePEM() []byte {
	if e.authority == nil {
		return nil
	}
	return e.authority.CertificatePEM()
}

// TLSURL is the base of the emulator's own addresses over HTTPS, or "".
func (e *Emulator) TLSURL() string {
	if e.listeners.tls == nil {
		return ""
	}
	return "https://" + reachable(e.listeners.tls.Addr()) + "/"
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
