package sftpd_test

import (
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/crypto/ssh"

	"localipay/emulator/sftpd"
)

func short(c *sftpd.Config) { c.LoginTime, c.IdleTime = 100*time.Millisecond, 100*time.Millisecond }

func (h *harbour) connect() net.Conn {
	h.t.Helper()
	c, err := net.Dial("tcp", h.addr)
	require.NoError(h.t, err)
	h.t.Cleanup(func() { _ = c.Close() })
	require.NoError(h.t, c.SetDeadline(time.Now().Add(time.Minute)))
	return c
}

// isEnded waits until the server has hung up, whatever it said before.
func isEnded(t *testing.T, c net.Conn) {
	t.Helper()
	_, err := io.Copy(io.Discard, c)
	require.False(t, errors.Is(err, os.ErrDeadlineExceeded), "the server still holds the connection")
}

func TestIdleConnections(t *testing.T) {
	t.Parallel()
	t.Run("a thousand of them keep nobody out, and are ended", func(t *testing.T) {
		t.Parallel()
		h := open(t)
		crowd := make([]net.Conn, 1000)
		for i := range crowd {
			crowd[i] = h.connect()
		}
		require.NotEmpty(t, fetch(t, h.login(noodles), transactions))
		for _, c := range crowd[:700] {
			isEnded(t, c) // who waited longest had to make room
		}
		require.Equal(t, []string{"download"}, names(t, h.login(tea), "/"))
	})
	t.Run("that never log in are ended", func(t *testing.T) {
		t.Parallel()
		h := open(t, short)
		for _, said := range []string{"", "SSH-2.0-x\r\n", "GET / HTTP/1.1\r\n\r\n", "\x00\x01\x02\n\n\n"} {
			c := h.connect()
			_, err := io.WriteString(c, said)
			require.NoError(t, err)
			isEnded(t, c)
		}
	})
	t.Run("that have logged in and say nothing more are ended", func(t *testing.T) {
		t.Parallel()
		h := open(t, func(c *sftpd.Config) { c.IdleTime = 2 * time.Second })
		client, err := h.dial(noodles, ssh.Password(password))
		require.NoError(t, err)
		require.Error(t, client.Wait())
	})
	t.Run("of one merchant are bounded, and leave room for another's", func(t *testing.T) {
		t.Parallel()
		h := open(t, func(c *sftpd.Config) { c.Guests = 3 })
		for range 3 {
			h.login(noodles)
		}
		fourth, err := h.dial(noodles, ssh.Password(password))
		if err == nil {
			require.Error(t, fourth.Wait(), "it is let go at once")
		}
		h.login(tea)
	})
	t.Run("give their place back when they end", func(t *testing.T) {
		t.Parallel()
		h := open(t, func(c *sftpd.Config) { c.Guests = 1 })
		for range 5 {
			require.Eventually(t, func() bool {
				client, err := h.dial(noodles, ssh.Password(password))
				if err != nil {
					return false
				}
				_, _, err = client.SendRequest("keepalive@openssh.com", true, nil)
				_ = client.Close()
				return err == nil
			}, time.Minute, time.Millisecond, "the place of the guest before is not free again")
		}
	})
}

func TestVanishedClient(t *testing.T) {
	t.Parallel()
	h := open(t, func(c *sftpd.Config) { c.IdleTime = 5 * time.Second })
	raw := &mute{Conn: h.connect()}
	connection, channels, requests, err := ssh.NewClientConn(raw, h.addr, &ssh.ClientConfig{
		User: noodles, Auth: []ssh.AuthMethod{ssh.Password(password)}, HostKeyCallback: ssh.InsecureIgnoreHostKey(),
	})
	require.NoError(t, err)
	client := ssh.NewClient(connection, channels, requests)
	session, err := client.NewSession()
	require.NoError(t, err)
	require.NoError(t, session.RequestSubsystem("sftp"))
	require.Equal(t, []string{"download"}, names(t, h.login(tea), "/"), "others are not harmed")
	require.Error(t, client.Wait(), "the server hangs up by itself")
}

// mute is a connection that is never closed by its client.
type mute struct{ net.Conn }

func (*mute) Close() error { return nil }

func TestSessions(t *testing.T) {
	t.Parallel()
	t.Run("run no commands", func(t *testing.T) {
		t.Parallel()
		client, err := open(t).dial(noodles, ssh.Password(password))
		require.NoError(t, err)
		for _, start := range []func(*ssh.Session) error{(*ssh.Session).Shell, func(s *ssh.Session) error { return s.Start("id") }} {
			s, err := client.NewSession()
			require.NoError(t, err)
			said, err := s.StderrPipe()
			require.NoError(t, err)
			require.NoError(t, start(s))
			text, err := io.ReadAll(said)
			require.NoError(t, err)
			require.Contains(t, string(text), "no commands")
			var exit *ssh.ExitError
			require.ErrorAs(t, s.Wait(), &exit)
			require.Equal(t, 1, exit.ExitStatus())
		}
	})
	t.Run("have no other subsystem, terminal or forwarding", func(t *testing.T) {
		t.Parallel()
		client, err := open(t).dial(noodles, ssh.Password(password))
		require.NoError(t, err)
		s, err := client.NewSession()
		require.NoError(t, err)
		require.Error(t, s.RequestSubsystem("netconf"))
		require.Error(t, s.RequestPty("xterm", 80, 24, nil))
		_, err = client.Dial("tcp", "127.0.0.1:22")
		require.Error(t, err)
		_, err = client.Listen("tcp", "127.0.0.1:0")
		require.Error(t, err)
	})
	t.Run("are ten on a connection at most", func(t *testing.T) {
		t.Parallel()
		client, err := open(t).dial(noodles, ssh.Password(password))
		require.NoError(t, err)
		for i := range 10 {
			_, err := client.NewSession()
			require.NoError(t, err, "session %d", i)
		}
		_, err = client.NewSession()
		require.ErrorContains(t, err, "too many sessions")
	})
	t.Run("end when the server does", func(t *testing.T) {
		t.Parallel()
		h := open(t)
		c := h.login(noodles)
		h.server.Close()
		_, err := c.Stat(transactions)
		require.Error(t, err)
		_, err = net.Dial("tcp", h.addr)
		require.Error(t, err, "nobody listens any more")
	})
	t.Run("do not begin after the server has ended", func(t *testing.T) {
		t.Parallel()
		h := open(t)
		h.server.Close()
		late, err := net.Listen("tcp", "127.0.0.1:0")
		require.NoError(t, err)
		h.server.Serve(late)
		_, err = net.Dial("tcp", late.Addr().String())
		require.Error(t, err, "nobody listens")
	})
	t.Run("of many clients at once do not disturb each other", func(t *testing.T) {
		t.Parallel()
		h := open(t)
		want := fetch(t, h.login(noodles), transactions)
		got := make(chan string)
		for range 20 {
			c := h.login(noodles)
			go func() {
				f, err := c.Open(transactions)
				if err != nil {
					got <- fmt.Sprint(err)
					return
				}
				text, _ := io.ReadAll(f)
				got <- string(text)
			}()
		}
		for range 20 {
			require.Equal(t, want, <-got)
		}
	})
}
