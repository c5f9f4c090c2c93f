package keys

import (
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// pemBlock is laxer than encoding/pem: environment variables and YAML fold a
// key's lines into one, or indent them, and the key is good all the same.
var pemBlock = regexp.MustCompile(`(?s)-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END `)

var (
	errEmpty     = errors.New("the key is empty; give PEM or the base64 in one line")
	errCutOff    = errors.New("the PEM block is cut off: there is no -----END line; copy the whole file")
	errOpenSSH   = errors.New("this is an OpenSSH key; ssh-keygen -p -m PEM -f FILE rewrites a private one, ssh-keygen -e -m PKCS8 -f FILE prints a public one")
	errEncrypted = errors.New("this private key is encrypted; openssl pkey -in FILE -out PLAIN decrypts it")
	errNotRSA    = errors.New("this is not an RSA key (EC, DSA or Ed25519); the gateway signs with RSA: make one with openssl genrsa 2048")
	errNoKey     = errors.New("the base64 holds no key: damaged or cut off; copy the whole of it, with nothing added")
)

// maxText bounds what is looked at: the PEM of an 8192-bit pair has 7 kB.
const maxText = 64 << 10

// read finds the first key or certificate in text, whichever kind it is, so
// that the caller can say what was given in place of what belongs there.
func read(text string) (any, error) {
	if len(text) > maxText {
		return nil, fmt.Errorf("%d bytes are too many for a key; give one PEM block", len(text))
	}
	text = strings.TrimSpace(strings.ReplaceAll(text, `\n`, "\n"))
	if text == "" {
		return nil, errEmpty
	}
	if strings.HasPrefix(text, "ssh-") {
		return nil, errOpenSSH
	}
	if !strings.Contains(text, "-----BEGIN ") {
		return readDER(text)
	}
	found := pemBlock.FindStringSubmatch(text)
	if found == nil {
		return nil, errCutOff
	}
	return readBlock(found[1], found[2])
}

func readBlock(label, body string) (any, error) {
	switch {
	case strings.HasPrefix(label, "OPENSSH"):
		return nil, errOpenSSH
	case strings.HasPrefix(label, "EC "):
		return nil, errNotRSA
	case strings.HasPrefix(label, "ENCRYPTED"), strings.Contains(body, "ENCRYPTED"):
		return nil, errEncrypted
	case strings.Contains(label, "CERTIFICATE"):
		return &x509.Certificate{}, nil
	}
	return readDER(body)
}

func readDER(body string) (any, error) {
	der, err := decode(body)
	if err != nil {
		return nil, err
	}
	for _, parse := range []func([]byte) (any, error){
		x509.ParsePKIXPublicKey,
		x509.ParsePKCS8PrivateKey,
		func(der []byte) (any, error) { return x509.ParsePKCS1PublicKey(der) },
		func(der []byte) (any, error) { return x509.ParsePKCS1PrivateKey(der) },
		func(der []byte) (any, error) { return x509.ParseECPrivateKey(der) },
		func(der []byte) (any, error) { return x509.ParseCertificate(der) },
	} {
		if found, err := parse(der); err == nil {
			return found, nil
		}
	}
	return nil, errNoKey
}

// decode reads base64 with or without its padding, in any number of lines.
func decode(body string) ([]byte, error) {
	packed := strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, body)
	der, err := base64.RawStdEncoding.DecodeString(strings.TrimRight(packed, "="))
	var at base64.CorruptInputError
	if errors.As(err, &at) && int(at) < len(packed) {
		stray, _ := utf8.DecodeRuneInString(packed[at:])
		return nil, fmt.Errorf("neither PEM nor base64: character %d is %q; give the key itself, not the name of its file", int(at)+1, stray)
	}
	if err != nil {
		return nil, errNoKey
	}
	return der, nil
}

func encode(der []byte) string { return base64.StdEncoding.EncodeToString(der) }

// refusePublic tells what was given where an RSA public key belongs.
func refusePublic(found any) error {
	switch found.(type) {
	case *rsa.PrivateKey:
		return errors.New("this is a private key; give its public half: openssl pkey -in FILE -pubout prints it")
	case *x509.Certificate:
		return errors.New("this is a certificate; openssl x509 -in FILE -noout -pubkey prints its key")
	}
	return errNotRSA
}

// refusePrivate tells what was given where an RSA private key belongs.
func refusePrivate(found any) error {
	switch found.(type) {
	case *rsa.PublicKey:
		return errors.New("this is a public key; signing needs the private half of the pair")
	case *x509.Certificate:
		return errors.New("this is a certificate; signing needs the private key that belongs to it")
	}
	return errNotRSA
}
