package keys_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/crypto/ssh"

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
	require.Len(t, names, 11)
	for _, name := range names {
		t.Run(name+" says that it is for tests and parses as it lies there", func(t *testing.T) {
			t.Parallel()
			text, err := os.ReadFile(name)
			require.NoError(t, err)
			require.True(t, strings.HasPrefix(string(text), "TEST ONLY."))
			require.Contains(t, string(text), "Never use it for anything real")
			switch {
			case strings.HasPrefix(name, "sftp_host_"):
				_, err = ssh.ParsePrivateKey(text[bytes.Index(text, []byte("-----BEGIN")):])
			case strings.HasSuffix(name, "_private.pem"):
				_, err = keys.ParsePrivate(string(text))
			default:
				_, err = keys.ParsePublic(string(text))
			}
			require.NoError(t, err)
		})
	}
}

func TestSFTPKeys(t *testing.T) {
	t.Parallel()
	t.Run("the host's public keys belong to its private ones", func(t *testing.T) {
		t.Parallel()
		hosts := keys.SFTPHosts()
		require.Len(t, hosts, 3)
		for i, kind := range []string{"ed25519", "ecdsa", "rsa"} {
			text, err := os.ReadFile("sftp_host_" + kind + ".pub")
			require.NoError(t, err)
			public, comment, _, _, err := ssh.ParseAuthorizedKey(text)
			require.NoError(t, err)
			require.Equal(t, hosts[i].PublicKey().Marshal(), public.Marshal(), kind)
			require.Contains(t, comment, "for tests only")
		}
	})
	pub, err := os.ReadFile("sftp_host_ed25519.pub")
	require.NoError(t, err)
	t.Run("lines of authorized_keys are read, with comments and empty lines", func(t *testing.T) {
		t.Parallel()
		list, err := keys.ParseAuthorized("# mine\n\n" + string(pub) + "\r\n  " + string(pub))
		require.NoError(t, err)
		require.Len(t, list, 2)
	})
	for name, c := range map[string]struct{ text, says string }{
		"nothing":           {" \n# nobody\n", "there is no SSH key"},
		"a private key":     {"-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----", ".pub file"},
		"half a line":       {"ssh-ed25519", "no SSH public key"},
		"damaged base64":    {"ssh-ed25519 AAAA me", "no SSH public key"},
		"a name of a file":  {"~/.ssh/id_ed25519.pub", "no SSH public key"},
		"an option":         {`command="rm -rf /" ` + string(pub), `the option command="rm -rf /"`},
		"one good, one bad": {string(pub) + "x", "no SSH public key"},
		"too many":          {strings.Repeat(string(pub), 21), "more than 20"},
	} {
		t.Run("names the remedy for "+name, func(t *testing.T) {
			t.Parallel()
			list, err := keys.ParseAuthorized(c.text)
			require.ErrorContains(t, err, c.says)
			require.Nil(t, list)
			require.ErrorContains(t, keys.CheckSwitches("", c.text), "sftp_authorized_key: ")
		})
	}
	t.Run("no key at all is a good switch", func(t *testing.T) {
		t.Parallel()
		require.NoError(t, keys.CheckSwitches("", ""))
		require.NoError(t, keys.CheckSwitch("name", "nobody's key"))
		require.ErrorContains(t, keys.CheckSwitches("x", ""), "rsa_public_key: ")
	})
}

func FuzzParseAuthorized(f *testing.F) {
	pub, _ := os.ReadFile("sftp_host_ed25519.pub")
	f.Add(string(pub))
	f.Add("# a\n" + string(pub) + "\n" + string(pub))
	f.Add(`no-pty,command="x" ssh-rsa AAAA`)
	f.Fuzz(func(t *testing.T, text string) {
		list, err := keys.ParseAuthorized(text)
		require.Equal(t, err != nil, list == nil)
		for _, key := range list {
			again, err := keys.ParseAuthorized(string(ssh.MarshalAuthorizedKey(key)))
			require.NoError(t, err)
			require.Equal(t, key.Marshal(), again[0].Marshal())
		}
	})
}
