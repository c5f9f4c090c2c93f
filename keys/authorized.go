package keys

import (
	"errors"
	"fmt"
	"strings"

	"golang.org/x/crypto/ssh"
)

// maxAuthorized bounds how many keys one merchant may log in with.
const maxAuthorized = 20

// ParseAuthorized reads the SSH public keys that may fetch a merchant's files:
// lines as in authorized_keys or in a .pub file, without options. An error
// says what was given instead; it never holds key material.
func ParseAuthorized(text string) (list []ssh.PublicKey, err error) {
	if strings.Contains(text, "-----BEGIN ") {
		return nil, errors.New("this is PEM; give the line of the .pub file that ssh-keygen has made beside it, as ssh-ed25519 AAAA… me@host")
	}
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		key, _, options, _, err := ssh.ParseAuthorizedKey([]byte(line))
		switch {
		case err != nil:
			return nil, errors.New("this is no SSH public key; give the line of a .pub file, as ssh-ed25519 AAAA… me@host")
		case len(options) > 0:
			return nil, fmt.Errorf("the option %s of an SSH key is not for localipay; leave everything before the key's type out", options[0])
		case len(list) == maxAuthorized:
			return nil, fmt.Errorf("more than %d SSH keys are too many", maxAuthorized)
		}
		list = append(list, key)
	}
	if len(list) == 0 {
		return nil, errors.New("there is no SSH key in it; give the line of a .pub file, as ssh-ed25519 AAAA… me@host")
	}
	return list, nil
}

// CheckSwitch tells what is wrong with the value of a merchant's switch that
// holds a key. None is fine, and other switches are none of its business.
func CheckSwitch(name, text string) (err error) {
	switch {
	case text == "":
	case name == "rsa_public_key":
		_, err = ParsePublic(text)
	case name == "sftp_authorized_key":
		_, err = ParseAuthorized(text)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// CheckSwitches does the same for both.
func CheckSwitches(rsaPublic, sftpAuthorized string) error {
	if err := CheckSwitch("rsa_public_key", rsaPublic); err != nil {
		return err
	}
	return CheckSwitch("sftp_authorized_key", sftpAuthorized)
}
