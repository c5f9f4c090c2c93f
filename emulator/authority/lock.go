//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package authority

import (
	"context"
	"errors"
	"fmt"
	"os"
	"syscall"
	"time"
)

// lock waits for other emulators that make certificates in a folder. The lock
// is the system's: it ends with the process, so a crash leaves nothing behind.
// There is none where nothing can be written, nor where a file system has none.
func (f folder) lock(wait time.Duration) (unlock func(), err error) {
	file, err := os.OpenFile(f.path(lockFile), os.O_RDWR|os.O_CREATE, ownerOnly)
	if isReadOnly(err) {
		return func() {}, nil
	}
	if err != nil {
		return nil, fmt.Errorf("--tls-dir: %w", err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), wait)
	defer cancel()
	locked := make(chan struct{})
	go func() {
		defer close(locked)
		for errors.Is(syscall.Flock(int(file.Fd()), syscall.LOCK_EX), syscall.EINTR) {
		}
	}()
	select {
	case <-locked:
		return func() { _ = file.Close() }, nil
	case <-ctx.Done():
		go func() { // nobody can take back the question, only the answer
			<-locked
			_ = file.Close()
		}()
		return nil, fmt.Errorf("--tls-dir: another program has held %s for %s: end it, or name another folder", f.path(lockFile), wait)
	}
}
