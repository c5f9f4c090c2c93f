package emulator

import (
	"net"
	"net/netip"
	"net/url"
	"path/filepath"

	"localipay/emulator/authority"
)

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
	if at, err := netip.ParseAddrPort(e.listeners.tls.Addr().String()); err == nil {
		names.Listen = at.Addr()
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

// certified tells whether the certificate of HTTPS is for a host.
func (e *Emulator) certified(host string) bool { return e.authority != nil && e.authority.Covers(host) }

// TLSAddr is where the emulator answers over HTTPS, or nil.
func (e *Emulator) TLSAddr() net.Addr { return addressOf(e.listeners.tls) }

// TLSURL is the base of the emulator's own addresses over HTTPS, or "".
func (e *Emulator) TLSURL() string {
	if e.listeners.tls == nil {
		return ""
	}
	return "https://" + reachable(e.listeners.tls.Addr()) + "/"
}

// CertificatePEM is the CA that clients of the HTTPS listener are to trust, or
// nil where there is none.
func (e *Emulator) CertificatePEM() []byte {
	if e.authority == nil {
		return nil
	}
	return e.authority.CertificatePEM()
}

// CertificateAt is where people find that CA: a file, or a URL that needs no
// trust yet. It is "" where there is none.
func (e *Emulator) CertificateAt() string {
	const path = "_admin/ca.pem"
	switch {
	case e.authority == nil:
		return ""
	case e.options.TLSDir != "":
		return filepath.Join(e.options.TLSDir, authority.CertificateFile)
	case e.listeners.http != nil:
		return e.plainURL() + path
	}
	return e.TLSURL() + path + " (curl -k)"
}
