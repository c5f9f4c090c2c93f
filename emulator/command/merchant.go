package command

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"localipay/emulator/alipay"
	"localipay/fixtures"
)

// nextMerchant is where the next one begins in a list: a key or a file name
// with a comma in it stays whole.
var nextMerchant = regexp.MustCompile(`[,\s]+([0-9]{16}:)`)

// merchants reads the values of --merchant. Each may hold several, as its
// environment variable must.
func merchants(texts []string) ([]fixtures.Merchant, error) {
	var list []fixtures.Merchant
	for _, text := range texts {
		for one := range strings.SplitSeq(nextMerchant.ReplaceAllString(strings.TrimSpace(text), "\n$1"), "\n") {
			m, err := merchant(one)
			if err != nil {
				return nil, fmt.Errorf("--merchant %q: %w", one, err)
			}
			list = append(list, m)
		}
	}
	return list, nil
}

// merchant reads PARTNER:MD5KEY[:RSA_PUBLIC_KEY_FILE].
func merchant(text string) (fixtures.Merchant, error) {
	partner, rest, _ := strings.Cut(text, ":")
	key, file, hasFile := strings.Cut(rest, ":")
	m := fixtures.Merchant{Partner: partner, Switches: map[string]any{"md5_key": key}}
	if !alipay.IsPartner(partner) || key == "" {
		return m, errors.New("write it as PARTNER:MD5KEY or PARTNER:MD5KEY:RSA_PUBLIC_KEY_FILE, with a partner id of 16 digits")
	}
	if hasFile {
		key, err := publicKey(file)
		if err != nil {
			return m, err
		}
		m.Switches["rsa_public_key"] = key
	}
	return m, nil
}
