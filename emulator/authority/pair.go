package authority

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"net"
	"strings"
	"time"
)

// How long certificates last. They begin a day ago for containers whose clock
// is behind. Clients refuse leaves of more than 398 days.
const (
	day      = 24 * time.Hour
	leafLife = 397 * day
	leafRest = 180 * day // a leaf that has less left is made anew at start
	caYears  = 10
)

// organization marks what this package has made.
const organization = "localipay (tests only)"

// pair is a key with its certificate, before those that vouch for it: the
// issuer's pair is [issuer, root], a leaf's [leaf, issuer, root].
type pair struct {
	key   crypto.Signer
	chain []*x509.Certificate
}

func (p pair) isNone() bool            { return p.key == nil }
func (p pair) root() *x509.Certificate { return p.chain[len(p.chain)-1] }

// newCA gives the issuer. The root's key is gone when it returns.
func newCA(wanted hosts, now time.Time) (pair, error) {
	const unique = 8 // or several in one trust store would have one name
	name := "localipay test CA " + strings.ToLower(rand.Text()[:unique])
	root, err := pair{}.signNew(caTemplate(name, 1, now, wanted.limit))
	if err != nil {
		return root, err
	}
	further, err := withoutSubjects(constraintsOf(root.root()))
	if err != nil {
		return root, err
	}
	issuer := caTemplate(name+" issuer", 0, now, func(t *x509.Certificate) { t.ExtraExtensions = []pkix.Extension{further} })
	issuer.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}
	return root.signNew(issuer)
}

func caTemplate(name string, below int, now time.Time, limit func(*x509.Certificate)) *x509.Certificate {
	t := template(now)
	t.Subject = pkix.Name{Organization: []string{organization}, CommonName: name}
	t.NotAfter = t.NotBefore.AddDate(caYears, 0, 0)
	t.IsCA, t.BasicConstraintsValid = true, true
	t.MaxPathLen, t.MaxPathLenZero = below, below == 0
	t.KeyUsage = x509.KeyUsageCertSign | x509.KeyUsageCRLSign
	limit(t)
	return t
}

func template(now time.Time) *x509.Certificate {
	return &x509.Certificate{NotBefore: now.Add(-day).UTC().Truncate(time.Second)}
}

func (p pair) issueNew(wanted hosts, now time.Time) (pair, error) {
	key, err := newKey()
	if err != nil {
		return pair{}, err
	}
	return p.issue(key, wanted, now)
}

// issue makes a key's leaf, and makes sure that the CA's constraints let it pass.
func (p pair) issue(key crypto.Signer, wanted hosts, now time.Time) (pair, error) {
	t := template(now)
	t.NotAfter = t.NotBefore.Add(leafLife - time.Second) // the last second counts
	t.KeyUsage = x509.KeyUsageDigitalSignature
	t.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}
	t.DNSNames = wanted.names
	for _, address := range wanted.addresses {
		t.IPAddresses = append(t.IPAddresses, net.IP(address.AsSlice()))
	}
	leaf, err := p.sign(t, key)
	if err == nil {
		err = leaf.verify(p, now)
	}
	return leaf, err
}

func newKey() (*ecdsa.PrivateKey, error) { return ecdsa.GenerateKey(elliptic.P256(), rand.Reader) }

func (p pair) signNew(t *x509.Certificate) (pair, error) {
	key, err := newKey()
	if err != nil {
		return pair{}, err
	}
	return p.sign(t, key)
}

// sign makes a key's certificate; nobody signs by himself.
func (p pair) sign(t *x509.Certificate, key crypto.Signer) (pair, error) {
	public, err := x509.MarshalPKIXPublicKey(key.Public())
	if err != nil {
		return pair{}, err
	}
	id := sha256.Sum256(public)
	t.SubjectKeyId = id[:20] // RFC 7093, 2, method 4
	parent, signer := t, key
	if !p.isNone() {
		parent, signer = p.chain[0], p.key
	}
	der, err := x509.CreateCertificate(rand.Reader, t, parent, key.Public(), signer)
	if err != nil {
		return pair{}, fmt.Errorf("the certificate of %q: %w", t.Subject.CommonName, err)
	}
	made, err := x509.ParseCertificate(der)
	return pair{key: key, chain: append([]*x509.Certificate{made}, p.chain...)}, err
}
