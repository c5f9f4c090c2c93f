//go:build !(darwin || dragonfly || freebsd || linux || netbsd || openbsd)

package authority

import (
	"errors"
	"os"
	"time"
)

// lock does nothing: this system's standard library has no locks. Emulators
// that start at once in one folder may then get different CAs.
func (folder) lock(time.Duration) (unlock func(), err error) { return func() {}, nil }

// isReadOnly tells of an error that nothing can be written.
func isReadOnly(err error) bool { return errors.Is(err, os.ErrPermission) }
