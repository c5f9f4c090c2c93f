package authority_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"localipay/emulator/authority"
)

var now = time.Date(2026, 3, 2, 12, 0, 0, 700_000_000, time.FixedZone("", 8*60*60))

const day = 24 * time.Hour

// reached are hosts that code with Alipay's URLs compiled in uses.
var reached = []string{
	"intlmapi.alipay.com", "globalmapi.alipay.com", "mapi.alipay.com", "alipay.com", "mapi.alipaydev.com", "alipaydev.com",
	"mapi.alipay.net", "alipay.net", "localhost", "localipay", "127.0.0.1", "::1",
}

func made(t *testing.T, names authority.Names) *authority.Authority {
	t.Helper()
	a, err := authority.New(now, names)
	require.NoError(t, err)
	return a
}

// root is the certificate that clients trust.
func root(t *testing.T, a *authority.Authority) *x509.Certificate {
	t.Helper()
	block, rest := pem.Decode(a.CertificatePEM())
	require.Empty(t, rest)
	require.Equal(t, "CERTIFICATE", block.Type)
	c, err := x509.ParseCertificate(block.Bytes)
	require.NoError(t, err)
	return c
}

// sent are leaf and issuer, as a client gets them.
func sent(t *testing.T, a *authority.Authority) (leaf, issuer *x509.Certificate) {
	t.Helper()
	chain := a.TLS().Certificates[0].Certificate
	require.Len(t, chain, 2)
	leaf, err := x509.ParseCertificate(chain[0])
	require.NoError(t, err)
	issuer, err = x509.ParseCertificate(chain[1])
	require.NoError(t, err)
	return leaf, issuer
}

// trusting is a client that trusts ca.pem and nothing else.
func trusting(ca *x509.Certificate, issuer *x509.Certificate, at time.Time) x509.VerifyOptions {
	o := x509.VerifyOptions{Roots: x509.NewCertPool(), Intermediates: x509.NewCertPool(), CurrentTime: at}
	o.Roots.AddCert(ca)
	o.Intermediates.AddCert(issuer)
	return o
}

// verified is what a client finds that connects to a host.
func verified(t *testing.T, a *authority.Authority, at time.Time, host string) error {
	t.Helper()
	leaf, issuer := sent(t, a)
	if _, err := leaf.Verify(trusting(root(t, a), issuer, at)); err != nil {
		return err
	}
	return leaf.VerifyHostname(host)
}

func TestLeaf(t *testing.T) {
	t.Parallel()
	a := made(t, authority.Names{Public: "pay.example.test", More: []string{"My_Shop.", "*.shop.test", "192.0.2.7", "2001:db8::7", "::ffff:192.0.2.8"}})
	given := []string{"pay.example.test", "my_shop", "a.shop.test", "192.0.2.7", "2001:db8::7", "192.0.2.8"}
	for _, host := range append(given, reached...) {
		t.Run("is for "+host, func(t *testing.T) {
			t.Parallel()
			require.NoError(t, verified(t, a, now, host))
		})
	}
	for _, host := range []string{"www.pay.example.test", "shop.test", "a.b.shop.test", "evilalipay.com", "alipay.com.evil.test", "127.0.0.2", "10.0.0.1", "a.my_shop"} {
		t.Run("is not for "+host, func(t *testing.T) {
			t.Parallel()
			require.Error(t, verified(t, a, now, host))
		})
	}
	leaf, _ := sent(t, a)
	t.Run("names each host once, whatever was given", func(t *testing.T) {
		t.Parallel()
		a := made(t, authority.Names{Public: "LocalHost", More: []string{"localhost", "127.0.0.1", "*.alipay.com", "::1"}})
		leaf, _ := sent(t, a)
		require.Equal(t, []string{
			"*.alipay.com", "*.alipay.net", "*.alipaydev.com", "alipay.com", "alipay.net", "alipaydev.com", "localhost", "localipay",
		}, leaf.DNSNames)
		require.Len(t, leaf.IPAddresses, 2)
	})
	t.Run("is for servers, on a curve that every client has", func(t *testing.T) {
		t.Parallel()
		require.Equal(t, []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}, leaf.ExtKeyUsage)
		require.Equal(t, x509.KeyUsageDigitalSignature, leaf.KeyUsage)
		require.False(t, leaf.IsCA)
		require.Equal(t, elliptic.P256(), leaf.PublicKey.(*ecdsa.PublicKey).Curve)
	})
	t.Run("is valid from a day ago, for clocks that are behind, and for no more than 397 days", func(t *testing.T) {
		t.Parallel()
		require.NoError(t, verified(t, a, now.Add(-day), "alipay.com"))
		require.NoError(t, verified(t, a, now.Add(395*day), "alipay.com"))
		require.LessOrEqual(t, leaf.NotAfter.Sub(leaf.NotBefore)+time.Second, 397*day)
	})
}

func TestTLS(t *testing.T) {
	t.Parallel()
	a, err := authority.New(time.Now(), authority.Names{})
	require.NoError(t, err)
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { _, _ = io.WriteString(w, r.Proto+" "+r.Host) }))
	server.TLS, server.Config.ErrorLog = a.TLS(), log.New(io.Discard, "", 0)
	server.StartTLS()
	t.Cleanup(server.Close)
	trusted := x509.NewCertPool()
	require.True(t, trusted.AppendCertsFromPEM(a.CertificatePEM()))
	t.Run("reaches a client that trusts the CA, over HTTP/1.1 though it would take HTTP/2", func(t *testing.T) {
		t.Parallel()
		connection, err := tls.Dial("tcp", server.Listener.Addr().String(),
			&tls.Config{RootCAs: trusted, ServerName: "intlmapi.alipay.com", NextProtos: []string{"h2", "http/1.1"}})
		require.NoError(t, err)
		t.Cleanup(func() { _ = connection.Close() })
		require.Equal(t, "http/1.1", connection.ConnectionState().NegotiatedProtocol)
		_, err = io.WriteString(connection, "GET / HTTP/1.1\r\nHost: intlmapi.alipay.com\r\nConnection: close\r\n\r\n")
		require.NoError(t, err)
		answer, err := io.ReadAll(connection)
		require.NoError(t, err)
		require.Contains(t, string(answer), "HTTP/1.1 intlmapi.alipay.com")
	})
	t.Run("takes TLS 1.2 and nothing older", func(t *testing.T) {
		t.Parallel()
		for version, taken := range map[uint16]bool{tls.VersionTLS12: true, tls.VersionTLS11: false} {
			connection, err := tls.Dial("tcp", server.Listener.Addr().String(),
				&tls.Config{RootCAs: trusted, ServerName: "mapi.alipay.net", MinVersion: tls.VersionTLS10, MaxVersion: version})
			require.Equal(t, taken, err == nil, "%x: %v", version, err)
			if err == nil {
				_ = connection.Close()
			}
		}
	})
	t.Run("is a copy each time", func(t *testing.T) {
		t.Parallel()
		a.TLS().NextProtos[0] = "h2"
		require.Equal(t, []string{"http/1.1"}, a.TLS().NextProtos)
	})
}
