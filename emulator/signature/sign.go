package signature

import (
	"crypto"
	"crypto/md5"
	"crypto/rsa"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"

	"localipay/emulator/alipay"
)

// What can be wrong with a signature, apart from the sign type: an unknown one
// is alipay.IllegalSignType.
var (
	// ErrMismatch tells that the signature belongs to another message or key.
	ErrMismatch = errors.New("the signature does not match the message")
	// ErrMalformed tells that the signature is not even base64.
	ErrMalformed = errors.New("the signature is not base64")
	// ErrKey tells that the key for the sign type is missing or unusable.
	ErrKey = errors.New("no usable key for this sign_type")
)

// Sign signs message: MD5 gives 32 lower-case hex digits of message and key
// without a separator, RSA and RSA2 give PKCS#1 v1.5 signatures in base64
// without line breaks (gateway-and-trades §1.3). Only the key of the type is
// looked at; the errors are ErrKey and alipay.IllegalSignType.
func Sign(t alipay.SignType, message []byte, md5Key string, private *rsa.PrivateKey) (string, error) {
	switch t {
	case alipay.MD5:
		return signMD5(message, md5Key)
	case alipay.RSA, alipay.RSA2:
		return signRSA(t, message, private)
	}
	return "", alipay.IllegalSignType
}

// Verify checks sign, a signature of message as Sign makes it. The errors are
// ErrMismatch, ErrMalformed, ErrKey and alipay.IllegalSignType.
func Verify(t alipay.SignType, message []byte, sign, md5Key string, public *rsa.PublicKey) error {
	switch t {
	case alipay.MD5:
		return verifyMD5(message, sign, md5Key)
	case alipay.RSA, alipay.RSA2:
		return verifyRSA(t, message, sign, public)
	}
	return alipay.IllegalSignType
}

func signMD5(message []byte, key string) (string, error) {
	if key == "" {
		return "", ErrKey
	}
	h := md5.New()
	h.Write(message)
	h.Write([]byte(key))
	var sum [md5.Size]byte
	return hex.EncodeToString(h.Sum(sum[:0])), nil
}

func verifyMD5(message []byte, sign, key string) error {
	want, err := signMD5(message, key)
	if err != nil {
		return err
	}
	if subtle.ConstantTimeCompare([]byte(want), []byte(sign)) != 1 {
		return ErrMismatch
	}
	return nil
}

func signRSA(t alipay.SignType, message []byte, private *rsa.PrivateKey) (string, error) {
	if private == nil {
		return "", ErrKey
	}
	hash, sum := digest(t, message)
	raw, err := rsa.SignPKCS1v15(nil, private, hash, sum)
	if err != nil {
		return "", fmt.Errorf("%w: %w", ErrKey, err)
	}
	return base64.StdEncoding.EncodeToString(raw), nil
}

func verifyRSA(t alipay.SignType, message []byte, sign string, public *rsa.PublicKey) error {
	if public == nil || public.N == nil {
		return ErrKey
	}
	raw, err := base64.StdEncoding.DecodeString(tolerant.Replace(sign))
	if err != nil {
		return ErrMalformed
	}
	hash, sum := digest(t, message)
	err = rsa.VerifyPKCS1v15(public, hash, sum, raw)
	switch {
	case err == nil:
		return nil
	case errors.Is(err, rsa.ErrVerification):
		return ErrMismatch
	}
	return fmt.Errorf("%w: %w", ErrKey, err)
}

// tolerant undoes what happens to base64 on its way: a + that was not escaped
// arrives as a space, and some encoders break lines (spec decision 4).
var tolerant = strings.NewReplacer(" ", "+", "\r", "", "\n", "", "\t", "")

func digest(t alipay.SignType, message []byte) (crypto.Hash, []byte) {
	if t == alipay.RSA {
		sum := sha1.Sum(message)
		return crypto.SHA1, sum[:]
	}
	sum := sha256.Sum256(message)
	return crypto.SHA256, sum[:]
}
