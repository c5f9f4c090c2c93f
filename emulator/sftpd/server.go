package sftpd

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"sync"
	"time"

	"golang.org/x/crypto/ssh"

	"localipay/emulator/clock"
	"localipay/emulator/world"
)

// Config is what the server needs to know of its emulator. Times are real.
type Config struct {
	Worlds   *world.Worlds
	Log      *slog.Logger
	HostKeys []ssh.Signer

	LoginTime time.Duration // to log in; zero for 20 s
	IdleTime  time.Duration // between two words of a client; zero for 5 m
	Waiting   int           // clients that have not logged in yet; zero for 256
	Guests    int           // clients of one merchant; zero for 64
}

func (c Config) withDefaults() Config {
	if c.LoginTime <= 0 {
		c.LoginTime = 20 * time.Second
	}
	if c.IdleTime <= 0 {
		c.IdleTime = 5 * time.Minute
	}
	if c.Waiting <= 0 {
		c.Waiting = 256
	}
	if c.Guests <= 0 {
		c.Guests = 64
	}
	return c
}

// Server is an SFTP server. Close ends it.
type Server struct {
	Config
	door *door

	mu        sync.Mutex // none is served, and no listener kept, once life has ended
	listeners []net.Listener
	served    sync.WaitGroup // listeners and clients

	life context.Context //nolint:containedctx // the server's own: ends with Close
	end  context.CancelFunc
}

// New is a server that serves no listener yet.
func New(c Config) *Server {
	c = c.withDefaults()
	s := &Server{Config: c, door: newDoor(c.Waiting, c.Guests)}
	s.life, s.end = context.WithCancel(context.Background())
	return s
}

// pause lets the machine come to itself where no connection can be accepted:
// it may be out of file descriptors.
const pause = 50 * time.Millisecond

// Serve answers a listener's connections until Close, which closes it. After
// Close it closes the listener and returns.
func (s *Server) Serve(l net.Listener) {
	if !s.keep(l) {
		_ = l.Close()
		return
	}
	defer s.served.Done()
	for s.life.Err() == nil {
		c, err := l.Accept()
		if errors.Is(err, net.ErrClosed) {
			return
		}
		if err != nil {
			s.Log.Warn("SFTP: a connection could not be accepted", "error", err)
			s.wait(pause)
			continue
		}
		s.door.knock(c) // here, where they come one after another
		s.served.Go(func() { s.serve(c) })
	}
}

// keep has Close close the listener, and wait for who serves it.
func (s *Server) keep(l net.Listener) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.life.Err() != nil {
		return false
	}
	s.listeners = append(s.listeners, l)
	s.served.Add(1)
	return true
}

func (s *Server) wait(d time.Duration) {
	over, stop := clock.System{}.After(d)
	defer stop()
	select {
	case <-over:
	case <-s.life.Done():
	}
}

// Close closes the listeners, ends all connections, and waits until they are
// gone.
func (s *Server) Close() {
	s.mu.Lock()
	s.end()
	for _, l := range s.listeners {
		_ = l.Close()
	}
	s.mu.Unlock()
	s.served.Wait()
}

// serve is the life of a connection.
func (s *Server) serve(c net.Conn) {
	stop := context.AfterFunc(s.life, func() { _ = c.Close() })
	defer stop()
	defer func() { _ = c.Close() }()
	timed := &timedConn{Conn: c, idle: s.IdleTime}
	timed.within(s.LoginTime)
	client, channels, requests, err := s.logIn(timed)
	s.door.leaveQueue(c)
	if err != nil {
		return
	}
	defer func() { _ = client.Close() }()
	w, ok := s.Worlds.Find(client.User())
	if !ok {
		return // deleted since it has logged in
	}
	if !s.door.enter(w.Partner) {
		s.Log.Warn("SFTP: refused, this merchant has too many connections already", "partner", w.Partner, "at_most", s.Guests)
		return
	}
	defer s.door.leave(w.Partner)
	timed.whileActive()
	go ssh.DiscardRequests(requests)
	gone, hangUp := context.WithCancel(s.life)
	defer hangUp()
	go func() {
		_ = client.Wait()
		hangUp()
	}()
	visit{s, w, gone}.sessions(channels)
}
