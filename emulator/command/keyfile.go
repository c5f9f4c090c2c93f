package command

import (
	"crypto/rsa"
	"fmt"
	"os"

	"localipay/keys"
)

// publicKey reads and checks a file that holds a public key, as PEM or as the
// one-line base64 of Alipay's portal.
func publicKey(file string) (text string, err error) {
	data, err := os.ReadFile(file) //nolint:gosec // the user names it
	if err != nil {
		return "", err
	}
	if _, err := keys.ParsePublic(string(data)); err != nil {
		return "", fmt.Errorf("%s: %w", file, err)
	}
	return string(data), nil
}

func privateKey(file string) (*rsa.PrivateKey, error) {
	data, err := os.ReadFile(file) //nolint:gosec // the user names it
	if err != nil {
		return nil, err
	}
	key, err := keys.ParsePrivate(string(data))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return key, nil
}
