//go:build !(darwin || dragonfly || freebsd || linux || netbsd || openbsd)

package authority

import "time"

// lock does nothing: this system's standard library has no locks. Emulators
// that start at once in one folder may then get different CAs.
func (folder) lock(time.Duration) (unlock func(), err error) { return func() {}, nil }
