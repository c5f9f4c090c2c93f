//go:build !(darwin || dragonfly || freebsd || linux || netbsd || openbsd)

package authority

// check and checkKey do nothing: this system has neither modes nor user ids.
func (folder) check() error          { return nil }
func (folder) checkKey(string) error { return nil }

func runsAs() string { return "" }
