package emulator_test

import (
	"errors"
	"net"
	"runtime"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
)

// A program that a test beside starts (openssl, go list) holds a copy of every
// descriptor until it runs: a port that was let go is free a moment later.

// isLetGo waits until nobody listens there.
func isLetGo(t *testing.T, address string) {
	t.Helper()
	for t.Context().Err() == nil {
		c, err := net.Dial("tcp", address)
		if err != nil {
			return
		}
		require.NoError(t, c.Close())
		runtime.Gosched()
	}
}

// onceFree does what needs a port, when it can be had.
func onceFree(do func() error) error {
	for {
		if err := do(); !errors.Is(err, syscall.EADDRINUSE) {
			return err
		}
		runtime.Gosched()
	}
}

// freePort is one that was free just now.
func freePort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	require.NoError(t, l.Close())
	return l.Addr().String()
}

// isFree waits until it can be listened on.
func isFree(t *testing.T, address string) {
	t.Helper()
	require.NoError(t, onceFree(func() error {
		l, err := net.Listen("tcp", address)
		if err != nil {
			return err
		}
		return l.Close()
	}))
}
