package authority_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"localipay/emulator/authority"
)

// thief has the key that a folder keeps, and signs with it what he likes.
type thief struct {
	key          *ecdsa.PrivateKey
	issuer, root *x509.Certificate
}

func steal(t *testing.T, dir string) thief {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(dir, authority.KeyFile))
	require.NoError(t, err)
	block, rest := pem.Decode(text)
	key, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	require.NoError(t, err)
	var chain []*x509.Certificate
	for block, rest = pem.Decode(rest); block != nil; block, rest = pem.Decode(rest) {
		c, err := x509.ParseCertificate(block.Bytes)
		require.NoError(t, err)
		chain = append(chain, c)
	}
	require.Len(t, chain, 2)
	return thief{key.(*ecdsa.PrivateKey), chain[0], chain[1]}
}

func (s thief) sign(t *testing.T, template x509.Certificate) (*x509.Certificate, *ecdsa.PrivateKey) {
	t.Helper()
	template.NotBefore, template.NotAfter = s.issuer.NotBefore, s.issuer.NotBefore.Add(10*day)
	if !template.IsCA {
		template.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	der, err := x509.CreateCertificate(rand.Reader, &template, s.issuer, &key.PublicKey, s.key)
	require.NoError(t, err)
	c, err := x509.ParseCertificate(der)
	require.NoError(t, err)
	return c, key
}

func TestWhoeverStealsTheKey(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	opened(t, dir, now, "pay.example.test", "shop", "192.0.2.7", "2001:db8::7")
	s := steal(t, dir)
	parsed := func(text string) *url.URL {
		u, err := url.Parse(text)
		require.NoError(t, err)
		return u
	}
	for name, c := range map[string]struct {
		template x509.Certificate
		taken    bool
	}{
		"can sign for Alipay's hosts":                    {x509.Certificate{DNSNames: []string{"a.b.alipay.com"}}, true},
		"can sign for a given host":                      {x509.Certificate{DNSNames: []string{"pay.example.test"}}, true},
		"can sign for all loopback addresses":            {x509.Certificate{IPAddresses: []net.IP{{127, 9, 9, 9}}}, true},
		"can sign for a container":                       {x509.Certificate{DNSNames: []string{"shop"}}, true},
		"cannot sign for a top-level domain of its name": {x509.Certificate{DNSNames: []string{"big.shop"}}, false},
		"cannot sign for a wildcard of it":               {x509.Certificate{DNSNames: []string{"*.shop"}}, false},
		"cannot sign for any other host":                 {x509.Certificate{DNSNames: []string{"bank.test"}}, false},
		"cannot sign for a name that ends alike":         {x509.Certificate{DNSNames: []string{"evilalipay.com"}}, false},
		"cannot sign for a name that begins alike":       {x509.Certificate{DNSNames: []string{"alipay.com.evil.test"}}, false},
		"cannot sign for a parent domain":                {x509.Certificate{DNSNames: []string{"example.test"}}, false},
		"cannot sign for a wildcard of a parent":         {x509.Certificate{DNSNames: []string{"*.example.test"}}, false},
		"cannot sign for everything":                     {x509.Certificate{DNSNames: []string{"*"}}, false},
		"cannot hide one behind a good one":              {x509.Certificate{DNSNames: []string{"alipay.com", "bank.test"}}, false},
		"cannot sign for another address":                {x509.Certificate{IPAddresses: []net.IP{{10, 0, 0, 1}}}, false},
		"cannot sign for the neighbour of a given one":   {x509.Certificate{IPAddresses: []net.IP{{192, 0, 2, 8}}}, false},
		"cannot sign for another IPv6 address":           {x509.Certificate{IPAddresses: []net.IP{net.ParseIP("2001:db8::8")}}, false},
		"cannot sign for an email address":               {x509.Certificate{EmailAddresses: []string{"me@alipay.com"}}, false},
		"cannot sign for a URI":                          {x509.Certificate{URIs: []*url.URL{parsed("https://alipay.com/")}}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			leaf, _ := s.sign(t, c.template)
			_, err := leaf.Verify(trusting(s.root, s.issuer, now))
			if c.taken {
				require.NoError(t, err)
				return
			}
			require.ErrorContains(t, err, "not authorized to sign for this name")
		})
	}
	t.Run("cannot make a CA of his own with it", func(t *testing.T) {
		t.Parallel()
		ca, key := s.sign(t, x509.Certificate{IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign})
		leaf, _ := thief{key, ca, s.root}.sign(t, x509.Certificate{DNSNames: []string{"alipay.com"}})
		o := trusting(s.root, s.issuer, now)
		o.Intermediates.AddCert(ca)
		_, err := leaf.Verify(o)
		require.Error(t, err)
	})
	t.Run("has not the root's, with which Java would take any name", func(t *testing.T) {
		t.Parallel()
		require.False(t, s.key.PublicKey.Equal(s.root.PublicKey))
		require.True(t, s.key.PublicKey.Equal(s.issuer.PublicKey))
	})
}
