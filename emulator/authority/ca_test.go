package authority_test

import (
	"crypto/x509"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"localipay/emulator/authority"
)

func TestCA(t *testing.T) {
	t.Parallel()
	a := made(t, authority.Names{})
	ca := root(t, a)
	leaf, issuer := sent(t, a)
	t.Run("is a root with one issuer below it, and leaves below that", func(t *testing.T) {
		t.Parallel()
		for _, c := range []*x509.Certificate{ca, issuer} {
			require.True(t, c.IsCA)
			require.True(t, critical(c, "2.5.29.19"), "basic constraints")
			require.Equal(t, x509.KeyUsageCertSign|x509.KeyUsageCRLSign, c.KeyUsage)
		}
		require.True(t, critical(ca, "2.5.29.30"), "name constraints")
		require.Equal(t, 1, ca.MaxPathLen)
		require.Zero(t, issuer.MaxPathLen)
		require.True(t, issuer.MaxPathLenZero)
	})
	t.Run("says in each certificate whose key it holds, and who signed it", func(t *testing.T) {
		t.Parallel()
		require.NotEmpty(t, leaf.SubjectKeyId)
		require.Equal(t, issuer.SubjectKeyId, leaf.AuthorityKeyId)
		require.Equal(t, ca.SubjectKeyId, issuer.AuthorityKeyId)
	})
	t.Run("says that it is for tests, under a name that no other has", func(t *testing.T) {
		t.Parallel()
		other := root(t, made(t, authority.Names{}))
		require.Equal(t, []string{"localipay (tests only)"}, ca.Subject.Organization)
		require.True(t, strings.HasPrefix(ca.Subject.CommonName, "localipay test CA "))
		require.NotEqual(t, ca.Subject.CommonName, other.Subject.CommonName)
		require.NotEqual(t, ca.SerialNumber, other.SerialNumber)
	})
	t.Run("is valid for ten years from a day ago", func(t *testing.T) {
		t.Parallel()
		from := now.Add(-day).UTC().Truncate(time.Second)
		for _, c := range []*x509.Certificate{ca, issuer} {
			require.Equal(t, from, c.NotBefore)
			require.Equal(t, from.AddDate(10, 0, 0), c.NotAfter)
		}
	})
	t.Run("permits the hosts of the leaf and what is below them", func(t *testing.T) {
		t.Parallel()
		for _, c := range []*x509.Certificate{ca, issuer} {
			require.Equal(t, []string{"alipay.com", "alipay.net", "alipaydev.com", "localhost", "localipay"}, c.PermittedDNSDomains)
			require.Equal(t, []string{"127.0.0.0/8", "::1/128"}, ranges(c))
		}
	})
	t.Run("permits of a given address that one, and nothing below a container's name", func(t *testing.T) {
		t.Parallel()
		_, c := sent(t, made(t, authority.Names{Public: "192.0.2.7", More: []string{"shop", "2001:db8::7", "*.pay.test"}}))
		require.Equal(t, []string{"127.0.0.0/8", "192.0.2.7/32", "::1/128", "2001:db8::7/128"}, ranges(c))
		require.Contains(t, c.PermittedDNSDomains, "pay.test")
		require.Equal(t, []string{".shop"}, c.ExcludedDNSDomains)
	})
	t.Run("is for the address that is listened on, unless that is all", func(t *testing.T) {
		t.Parallel()
		for address, want := range map[string][]string{
			"10.1.2.3":        {"10.1.2.3/32", "127.0.0.0/8", "::1/128"},
			"::ffff:10.1.2.3": {"10.1.2.3/32", "127.0.0.0/8", "::1/128"},
			"fe80::1%eth0":    {"127.0.0.0/8", "::1/128", "fe80::1/128"},
			"127.0.0.2":       {"127.0.0.0/8", "::1/128"},
			"0.0.0.0":         {"127.0.0.0/8", "::1/128"},
			"::":              {"127.0.0.0/8", "::1/128"},
		} {
			a := made(t, authority.Names{Listen: netip.MustParseAddr(address)})
			got := ranges(root(t, a))
			slices.Sort(got)
			require.Equal(t, want, got, address)
			if host := netip.MustParseAddr(address); !host.IsUnspecified() {
				require.NoError(t, verified(t, a, now, host.WithZone("").String()))
			}
		}
	})
}

func critical(c *x509.Certificate, id string) bool {
	for _, e := range c.Extensions {
		if e.Id.String() == id {
			return e.Critical
		}
	}
	return false
}

func ranges(c *x509.Certificate) []string {
	var list []string
	for _, n := range c.PermittedIPRanges {
		list = append(list, netip.MustParsePrefix(n.String()).String())
	}
	return list
}
