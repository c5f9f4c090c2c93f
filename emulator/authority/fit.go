package authority

import (
	"bytes"
	"crypto/x509"
	"fmt"
	"time"
)

// unfit says why a CA cannot be used any longer, or nothing. One that would
// end before its next leaf is at its end.
func (p pair) unfit(wanted hosts, now time.Time) string {
	if p.isNone() {
		return "there is none"
	}
	issuer := p.chain[0]
	uncovered := wanted.uncovered(issuer)
	further, err := withoutSubjects(constraintsOf(p.root()))
	switch {
	case err != nil || !bytes.Equal(constraintsOf(issuer), further.Value):
		return "its constraints are not those that localipay gives"
	case now.Before(issuer.NotBefore):
		return "it is valid only from " + issuer.NotBefore.Format(time.RFC3339)
	case now.Add(leafLife).After(issuer.NotAfter):
		return "it ends on " + issuer.NotAfter.Format(time.DateOnly) + ", before a new leaf would"
	case uncovered != "":
		return "it is not for " + uncovered
	}
	return ""
}

// serves tells whether a leaf may be kept.
func (p pair) serves(ca pair, wanted hosts, now time.Time) bool {
	return !p.isNone() && p.chain[1].Equal(ca.chain[0]) && wanted.are(p.chain[0]) &&
		p.verify(ca, now.Add(leafRest)) == nil && p.verify(ca, now) == nil
}

// verify looks at a leaf as a client does that trusts the root.
func (p pair) verify(ca pair, now time.Time) error {
	roots, issuers := x509.NewCertPool(), x509.NewCertPool()
	roots.AddCert(ca.root())
	issuers.AddCert(ca.chain[0])
	_, err := p.chain[0].Verify(x509.VerifyOptions{Roots: roots, Intermediates: issuers, CurrentTime: now})
	if err != nil {
		return fmt.Errorf("the CA %q cannot vouch for the server: %w", ca.root().Subject.CommonName, err)
	}
	return nil
}
