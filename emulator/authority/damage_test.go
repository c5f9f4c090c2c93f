package authority_test

import (
	"crypto/rand"
	"crypto/rsa"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"localipay/emulator/authority"
)

const remedy = ": name another folder, or remove ca.* and leaf.pem there to have new ones made"

func write(t *testing.T, dir, name, text string) {
	t.Helper()
	require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600))
}

// blocks are what a file holds.
func blocks(text string) []string {
	return strings.SplitAfter(strings.TrimSuffix(text, "\n"), "-----END CERTIFICATE-----\n")
}

func TestDamagedFolders(t *testing.T) {
	t.Parallel()
	ownKey, own := foreign(t, "Shop Ltd")
	otherKey, _ := foreign(t, "Shop Ltd")
	wide, err := rsa.GenerateKey(rand.Reader, 2048)
	require.NoError(t, err)
	other := t.TempDir()
	opened(t, other, now)
	theirs := contents(t, other)
	const (
		cert, key      = authority.CertificateFile, authority.KeyFile
		leaf           = authority.LeafFile
		notOurs        = "was not made by localipay or is damaged: it does not hold a key and "
		doNotBelong    = "is damaged: its key and its certificate do not belong together"
		gone           = "\x00gone"
		noCertificates = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"
	)
	for name, c := range map[string]struct {
		change func(found map[string]string) map[string]string
		file   string
		why    string
	}{
		"a CA without its key": {
			func(map[string]string) map[string]string { return map[string]string{key: gone} },
			key, "is missing beside ca.pem",
		},
		"somebody's own ca.pem, and nothing else": {
			func(map[string]string) map[string]string {
				return map[string]string{cert: own, key: gone}
			},
			key, "is missing beside ca.pem",
		},
		"somebody's own CA": {
			func(map[string]string) map[string]string { return map[string]string{cert: own, key: ownKey} },
			key, notOurs + "2 certificates in PEM",
		},
		"somebody's own CA in one file": {
			func(map[string]string) map[string]string {
				return map[string]string{cert: own, key: ownKey + own + own}
			},
			key, `was not made by localipay: it holds a certificate of "O=Shop Ltd"`,
		},
		"the certificate of another CA": {
			func(map[string]string) map[string]string { return map[string]string{cert: theirs[cert]} },
			cert, "is damaged or does not belong to ca.key",
		},
		"another key before the certificates": {
			func(found map[string]string) map[string]string {
				return map[string]string{key: strings.Replace(found[key], found[key][:strings.Index(found[key], "-----BEGIN CERT")], otherKey, 1)}
			},
			key, doNotBelong,
		},
		"a key of another kind": {
			func(found map[string]string) map[string]string {
				return map[string]string{key: keyPEM(t, wide) + found[key][strings.Index(found[key], "-----BEGIN CERT"):]}
			},
			key, notOurs,
		},
		"an issuer of another root": {
			func(found map[string]string) map[string]string {
				return map[string]string{key: blocks(found[key])[0] + blocks(theirs[key])[1]}
			},
			key, "is damaged: its certificates do not belong together",
		},
		"a key cut off": {
			func(found map[string]string) map[string]string { return map[string]string{key: found[key][:100]} },
			key, notOurs,
		},
		"certificates cut off": {
			func(found map[string]string) map[string]string {
				return map[string]string{key: found[key][:len(found[key])-20]}
			},
			key, notOurs,
		},
		"somebody's own leaf.pem": {
			func(map[string]string) map[string]string { return map[string]string{leaf: ownKey + own} },
			leaf, notOurs + "3 certificates in PEM",
		},
		"a leaf cut off": {
			func(found map[string]string) map[string]string { return map[string]string{leaf: found[leaf][:300]} },
			leaf, notOurs,
		},
		"a leaf of another issuer": {
			func(found map[string]string) map[string]string {
				return map[string]string{leaf: blocks(theirs[leaf])[0] + strings.Join(blocks(found[leaf])[1:], "")}
			},
			leaf, "is damaged: its certificates do not belong together",
		},
		"an empty key":    {func(map[string]string) map[string]string { return map[string]string{key: ""} }, key, notOurs},
		"an empty ca.pem": {func(map[string]string) map[string]string { return map[string]string{cert: ""} }, cert, "is damaged"},
		"a ca.pem that is no PEM": {
			func(map[string]string) map[string]string { return map[string]string{cert: "hello"} },
			cert, "is damaged",
		},
		"a certificate that is none": {
			func(found map[string]string) map[string]string {
				return map[string]string{key: found[key] + noCertificates}
			},
			key, "is damaged: x509: malformed certificate",
		},
		"a key that is none": {
			func(found map[string]string) map[string]string {
				return map[string]string{key: strings.ReplaceAll(noCertificates, "CERTIFICATE", "PRIVATE KEY") + found[key]}
			},
			key, "is damaged: asn1",
		},
	} {
		t.Run("are named and left alone: "+name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			opened(t, dir, now)
			for file, text := range c.change(contents(t, dir)) {
				remove(t, dir, file)
				if text != gone {
					write(t, dir, file, text)
				}
			}
			before := contents(t, dir)
			_, err := authority.Open(dir, now, authority.Names{More: []string{"further.test"}})
			require.ErrorContains(t, err, "--tls-dir: "+filepath.Join(dir, c.file)+" "+c.why)
			require.True(t, strings.HasSuffix(err.Error(), remedy), err)
			require.Equal(t, before, contents(t, dir))
			remove(t, dir, keysOf(before)...)
			opened(t, dir, now) // the remedy helps
		})
	}
	for name, change := range map[string]func(file, text string) string{
		"files have other line ends, or a comment": func(_, text string) string {
			return "# ours\r\n" + strings.ReplaceAll(text, "\n", "\r\n")
		},
		"ca.pem holds the CAs of the world too": func(file, text string) string {
			if file == cert {
				return own + text
			}
			return text
		},
	} {
		t.Run("are not those whose "+name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			first := opened(t, dir, now)
			for file, text := range contents(t, dir) {
				write(t, dir, file, change(file, text))
			}
			before := contents(t, dir)
			require.Equal(t, first.CertificatePEM(), opened(t, dir, now).CertificatePEM())
			require.Equal(t, before, contents(t, dir))
		})
	}
	t.Run("are not those with the leaf of another CA", func(t *testing.T) {
		t.Parallel()
		dir := t.TempDir()
		opened(t, dir, now)
		write(t, dir, leaf, theirs[leaf])
		require.NoError(t, verified(t, opened(t, dir, now), now, "mapi.alipay.com"))
		require.NotEqual(t, theirs[leaf], contents(t, dir)[leaf])
	})
	t.Run("are those where a file is a folder", func(t *testing.T) {
		t.Parallel()
		dir := t.TempDir()
		require.NoError(t, os.Mkdir(filepath.Join(dir, cert), 0o700))
		_, err := authority.Open(dir, now, authority.Names{})
		require.ErrorContains(t, err, filepath.Join(dir, cert))
		require.ErrorContains(t, err, "localipay must be able to read what is in there")
	})
}

func keysOf(found map[string]string) []string {
	var names []string
	for name := range found {
		names = append(names, name)
	}
	return names
}
