package emulator

import (
	"crypto/tls"
	"log"
	"log/slog"
	"net"
	"net/http"
	"regexp"
	"strings"
	"sync"
)

// problems takes what net/http has to say of connections that went wrong, and
// says of a client that has not taken the certificate what to do.
type problems struct {
	log  *slog.Logger
	at   string // where the CA is that clients are to trust
	good func(host string) bool

	hellos sync.Map // of connections that shake hands, by the client's address: the host that it asks for
}

func (p *problems) logger() *log.Logger { return log.New(p, "", 0) }

// watch notes who has been shown the certificate.
func (p *problems) watch(config *tls.Config) *tls.Config {
	choose := config.GetConfigForClient
	config.GetConfigForClient = func(hello *tls.ClientHelloInfo) (*tls.Config, error) {
		p.hellos.Store(hello.Conn.RemoteAddr().String(), hello.ServerName)
		return choose(hello)
	}
	return config
}

// forget is for a server's ConnState.
func (p *problems) forget(c net.Conn, state http.ConnState) {
	if state == http.StateActive || state == http.StateClosed {
		p.hellos.Delete(c.RemoteAddr().String())
	}
}

var (
	handshake = regexp.MustCompile(`^http: TLS handshake error from (\S+): (.*)$`)
	gone      = regexp.MustCompile(`\bEOF$|connection reset by peer$|broken pipe$`)
	// What is left of it when a client does not take the certificate: some say
	// so, some just go, and an alert of OpenSSL's over TLS 1.3 Go cannot read.
	refused = regexp.MustCompile(gone.String() + `|^local error: tls: bad record MAC$|^remote error: tls: .*certificate`)
)

func (p *problems) Write(line []byte) (int, error) {
	text := strings.TrimSpace(string(line))
	found := handshake.FindStringSubmatch(text)
	if found == nil {
		p.log.Warn(text)
		return len(line), nil
	}
	from, why := found[1], found[2]
	host, seen := p.hellos.Load(from)
	name, _ := host.(string)
	switch {
	case !seen && gone.MatchString(why): // who only looks whether the port is open
		p.log.Debug(text)
	case !seen || !refused.MatchString(why):
		p.log.Warn(text)
	case name != "" && !p.good(name):
		p.log.Warn("a client wants HTTPS of a host that the certificate is not for; name it with --tls-host "+name, "from", from, "host", name, "it_broke_off_with", why)
	default:
		p.log.Warn("a client has broken off HTTPS when it saw the certificate; let it trust "+p.at, "from", from, "host", name, "it_broke_off_with", why)
	}
	return len(line), nil
}
