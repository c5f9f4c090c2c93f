package keys_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"localipay/keys"
)

func TestDemoKeys(t *testing.T) {
	t.Parallel()
	t.Run("the gateway's public key belongs to its private one", func(t *testing.T) {
		t.Parallel()
		public, err := keys.ParsePublic(keys.AlipayPublicPEM())
		require.NoError(t, err)
		require.True(t, public.Equal(&keys.AlipayPrivate().PublicKey))
		require.Equal(t, 2048, public.N.BitLen())
	})
	t.Run("the portal's line is the body of the PEM block", func(t *testing.T) {
		t.Parallel()
		lines := strings.Split(strings.TrimSpace(keys.AlipayPublicPEM()), "\n")
		require.Equal(t, strings.Join(lines[1:len(lines)-1], ""), keys.AlipayPublicLine())
		require.Equal(t, keys.AlipayPublicLine(), keys.PublicLine(&keys.AlipayPrivate().PublicKey))
		require.Equal(t, keys.AlipayPublicPEM(), keys.PublicPEM(&keys.AlipayPrivate().PublicKey))
	})
	for _, partner := range []string{"2088000000000001", "2088000000000002", "2088000000000003"} {
		t.Run("the demo merchant "+partner+" has a pair of its own", func(t *testing.T) {
			t.Parallel()
			private, ok := keys.MerchantPrivate(partner)
			require.True(t, ok)
			text, ok := keys.MerchantPublicPEM(partner)
			require.True(t, ok)
			require.True(t, strings.HasPrefix(text, "-----BEGIN PUBLIC KEY-----\n"))
			public, err := keys.ParsePublic(text)
			require.NoError(t, err)
			require.True(t, public.Equal(&private.PublicKey))
			require.False(t, public.Equal(&keys.AlipayPrivate().PublicKey))
		})
	}
	t.Run("no other partner has one", func(t *testing.T) {
		t.Parallel()
		for _, partner := range []string{"", "2088000000000004", "../keys", "*", "a/b"} {
			_, ok := keys.MerchantPrivate(partner)
			require.False(t, ok, partner)
			_, ok = keys.MerchantPublicPEM(partner)
			require.False(t, ok, partner)
		}
	})
}

func TestKeyFiles(t *testing.T) {
	t.Parallel()
	names, err := filepath.Glob("*.pem")
	require.NoError(t, err)
	require.Len(t, names, 8)
	for _, name := range names {
		t.Run(name+" says that it is for tests and parses as it lies there", func(t *testing.T) {
			t.Parallel()
			text, err := os.ReadFile(name)
			require.NoError(t, err)
			require.True(t, strings.HasPrefix(string(text), "TEST ONLY."))
			require.Contains(t, string(text), "Never use it for anything real")
			if strings.HasSuffix(name, "_private.pem") {
				_, err = keys.ParsePrivate(string(text))
			} else {
				_, err = keys.ParsePublic(string(text))
			}
			require.NoError(t, err)
		})
	}
}
