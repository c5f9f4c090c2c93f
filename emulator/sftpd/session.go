package sftpd

import (
	"context"
	"io"
	"sync"

	"github.com/pkg/sftp"
	"golang.org/x/crypto/ssh"

	"localipay/emulator/world"
)

// maxSessions is how many a client may have on one connection.
const maxSessions = 10

// visit is a client that has logged in, until it is gone.
type visit struct {
	server *Server
	world  *world.World
	gone   context.Context //nolint:containedctx // the connection's own
}

// sessions serves a client's channels until it goes.
func (v visit) sessions(channels <-chan ssh.NewChannel) {
	var open sync.WaitGroup
	defer open.Wait()
	places := make(chan struct{}, maxSessions)
	for offered := range channels {
		if offered.ChannelType() != "session" {
			_ = offered.Reject(ssh.UnknownChannelType, "only sessions of sftp are served here")
			continue
		}
		select {
		case places <- struct{}{}:
		default:
			_ = offered.Reject(ssh.ResourceShortage, "too many sessions on one connection")
			continue
		}
		channel, requests, err := offered.Accept()
		if err != nil {
			<-places
			continue
		}
		open.Go(func() {
			defer func() { <-places }()
			v.session(channel, requests)
		})
	}
}

// session waits for the client to ask for sftp, and refuses anything else.
func (v visit) session(channel ssh.Channel, requests <-chan *ssh.Request) {
	defer func() { _ = channel.Close() }()
	for r := range requests {
		switch {
		case isSFTP(r):
			_ = r.Reply(true, nil)
			go ssh.DiscardRequests(requests)
			v.files(channel)
			exit(channel, 0)
			return
		case r.Type == "exec" || r.Type == "shell":
			_ = r.Reply(true, nil)
			_, _ = io.WriteString(channel.Stderr(), "This server has files for sftp, and no commands.\r\n")
			exit(channel, 1)
			return
		default:
			_ = r.Reply(false, nil)
		}
	}
}

// isSFTP looks at the name in a request for a subsystem (RFC 4254 §6.5).
func isSFTP(r *ssh.Request) bool {
	var name struct{ Name string }
	return r.Type == "subsystem" && ssh.Unmarshal(r.Payload, &name) == nil && name.Name == "sftp"
}

func exit(channel ssh.Channel, status uint32) {
	_, _ = channel.SendRequest("exit-status", false, ssh.Marshal(struct{ Status uint32 }{status}))
}

func (v visit) files(channel ssh.Channel) {
	f := &folder{server: v.server, world: v.world, gone: v.gone, open: map[handle]string{}}
	server := sftp.NewRequestServer(channel, sftp.Handlers{FileGet: f, FilePut: f, FileCmd: f, FileList: f})
	_ = server.Serve() // ends when the client goes
}
