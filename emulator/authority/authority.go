package authority

import (
	"crypto/tls"
	"crypto/x509"
	"time"
)

// Authority is a CA and the leaf that it has made.
type Authority struct {
	root     *x509.Certificate
	leaf     pair
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
	leaf, err := ca.issue(wanted, now)
	if err != nil {
		return nil, err
	}
	return &Authority{root: ca.root(), leaf: leaf}, nil
}

// CertificatePEM is what clients are to trust.
func (a *Authority) CertificatePEM() []byte { return encode(a.root) }

// Replaced says why another CA was made than the folder held, for the log;
// nothing if it was kept, or there was none.
func (a *Authority) Replaced() string { return a.replaced }

// TLS is for a server, which speaks HTTP/1.1 only (spec decision 27).
func (a *Authority) TLS() *tls.Config {
	return &tls.Config{
		MinVersion: tls.VersionTLS12,
		NextProtos: []string{"http/1.1"},
		Certificates: []tls.Certificate{{
			Certificate: [][]byte{a.leaf.chain[0].Raw, a.leaf.chain[1].Raw},
			PrivateKey:  a.leaf.key,
			Leaf:        a.leaf.chain[0],
		}},
	}
}
