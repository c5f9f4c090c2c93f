package sftpd_test

import (
	"bytes"
	"encoding/binary"
	"io"
	"log/slog"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/crypto/ssh"

	"localipay/emulator/sftpd"
)

// Types of packets (draft-ietf-secsh-filexfer-02, 3).
const (
	initialize = byte(1)
	version    = byte(2)
	opendir    = byte(11)
	stat       = byte(17)
	status     = byte(101)
	handle     = byte(102)
)

// raw speaks SFTP a packet at a time, as no well-behaved client does.
type raw struct {
	t      *testing.T
	client *ssh.Client
	in     io.WriteCloser
	out    io.Reader
}

func (h *harbour) raw(partner string) *raw {
	h.t.Helper()
	client, err := h.dial(partner, ssh.Password(password))
	require.NoError(h.t, err)
	session, err := client.NewSession()
	require.NoError(h.t, err)
	r := &raw{t: h.t, client: client}
	r.in, err = session.StdinPipe()
	require.NoError(h.t, err)
	r.out, err = session.StdoutPipe()
	require.NoError(h.t, err)
	require.NoError(h.t, session.RequestSubsystem("sftp"))
	r.write(append([]byte{initialize}, 0, 0, 0, 3))
	require.Equal(h.t, version, r.read())
	return r
}

func (r *raw) write(packet []byte) {
	r.t.Helper()
	_, err := r.in.Write(append(binary.BigEndian.AppendUint32(nil, uint32(len(packet))), packet...))
	require.NoError(r.t, err)
}

func (r *raw) read() byte {
	r.t.Helper()
	length := make([]byte, 4)
	_, err := io.ReadFull(r.out, length)
	require.NoError(r.t, err)
	packet := make([]byte, binary.BigEndian.Uint32(length))
	_, err = io.ReadFull(r.out, packet)
	require.NoError(r.t, err)
	return packet[0]
}

// send asks about a path and does not wait.
func (r *raw) send(kind byte, id int, path string) {
	r.t.Helper()
	packet := binary.BigEndian.AppendUint32([]byte{kind}, uint32(id))
	r.write(append(binary.BigEndian.AppendUint32(packet, uint32(len(path))), path...))
}

func (r *raw) ask(kind byte, id int, path string) byte {
	r.t.Helper()
	r.send(kind, id, path)
	return r.read()
}

// slowLog holds everybody up who tells it of a missing file.
type slowLog struct {
	reached chan struct{}
	open    chan struct{}
	mu      sync.Mutex
	text    bytes.Buffer
}

func (l *slowLog) Write(p []byte) (int, error) {
	if strings.Contains(string(p), "no such file") {
		select {
		case l.reached <- struct{}{}:
		default:
		}
		<-l.open
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

// TestWorkForNobody: what a client has asked for by the thousand is not done
// when it has gone, and does not keep the server from ending.
func TestWorkForNobody(t *testing.T) {
	t.Parallel()
	log := &slowLog{reached: make(chan struct{}, 1), open: make(chan struct{})}
	h := open(t, func(c *sftpd.Config) { c.Log = slog.New(slog.NewTextHandler(log, nil)) })
	r := h.raw(noodles)
	const asked = 2000
	for i := range asked {
		r.send(stat, i, "/download/"+strconv.Itoa(i))
	}
	<-log.reached
	ended := make(chan struct{})
	go func() {
		h.server.Close()
		close(ended)
	}()
	require.Error(t, r.client.Wait(), "the server has hung up")
	close(log.open)
	<-ended
	require.Less(t, strings.Count(log.text.String(), "no such file"), 100, "only what was under way")
}
