// Package keys holds the key pairs that localipay is tested with, and reads
// the RSA keys that people hand to it.
//
// Every key in this folder is published and for tests only; see its
// README.md. What is read is text (a flag, a fixtures file, a JSON member),
// never a file: who opens files knows better what to say when one is missing.
package keys

import (
	"crypto/rsa"
	"embed"
	"strings"
	"sync"
)

//go:embed *.pem alipay_public.txt
var files embed.FS

// alipayPrivate is parsed when the first answer is signed, not at start-up:
// checking an RSA key costs more than everything else that start-up does.
var alipayPrivate = sync.OnceValue(func() *rsa.PrivateKey {
	key, err := ParsePrivate(embedded("alipay_private.pem"))
	if err != nil {
		panic("keys: the embedded gateway key: " + err.Error()) // a test holds this
	}
	return key
})

// AlipayPrivate is the emulated gateway's own key, with which it signs answers
// and notifications.
func AlipayPrivate() *rsa.PrivateKey { return alipayPrivate() }

// AlipayPublicPEM is the key that a shop verifies with, as a PEM block (SPKI)
// without the comment that its file begins with.
func AlipayPublicPEM() string { return block(embedded("alipay_public.pem")) }

// AlipayPublicLine is the same key as the portal shows it: base64 in one line,
// without a line break at the end.
func AlipayPublicLine() string { return strings.TrimSpace(embedded("alipay_public.txt")) }

// MerchantPrivate is the key that a demo merchant signs with; false for any
// other partner.
func MerchantPrivate(partner string) (*rsa.PrivateKey, bool) {
	text, err := files.ReadFile("merchant_" + partner + "_private.pem")
	if err != nil {
		return nil, false
	}
	key, err := ParsePrivate(string(text))
	return key, err == nil
}

// MerchantPublicPEM is the key that a demo merchant has uploaded, as a PEM
// block (SPKI); false for any other partner.
func MerchantPublicPEM(partner string) (string, bool) {
	text, err := files.ReadFile("merchant_" + partner + "_public.pem")
	if err != nil {
		return "", false
	}
	return block(string(text)), true
}

// block leaves out the comment: a console that shows a key, or a shop that
// copies one, wants the block alone.
func block(file string) string {
	return file[max(0, strings.Index(file, "-----BEGIN")):]
}

func embedded(name string) string {
	text, err := files.ReadFile(name)
	if err != nil {
		panic("keys: " + err.Error()) // the names are constants of this file
	}
	return string(text)
}
