package authority_test

import (
	"path/filepath"
	"runtime"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"localipay/emulator/authority"
)

const emulators = 16

// together starts emulators in one folder at once.
func together(t *testing.T, dir string, host func(i int) string) []*authority.Authority {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("NOT DONE: there is no lock on Windows")
	}
	found, errs := make([]*authority.Authority, emulators), make([]error, emulators)
	var wait sync.WaitGroup
	for i := range emulators {
		wait.Go(func() { found[i], errs[i] = authority.Open(dir, now, authority.Names{More: []string{host(i)}}) })
	}
	wait.Wait()
	for i, a := range found {
		require.NoError(t, errs[i])
		require.NoError(t, verified(t, a, now, host(i)))
	}
	return found
}

func TestProgramThatHoldsTheLock(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	opened(t, dir, now)
	unlock, err := authority.Lock(dir, time.Minute)
	require.NoError(t, err)
	_, err = authority.Lock(dir, 0)
	require.EqualError(t, err, "--tls-dir: another program has held "+filepath.Join(dir, "ca.lock")+" for 0s: end it, or name another folder")
	unlock()
	opened(t, dir, now)
}

func TestEmulatorsThatStartTogether(t *testing.T) {
	t.Parallel()
	same := func(int) string { return "pay.test" }
	own := func(i int) string { return "pay" + strconv.Itoa(i) + ".shop.test" }
	agree := func(t *testing.T, dir string, found []*authority.Authority) {
		t.Helper()
		for _, a := range found {
			require.Equal(t, contents(t, dir)[authority.CertificateFile], string(a.CertificatePEM()))
		}
		require.Len(t, contents(t, dir), len(all))
	}
	t.Run("in an empty folder serve under one CA, with one leaf", func(t *testing.T) {
		t.Parallel()
		dir := t.TempDir()
		found := together(t, dir, same)
		agree(t, dir, found)
		for _, a := range found {
			require.Equal(t, found[0].TLS().Certificates[0].Certificate, a.TLS().Certificates[0].Certificate)
			require.Empty(t, a.Replaced())
		}
	})
	t.Run("replace a CA once", func(t *testing.T) {
		t.Parallel()
		dir := t.TempDir()
		opened(t, dir, now)
		found := together(t, dir, same)
		agree(t, dir, found)
		told := 0
		for _, a := range found {
			told += len(a.Replaced()[:min(1, len(a.Replaced()))])
		}
		require.Equal(t, 1, told, "one of them tells")
	})
	t.Run("with names of their own that the CA covers serve each its own", func(t *testing.T) {
		t.Parallel()
		dir := t.TempDir()
		opened(t, dir, now, "*.shop.test")
		agree(t, dir, together(t, dir, own))
		opened(t, dir, now)
	})
	t.Run("with names of their own that no CA covers leave whole pairs", func(t *testing.T) {
		t.Parallel()
		dir := t.TempDir()
		together(t, dir, own)
		require.Len(t, contents(t, dir), len(all))
		opened(t, dir, now)
	})
}
