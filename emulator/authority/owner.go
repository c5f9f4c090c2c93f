//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package authority

import (
	"fmt"
	"io/fs"
	"os"
	"syscall"
)

// check: in a folder that everybody may write, anybody may put his own ca.pem
// before the emulator's clients.
func (f folder) check() error {
	info, err := os.Stat(string(f))
	if err != nil {
		return fmt.Errorf("--tls-dir: %w", err)
	}
	const others = 0o002
	if mode := info.Mode(); mode.Perm()&others != 0 && mode&fs.ModeSticky == 0 {
		return fmt.Errorf("--tls-dir: everybody can write in %s (mode %04o): chmod o-w it, or name a folder inside it, as %s", f, mode.Perm(), f.path("ca"))
	}
	return nil
}

// checkKey: a key that others can read, or have put there, is not the CA's own.
func (f folder) checkKey(name string) error {
	path := f.path(name)
	info, err := os.Stat(path)
	if err != nil {
		return fmt.Errorf("--tls-dir: %w", err)
	}
	const others = 0o077
	if mode := info.Mode().Perm(); mode&others != 0 {
		return fmt.Errorf("--tls-dir: %s can be read by others than its owner (mode %04o): chmod 600 it; if that does not help, name a folder on a file system that keeps modes",
			path, mode)
	}
	if stat, ok := info.Sys().(*syscall.Stat_t); ok && stat.Uid != 0 && int(stat.Uid) != os.Geteuid() {
		return fmt.Errorf("--tls-dir: %s belongs to user %d, who could then sign for this emulator, which runs as user %d: name another folder",
			path, stat.Uid, os.Geteuid())
	}
	return nil
}

// runsAs is who could not write.
func runsAs() string { return fmt.Sprintf(", which runs as user %d,", os.Geteuid()) }
