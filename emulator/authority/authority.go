package authority

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/tls"
	"crypto/x509"
	"sync"
	"time"
)

// Authority is a CA and the leaves that it has made.
type Authority struct {
	root     *x509.Certificate
	leaf     tls.Certificate
	rsa      func() (tls.Certificate, error)
	replaced string
}

// New makes a CA and a leaf whose keys never leave memory. now is real time.
func New(now time.Time, names Names) (*Authority, error) {
	wanted, err := names.hosts()
	if err != nil {
		return nil, err
	}
	ca, err := newCA(wanted, now)
	if err != nil {
		return nil, err
	}
	leaf, err := ca.issueNew(wanted, now)
	if err != nil {
		return nil, err
	}
	return ca.authority(leaf, wanted, now), nil
}

// authority is a CA with the leaf that every client of today takes. One for old
// lists of ciphers, which know RSA only, is made when the first such client
// comes: its key costs more than the whole rest of a start.
func (p pair) authority(leaf pair, wanted hosts, now time.Time) *Authority {
	const bits = 2048
	return &Authority{root: p.root(), leaf: leaf.sent(), rsa: sync.OnceValues(func() (tls.Certificate, error) {
		key, err := rsa.GenerateKey(rand.Reader, bits)
		if err != nil {
			return tls.Certificate{}, err
		}
		leaf, err := p.issue(key, wanted, now)
		if err != nil {
			return tls.Certificate{}, err
		}
		return leaf.sent(), nil
	})}
}

// sent is a leaf as a server sends it, without the root.
func (p pair) sent() tls.Certificate {
	return tls.Certificate{Certificate: [][]byte{p.chain[0].Raw, p.chain[1].Raw}, PrivateKey: p.key, Leaf: p.chain[0]}
}

// CertificatePEM is what clients are to trust.
func (a *Authority) CertificatePEM() []byte { return encode(a.root) }

// Replaced says why another CA was made than the folder held, for the log;
// nothing if it was kept, or there was none.
func (a *Authority) Replaced() string { return a.replaced }

// Covers tells whether a client finds a host in the leaf.
func (a *Authority) Covers(host string) bool { return a.leaf.Leaf.VerifyHostname(host) == nil }

// TLS is for a server, which speaks HTTP/1.1 only (spec decision 27).
func (a *Authority) TLS() *tls.Config {
	config := &tls.Config{
		MinVersion:   tls.VersionTLS12,
		NextProtos:   []string{"http/1.1"},
		Certificates: []tls.Certificate{a.leaf},
	}
	config.GetConfigForClient = func(hello *tls.ClientHelloInfo) (*tls.Config, error) {
		anyName := *hello
		anyName.ServerName = "" // who asks for another host is to see what there is
		if anyName.SupportsCertificate(&a.leaf) == nil {
			return nil, nil //nolint:nilnil // "the config as it is"
		}
		leaf, err := a.rsa()
		if err != nil {
			return nil, err
		}
		forOld := config.Clone()
		forOld.Certificates = []tls.Certificate{leaf}
		return forOld, nil
	}
	return config
}
