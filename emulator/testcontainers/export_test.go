package testcontainers

import "localipay/emulator"

// RunIn is Run with an environment of the test's own.
func RunIn(t emulator.TB, getenv func(string) string, options ...Options) *Localipay {
	t.Helper()
	return run(t, getenv, options...)
}

// Misplace has the container look for this process where it is not.
func (l *Localipay) Misplace() { l.host = "127.0.0.1" }
