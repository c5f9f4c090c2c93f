package signature_test

import (
	"crypto/rand"
	"crypto/rsa"
	"math/big"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"localipay/emulator/alipay"
	"localipay/emulator/signature"
)

const md5OfTest = "bbd13b52823b576291595f472ebcfbc2"

var message = []byte("partner=123&service=test")

func TestVerifyMD5(t *testing.T) {
	t.Parallel()
	t.Run("refuses upper-case hex", func(t *testing.T) {
		t.Parallel()
		err := signature.Verify(alipay.MD5, message, strings.ToUpper(md5OfTest), gemKey, nil)
		require.ErrorIs(t, err, signature.ErrMismatch)
	})
	t.Run("refuses blanks around the hex", func(t *testing.T) {
		t.Parallel()
		require.ErrorIs(t, signature.Verify(alipay.MD5, message, md5OfTest+" ", gemKey, nil), signature.ErrMismatch)
	})
	t.Run("refuses a missing signature", func(t *testing.T) {
		t.Parallel()
		require.ErrorIs(t, signature.Verify(alipay.MD5, message, "", gemKey, nil), signature.ErrMismatch)
	})
	t.Run("wants a key", func(t *testing.T) {
		t.Parallel()
		require.ErrorIs(t, signature.Verify(alipay.MD5, message, md5OfTest, "", nil), signature.ErrKey)
		_, err := signature.Sign(alipay.MD5, message, "", nil)
		require.ErrorIs(t, err, signature.ErrKey)
	})
}

func TestVerifyRSA(t *testing.T) {
	t.Parallel()
	public := gemPublicKey(t)
	t.Run("ignores line breaks and tabs", func(t *testing.T) {
		t.Parallel()
		broken := rsaOfTest[:60] + "\n" + rsaOfTest[60:120] + "\r\n\t" + rsaOfTest[120:] + "\n"
		require.NoError(t, signature.Verify(alipay.RSA, message, broken, "", public))
	})
	t.Run("reads a blank as a plus sign", func(t *testing.T) {
		t.Parallel()
		require.Contains(t, rsaOfTest, "+")
		blank := strings.ReplaceAll(rsaOfTest, "+", " ")
		require.NoError(t, signature.Verify(alipay.RSA, message, blank, "", public))
	})
	t.Run("tells SHA-256 labelled as RSA from a match", func(t *testing.T) {
		t.Parallel()
		require.ErrorIs(t, signature.Verify(alipay.RSA, message, rsa2OfTest, "", public), signature.ErrMismatch)
		require.ErrorIs(t, signature.Verify(alipay.RSA2, message, rsaOfTest, "", public), signature.ErrMismatch)
	})
	t.Run("refuses what is not base64", func(t *testing.T) {
		t.Parallel()
		require.ErrorIs(t, signature.Verify(alipay.RSA, message, "not*base64", "", public), signature.ErrMalformed)
	})
	t.Run("refuses an empty signature", func(t *testing.T) {
		t.Parallel()
		require.ErrorIs(t, signature.Verify(alipay.RSA, message, "", "", public), signature.ErrMismatch)
	})
	t.Run("wants a usable key", func(t *testing.T) {
		t.Parallel()
		small := &rsa.PublicKey{N: big.NewInt(3233), E: 17}
		for _, key := range []*rsa.PublicKey{nil, {}, small} {
			require.ErrorIs(t, signature.Verify(alipay.RSA, message, rsaOfTest, "", key), signature.ErrKey)
		}
		_, err := signature.Sign(alipay.RSA2, message, "", nil)
		require.ErrorIs(t, err, signature.ErrKey)
	})
}

func TestSign(t *testing.T) {
	t.Parallel()
	private := newKey(t)
	for _, kind := range []alipay.SignType{alipay.MD5, alipay.RSA, alipay.RSA2} {
		t.Run(string(kind)+" signatures verify, and only for their message", func(t *testing.T) {
			t.Parallel()
			sign, err := signature.Sign(kind, message, gemKey, private)
			require.NoError(t, err)
			require.NotContains(t, sign, "\n")
			require.NoError(t, signature.Verify(kind, message, sign, gemKey, &private.PublicKey))
			other := []byte("partner=123&service=other")
			require.ErrorIs(t, signature.Verify(kind, other, sign, gemKey, &private.PublicKey), signature.ErrMismatch)
		})
	}
	t.Run("knows no DSA and no lower-case names", func(t *testing.T) {
		t.Parallel()
		for _, kind := range []alipay.SignType{"", "DSA", "md5", "rsa2"} {
			_, err := signature.Sign(kind, message, gemKey, private)
			require.ErrorIs(t, err, alipay.IllegalSignType)
			require.ErrorIs(t, signature.Verify(kind, message, "", gemKey, &private.PublicKey), alipay.IllegalSignType)
		}
	})
}

func FuzzVerify(f *testing.F) {
	public := gemPublicKey(f)
	f.Add("MD5", []byte("partner=123&service=test"), md5OfTest, gemKey)
	f.Add("RSA", []byte("partner=123&service=test"), rsaOfTest, "")
	f.Add("RSA2", []byte("partner=123&service=test"), "  \r\n\t==", "")
	f.Add("DSA", []byte{}, "", "")
	f.Fuzz(func(t *testing.T, kind string, text []byte, sign, key string) {
		err := signature.Verify(alipay.SignType(kind), text, sign, key, public)
		if err == nil && kind == "MD5" {
			want, err := signature.Sign(alipay.MD5, text, key, nil)
			require.NoError(t, err)
			require.Equal(t, want, sign)
		}
	})
}

// BenchmarkVerifyAndSign is the cryptography of one call: the request's
// signature verified, the answer signed.
func BenchmarkVerifyAndSign(b *testing.B) {
	private := newKey(b)
	answer := []byte(responseVector)
	for _, kind := range []alipay.SignType{alipay.MD5, alipay.RSA, alipay.RSA2} {
		b.Run(string(kind), func(b *testing.B) {
			sign, err := signature.Sign(kind, message, gemKey, private)
			require.NoError(b, err)
			b.ReportAllocs()
			for b.Loop() {
				if err := signature.Verify(kind, message, sign, gemKey, &private.PublicKey); err != nil {
					b.Fatal(err)
				}
				if _, err := signature.Sign(kind, answer, gemKey, private); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func newKey(tb testing.TB) *rsa.PrivateKey {
	tb.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	require.NoError(tb, err)
	return key
}
