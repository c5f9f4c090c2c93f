package authority_test

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"localipay/emulator/authority"
)

// all are the files of a folder.
var all = []string{authority.KeyFile, authority.CertificateFile, authority.LeafFile}

func opened(t *testing.T, dir string, at time.Time, more ...string) *authority.Authority {
	t.Helper()
	a, err := authority.Open(dir, at, authority.Names{More: more})
	require.NoError(t, err)
	return a
}

// contents are what stands in a folder, whatever its name, beside the lock.
func contents(t *testing.T, dir string) map[string]string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	found := map[string]string{}
	for _, e := range entries {
		if e.Name() == "ca.lock" { // that is empty
			continue
		}
		text, err := os.ReadFile(filepath.Join(dir, e.Name()))
		require.NoError(t, err)
		found[e.Name()] = string(text)
	}
	return found
}

func remove(t *testing.T, dir string, names ...string) {
	t.Helper()
	for _, name := range names {
		require.NoError(t, os.Remove(filepath.Join(dir, name)))
	}
}

func TestFolder(t *testing.T) {
	t.Parallel()
	t.Run("is made with all above it", func(t *testing.T) {
		t.Parallel()
		opened(t, filepath.Join(t.TempDir(), "a", "b"), now)
	})
	t.Run("holds a certificate for everybody, keys for the owner, and nothing else", func(t *testing.T) {
		t.Parallel()
		dir := t.TempDir()
		a := opened(t, dir, now)
		found := contents(t, dir)
		require.Len(t, found, len(all))
		require.Equal(t, string(a.CertificatePEM()), found[authority.CertificateFile])
		if runtime.GOOS == "windows" {
			t.Skip("NOT DONE: Windows has no such modes")
		}
		for _, name := range all {
			info, err := os.Stat(filepath.Join(dir, name))
			require.NoError(t, err)
			want := map[bool]os.FileMode{true: 0o644, false: 0o600}[name == authority.CertificateFile]
			require.Equal(t, want, info.Mode().Perm(), name)
		}
	})
	t.Run("is used again and not touched", func(t *testing.T) {
		t.Parallel()
		dir := t.TempDir()
		first := opened(t, dir, now, "pay.test", "*.shop.test", "192.0.2.7")
		before := contents(t, dir)
		second := opened(t, dir, now.Add(100*day), "192.0.2.7", "*.shop.test", "pay.test")
		require.Equal(t, first.CertificatePEM(), second.CertificatePEM())
		require.Empty(t, second.Replaced())
		require.Equal(t, first.TLS().Certificates[0].Certificate, second.TLS().Certificates[0].Certificate)
		require.Equal(t, before, contents(t, dir))
		require.NoError(t, verified(t, second, now.Add(100*day), "x.shop.test"))
	})
	t.Run("that cannot be made is named", func(t *testing.T) {
		t.Parallel()
		file := filepath.Join(t.TempDir(), "file")
		require.NoError(t, os.WriteFile(file, nil, 0o600))
		_, err := authority.Open(file, now, authority.Names{})
		require.ErrorContains(t, err, "--tls-dir")
		require.ErrorContains(t, err, file)
		_, err = authority.Open("", now, authority.Names{})
		require.ErrorContains(t, err, `--tls-dir ""`)
	})
	t.Run("is whole again after a crash between two files", func(t *testing.T) {
		t.Parallel()
		for _, missing := range [][]string{{authority.CertificateFile}, {authority.LeafFile}, {authority.CertificateFile, authority.LeafFile}} {
			dir := t.TempDir()
			first := opened(t, dir, now)
			remove(t, dir, missing...)
			second := opened(t, dir, now)
			require.Equal(t, first.CertificatePEM(), second.CertificatePEM(), missing)
			require.Empty(t, second.Replaced())
			require.Len(t, contents(t, dir), len(all))
			require.NoError(t, verified(t, second, now, "mapi.alipay.com"))
		}
	})
	t.Run("may be one where nothing can be written any more", func(t *testing.T) {
		t.Parallel()
		if os.Geteuid() == 0 {
			t.Skip("NOT DONE: root may write everywhere")
		}
		dir := t.TempDir()
		first := opened(t, dir, now)
		require.NoError(t, os.Chmod(dir, 0o500))
		second := opened(t, dir, now.Add(300*day)) // the leaf that is kept is too old
		require.Equal(t, first.CertificatePEM(), second.CertificatePEM())
		require.NoError(t, verified(t, second, now.Add(600*day), "mapi.alipay.com"))
	})
}

func TestLeafOfAFolder(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		after time.Duration
		more  []string
		anew  bool
	}{
		"stays while it has half a year left": {215 * day, []string{"a.test", "b.a.test"}, false},
		"is made anew when it has less":       {220 * day, []string{"a.test", "b.a.test"}, true},
		"is made anew when its time is over":  {400 * day, []string{"a.test", "b.a.test"}, true},
		"is made anew for another name":       {0, []string{"a.test", "b.a.test", "c.a.test"}, true},
		"is made anew for a name less":        {0, []string{"a.test"}, true},
		"is made anew for no name":            {0, nil, true},
	} {
		t.Run(name+", by the same CA", func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			first := opened(t, dir, now, "a.test", "b.a.test")
			second := opened(t, dir, now.Add(c.after), c.more...)
			require.Equal(t, c.anew, !first.TLS().Certificates[0].Leaf.Equal(second.TLS().Certificates[0].Leaf))
			require.Equal(t, first.CertificatePEM(), second.CertificatePEM())
			require.Empty(t, second.Replaced())
			for _, host := range append(c.more, "alipay.com") {
				require.NoError(t, verified(t, second, now.Add(c.after+179*day), host))
			}
			third := opened(t, dir, now.Add(c.after), c.more...)
			require.Equal(t, second.TLS().Certificates[0].Certificate, third.TLS().Certificates[0].Certificate, "it is kept")
		})
	}
}

func TestCAInAFolder(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		after time.Duration
		more  []string
		why   string
	}{
		"for another name":             {0, []string{"a.test", "pay.test"}, "it is not for pay.test"},
		"for a wildcard":               {0, []string{"*.test.test"}, "it is not for *.test.test"},
		"for another address":          {0, []string{"192.0.2.7"}, "it is not for 192.0.2.7"},
		"for a name below a container": {0, []string{"pay.shop"}, "it is not for pay.shop"},
		"before a leaf would outlive it": {
			9 * 365 * day, nil, "it ends on 2036-03-01, before a new leaf would",
		},
		"when its time is over":      {11 * 365 * day, nil, "it ends on 2036-03-01, before a new leaf would"},
		"when its time has not come": {-2 * day, nil, "it is valid only from 2026-03-01T04:00:00Z"},
	} {
		t.Run("is replaced "+name+", and that is told", func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			first := opened(t, dir, now, "shop", "a.test")
			second := opened(t, dir, now.Add(c.after), c.more...)
			require.Equal(t, "the CA in "+dir+" was replaced: "+c.why+"; whoever trusts the old ca.pem must be given the new one", second.Replaced())
			require.NotEqual(t, first.CertificatePEM(), second.CertificatePEM())
			require.Equal(t, string(second.CertificatePEM()), contents(t, dir)[authority.CertificateFile])
			require.NoError(t, verified(t, second, now.Add(c.after), "alipay.com"))
			require.Len(t, contents(t, dir), len(all))
			third := opened(t, dir, now.Add(c.after), c.more...)
			require.Equal(t, second.CertificatePEM(), third.CertificatePEM())
			require.Empty(t, third.Replaced())
		})
	}
}

func TestKeysThatOthersCanRead(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("NOT DONE: Windows has no such modes")
	}
	t.Run("are refused", func(t *testing.T) {
		t.Parallel()
		for _, name := range []string{authority.KeyFile, authority.LeafFile} {
			dir := t.TempDir()
			first := opened(t, dir, now)
			key := filepath.Join(dir, name)
			require.NoError(t, os.Chmod(key, 0o640))
			_, err := authority.Open(dir, now, authority.Names{})
			require.ErrorContains(t, err, key+" can be read by others than its owner (mode 0640): chmod 600 it")
			require.NoError(t, os.Chmod(key, 0o600))
			require.Equal(t, first.CertificatePEM(), opened(t, dir, now).CertificatePEM())
		}
	})
	t.Run("are refused where everybody can put one", func(t *testing.T) {
		t.Parallel()
		dir := t.TempDir()
		require.NoError(t, os.Chmod(dir, 0o777))
		_, err := authority.Open(dir, now, authority.Names{})
		require.ErrorContains(t, err, "everybody can write in "+dir+" (mode 0777): chmod o-w it, or name a folder inside it, as "+filepath.Join(dir, "ca"))
		require.Empty(t, contents(t, dir))
	})
	t.Run("are refused where another user has put one", func(t *testing.T) {
		t.Parallel()
		if os.Geteuid() != 0 {
			t.Skip("NOT DONE: only root can give a file to another user")
		}
		dir := t.TempDir()
		opened(t, dir, now)
		key := filepath.Join(dir, authority.KeyFile)
		require.NoError(t, os.Chown(key, 12345, -1))
		_, err := authority.Open(dir, now, authority.Names{})
		require.ErrorContains(t, err, key+" belongs to user 12345")
	})
}
