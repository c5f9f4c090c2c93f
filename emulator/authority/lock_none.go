//go:build !(darwin || dragonfly || freebsd || linux || netbsd || openbsd)

package authority

// lock does nothing: this system's standard library has no locks. Emulators
// that start at once in one folder may then get different CAs.
func lock(string) (unlock func(), err error) { return func() {}, nil }
