//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package authority

import (
	"errors"
	"os"
	"syscall"
)

// lock waits for other emulators that make certificates in a folder. The lock
// is the system's, on the folder itself: it ends with the process, so a crash
// leaves nothing behind. Where a file system has no locks, there is none.
func lock(dir string) (unlock func(), err error) {
	folder, err := os.Open(dir) //nolint:gosec // the user names it
	if err != nil {
		return nil, err
	}
	for {
		if err := syscall.Flock(int(folder.Fd()), syscall.LOCK_EX); !errors.Is(err, syscall.EINTR) {
			return func() { _ = folder.Close() }, nil
		}
	}
}
