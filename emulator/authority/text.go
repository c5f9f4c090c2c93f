package authority

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"slices"
)

// PEM types of what is kept.
const (
	certificateType = "CERTIFICATE"
	keyType         = "PRIVATE KEY"
)

func encode(certificates ...*x509.Certificate) []byte {
	var text bytes.Buffer
	for _, c := range certificates {
		_ = pem.Encode(&text, &pem.Block{Type: certificateType, Bytes: c.Raw}) // a buffer takes all
	}
	return text.Bytes()
}

func (p pair) encode() ([]byte, error) {
	der, err := x509.MarshalPKCS8PrivateKey(p.key)
	if err != nil {
		return nil, err
	}
	return append(pem.EncodeToMemory(&pem.Block{Type: keyType, Bytes: der}), encode(p.chain...)...), nil
}

// decode reads a key and its chain of so many certificates. Its errors end a
// sentence that begins with the file.
func decode(text []byte, length int) (pair, error) {
	var p pair
	for block, rest := pem.Decode(text); block != nil; block, rest = pem.Decode(rest) {
		if err := p.take(block); err != nil {
			return p, err
		}
	}
	if p.isNone() || len(p.chain) != length {
		return p, fmt.Errorf("was not made by localipay or is damaged: it does not hold a key and %d certificates in PEM", length)
	}
	return p, p.check()
}

func (p *pair) take(block *pem.Block) error {
	switch block.Type {
	case certificateType:
		c, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			return fmt.Errorf("is damaged: %w", err)
		}
		p.chain = append(p.chain, c)
	case keyType:
		key, err := x509.ParsePKCS8PrivateKey(block.Bytes)
		if err != nil {
			return fmt.Errorf("is damaged: %w", err)
		}
		if own, ok := key.(*ecdsa.PrivateKey); ok { // localipay makes no others
			p.key = own
		}
	}
	return nil
}

// check sees that the certificates belong together, and to the key.
func (p pair) check() error {
	for i, c := range p.chain {
		by := p.chain[min(i+1, len(p.chain)-1)]
		if c.IsCA && !slices.Equal(c.Subject.Organization, []string{organization}) {
			return fmt.Errorf("was not made by localipay: it holds a certificate of %q", c.Subject)
		}
		if err := c.CheckSignatureFrom(by); err != nil {
			return fmt.Errorf("is damaged: its certificates do not belong together: %w", err)
		}
	}
	if public, ok := p.chain[0].PublicKey.(*ecdsa.PublicKey); !ok || !public.Equal(p.key.Public()) {
		return errors.New("is damaged: its key and its certificate do not belong together")
	}
	return nil
}

// holds tells whether a certificate is in a file, whatever else people and their
// tools have put there: comments, other line ends, the CAs of the world.
func holds(text []byte, c *x509.Certificate) bool {
	for block, rest := pem.Decode(text); block != nil; block, rest = pem.Decode(rest) {
		if block.Type == certificateType && bytes.Equal(block.Bytes, c.Raw) {
			return true
		}
	}
	return false
}
