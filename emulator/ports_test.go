package emulator_test

import (
	"errors"
	"net"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// A program that a test beside starts (openssl, go list) holds a copy of every
// descriptor until it runs: a port that was let go is free a moment later.

// isLetGo waits until nobody listens there.
func isLetGo(t *testing.T, address string) {
	t.Helper()
	require.Eventually(t, func() bool {
		c, err := net.Dial("tcp", address)
		if err == nil {
			_ = c.Close()
		}
		return errors.Is(err, syscall.ECONNREFUSED)
	}, time.Minute, time.Millisecond, "somebody still listens on %s", address)
}

// onceFree does what needs a port, when it can be had.
func onceFree(t *testing.T, do func() error) error {
	t.Helper()
	var err error
	require.Eventually(t, func() bool {
		err = do()
		return !errors.Is(err, syscall.EADDRINUSE)
	}, time.Minute, time.Millisecond, "the port is not free")
	return err
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
	require.NoError(t, onceFree(t, func() error {
		l, err := net.Listen("tcp", address)
		if err != nil {
			return err
		}
		return l.Close()
	}))
}
