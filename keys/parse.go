package keys

import (
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"fmt"
)

// minBits is what Alipay's own RSA keys had in the gateway's days; old shops
// still have one (gateway-and-trades §1.3).
const minBits = 1024

// ParsePublic reads an RSA public key of 1024 bits or more: PEM (SPKI or
// PKCS#1) or the one-line base64 of either, as Alipay's portal shows it. White
// space and text around it do not matter. An error says what was given
// instead and how to get the right thing; it never holds key material.
func ParsePublic(text string) (*rsa.PublicKey, error) {
	found, err := read(text)
	if err != nil {
		return nil, err
	}
	key, ok := found.(*rsa.PublicKey)
	if !ok {
		return nil, refusePublic(found)
	}
	if err := checkSize(key); err != nil {
		return nil, err
	}
	return key, nil
}

// ParsePrivate reads an RSA private key of 1024 bits or more: PEM (PKCS#1 or
// PKCS#8) or the one-line base64 of either. Errors are as ParsePublic's.
func ParsePrivate(text string) (*rsa.PrivateKey, error) {
	found, err := read(text)
	if err != nil {
		return nil, err
	}
	key, ok := found.(*rsa.PrivateKey)
	if !ok {
		return nil, refusePrivate(found)
	}
	if err := checkSize(&key.PublicKey); err != nil {
		return nil, err
	}
	return key, nil
}

func checkSize(key *rsa.PublicKey) error {
	if bits := key.N.BitLen(); bits < minBits {
		return fmt.Errorf("an RSA key of %d bits is too small; make one of 2048 with openssl genrsa 2048", bits)
	}
	return nil
}

// PublicPEM writes a key as PEM, SPKI, with a line break at the end.
func PublicPEM(key *rsa.PublicKey) string {
	return string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: spki(key)}))
}

// PublicLine writes a key as Alipay's portal shows it: the base64 of its SPKI
// in one line.
func PublicLine(key *rsa.PublicKey) string { return encode(spki(key)) }

func spki(key *rsa.PublicKey) []byte {
	der, err := x509.MarshalPKIXPublicKey(key)
	if err != nil {
		panic("keys: " + err.Error()) // fails for other types of key only
	}
	return der
}
