package keys_test

import (
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"math/big"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"localipay/keys"
)

// gemPublic is the 1024-bit key of an open-source client's tests
// (vectors.md, section A).
const gemPublic = "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQCjNVhJf9PYDFN1PFd4SXEvxmjD0dn+xQ4lQu6o8HbGXz4de/RRVTJDL48qwxn81lar5cNSIjbnhDRXm9fZcrzuwbjqxXOv2Ov7MZAa/WJEcfvp3XcSgxKPB54FLVvHo/rxuMK2xpps47Lpc7vppkvi3ofbXW61S+aT0TWFkUMTnwIDAQAB"

func block(label string, der []byte) string {
	return string(pem.EncodeToMemory(&pem.Block{Type: label, Bytes: der}))
}

func line(der []byte) string { return base64.StdEncoding.EncodeToString(der) }

func TestParsePublicForms(t *testing.T) {
	t.Parallel()
	want := &keys.AlipayPrivate().PublicKey
	pkcs1 := x509.MarshalPKCS1PublicKey(want)
	full := keys.PublicPEM(want)
	for name, text := range map[string]string{
		"PEM":                                full,
		"PEM of PKCS#1":                      block("RSA PUBLIC KEY", pkcs1),
		"PEM after a comment":                "a key\n\n" + full,
		"PEM with Windows line ends":         strings.ReplaceAll(full, "\n", "\r\n"),
		"PEM that YAML has indented":         "  " + strings.ReplaceAll(full, "\n", "\n    "),
		"PEM folded into one line":           strings.ReplaceAll(full, "\n", " "),
		"PEM with backslash-n, as in an env": strings.ReplaceAll(full, "\n", `\n`),
		"one line":                           keys.PublicLine(want),
		"one line of PKCS#1":                 line(pkcs1),
		"one line without its padding":       strings.TrimRight(line(pkcs1), "="),
		"one line with white space around":   "\n\t " + keys.PublicLine(want) + " \r\n",
		"base64 broken into lines":           keys.PublicLine(want)[:64] + "\n" + keys.PublicLine(want)[64:],
	} {
		t.Run("reads "+name, func(t *testing.T) {
			t.Parallel()
			got, err := keys.ParsePublic(text)
			require.NoError(t, err)
			require.True(t, got.Equal(want))
		})
	}
	t.Run("reads a key of 1024 bits, as old shops have", func(t *testing.T) {
		t.Parallel()
		got, err := keys.ParsePublic(gemPublic)
		require.NoError(t, err)
		require.Equal(t, 1024, got.N.BitLen())
		require.Equal(t, gemPublic, keys.PublicLine(got))
	})
}

func TestParsePrivateForms(t *testing.T) {
	t.Parallel()
	want := keys.AlipayPrivate()
	pkcs1 := x509.MarshalPKCS1PrivateKey(want)
	pkcs8, err := x509.MarshalPKCS8PrivateKey(want)
	require.NoError(t, err)
	for name, text := range map[string]string{
		"PEM of PKCS#8":      block("PRIVATE KEY", pkcs8),
		"PEM of PKCS#1":      block("RSA PRIVATE KEY", pkcs1),
		"one line of PKCS#8": line(pkcs8),
		"one line of PKCS#1": " " + line(pkcs1) + "\n",
	} {
		t.Run("reads "+name, func(t *testing.T) {
			t.Parallel()
			got, err := keys.ParsePrivate(text)
			require.NoError(t, err)
			require.True(t, got.Equal(want))
		})
	}
}

// wrong is what people paste by mistake, with what each parser has to say.
func wrong(t *testing.T) map[string]struct{ text, public, private string } {
	t.Helper()
	mine := keys.AlipayPrivate()
	ec, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	ecSPKI, err := x509.MarshalPKIXPublicKey(&ec.PublicKey)
	require.NoError(t, err)
	sec1, err := x509.MarshalECPrivateKey(ec)
	require.NoError(t, err)
	_, ed, err := ed25519.GenerateKey(rand.Reader)
	require.NoError(t, err)
	ed8, err := x509.MarshalPKCS8PrivateKey(ed)
	require.NoError(t, err)
	cert, err := x509.CreateCertificate(rand.Reader, &x509.Certificate{SerialNumber: big.NewInt(1)},
		&x509.Certificate{SerialNumber: big.NewInt(1)}, &mine.PublicKey, mine)
	require.NoError(t, err)
	small := &rsa.PublicKey{N: new(big.Int).SetBit(big.NewInt(1), 511, 1), E: 65537}
	full := keys.AlipayPublicPEM()
	same := func(text, both string) struct{ text, public, private string } {
		return struct{ text, public, private string }{text, both, both}
	}
	return map[string]struct{ text, public, private string }{
		"nothing":               same(" \n", "the key is empty"),
		"a file's name":         same("/etc/keys/my.pem", `character 13 is '.'`),
		"base64 cut off":        same(gemPublic[:100], "damaged or cut off"),
		"base64 of no key":      same("aGVsbG8=", "damaged or cut off"),
		"half a base64 group":   same("aGVsb", "base64"),
		"Chinese text":          same("公鑰", "character 1 is '公'"),
		"PEM cut off":           same(full[:200], "no -----END line"),
		"an empty PEM block":    same("-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----\n", "damaged or cut off"),
		"an OpenSSH public key": same("ssh-rsa AAAAB3NzaC1yc2E me@host", "OpenSSH"),
		"an OpenSSH key":        same(block("OPENSSH PRIVATE KEY", []byte{1}), "ssh-keygen"),
		"an encrypted key":      same(block("ENCRYPTED PRIVATE KEY", []byte{1}), "openssl pkey -in FILE"),
		"an old encrypted key":  same("-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nAAAA\n-----END RSA PRIVATE KEY-----", "encrypted"),
		"an EC key":             same(block("EC PRIVATE KEY", sec1), "not an RSA key"),
		"an EC key in one line": same(line(sec1), "not an RSA key"),
		"an EC public key":      same(line(ecSPKI), "not an RSA key"),
		"an Ed25519 key":        same(line(ed8), "not an RSA key"),
		"a whole book":          same(strings.Repeat("A", 70_000), "70000 bytes are too many"),
		"a certificate":         {block("CERTIFICATE", cert), "openssl x509", "this is a certificate"},
		"a certificate's line":  {line(cert), "openssl x509", "this is a certificate"},
		"the other half":        {gemPublic, "", "this is a public key"},
		"a private key":         {line(x509.MarshalPKCS1PrivateKey(mine)), "openssl pkey -in FILE -pubout", ""},
		"512 bits":              {keys.PublicLine(small), "512 bits is too small", "this is a public key"},
	}
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	for name, c := range wrong(t) {
		t.Run("names the remedy for "+name, func(t *testing.T) {
			t.Parallel()
			public, err := keys.ParsePublic(c.text)
			if c.public == "" {
				require.NoError(t, err)
			} else {
				require.ErrorContains(t, err, c.public)
				require.Nil(t, public)
			}
			private, err := keys.ParsePrivate(c.text)
			if c.private == "" {
				require.NoError(t, err)
			} else {
				require.ErrorContains(t, err, c.private)
				require.Nil(t, private)
			}
		})
	}
}

func FuzzParse(f *testing.F) {
	f.Add(gemPublic)
	f.Add(keys.AlipayPublicPEM())
	f.Add(keys.AlipayPublicLine())
	f.Add("-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----")
	f.Add(line(x509.MarshalPKCS1PrivateKey(keys.AlipayPrivate())))
	f.Fuzz(func(t *testing.T, text string) {
		public, err := keys.ParsePublic(text)
		require.NotEqual(t, err == nil, public == nil)
		if err == nil {
			again, err := keys.ParsePublic(keys.PublicLine(public))
			require.NoError(t, err)
			require.True(t, again.Equal(public))
		}
		private, err := keys.ParsePrivate(text)
		require.NotEqual(t, err == nil, private == nil)
	})
}
