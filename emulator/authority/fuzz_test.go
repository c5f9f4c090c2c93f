package authority_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"localipay/emulator/authority"
)

// FuzzFolder: whatever stands in a folder is used as it is, or left as it is.
func FuzzFolder(f *testing.F) {
	dir := f.TempDir()
	_, err := authority.Open(dir, now, authority.Names{})
	require.NoError(f, err)
	texts := map[string]string{}
	for _, name := range all {
		text, err := os.ReadFile(filepath.Join(dir, name))
		require.NoError(f, err)
		texts[name] = string(text)
	}
	f.Add(texts[authority.KeyFile], texts[authority.CertificateFile], texts[authority.LeafFile])
	f.Add("", "", "")
	f.Add(texts[authority.KeyFile][:300], "", "")
	f.Fuzz(func(t *testing.T, key, certificate, leaf string) {
		dir := t.TempDir()
		write(t, dir, authority.KeyFile, key)
		write(t, dir, authority.CertificateFile, certificate)
		write(t, dir, authority.LeafFile, leaf)
		before := contents(t, dir)
		a, err := authority.Open(dir, now, authority.Names{})
		if err != nil {
			require.ErrorContains(t, err, dir)
			require.Equal(t, before, contents(t, dir))
			return
		}
		require.NoError(t, verified(t, a, now, "alipay.com"))
		require.Equal(t, key, contents(t, dir)[authority.KeyFile])
	})
}
