package sftpd

import (
	"net"
	"sync/atomic"
	"time"

	"localipay/emulator/clock"
)

// timedConn ends a connection on which nothing comes for too long, or whose
// client does not take what it asked for: it may have vanished without a word.
// Sockets know the machine's clock alone.
type timedConn struct {
	net.Conn
	idle   time.Duration
	active atomic.Bool // false: a fixed time for all of the login
}

// within gives the client so long to log in, however much it says meanwhile.
func (c *timedConn) within(d time.Duration) { _ = c.SetDeadline(clock.System{}.Now().Add(d)) }

// whileActive lets the client stay as long as it has something to say.
func (c *timedConn) whileActive() {
	c.active.Store(true)
	c.within(c.idle)
}

func (c *timedConn) Read(p []byte) (int, error) {
	if c.active.Load() {
		_ = c.SetReadDeadline(clock.System{}.Now().Add(c.idle))
	}
	return c.Conn.Read(p)
}

func (c *timedConn) Write(p []byte) (int, error) {
	if c.active.Load() {
		_ = c.SetWriteDeadline(clock.System{}.Now().Add(c.idle))
	}
	return c.Conn.Write(p)
}
