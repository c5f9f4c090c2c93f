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

	hellos sync.Map // of connections that shake hands, by the client's address
}

// hello is what a client asks for: a host, or, where it has said none, an
// address of this machine, which it may know by another one.
type hello struct{ host, address string }

func (p *problems) logger() *log.Logger { return log.New(p, "", 0) }

// watch notes who has been shown the certificate.
func (p *problems) watch(config *tls.Config) *tls.Config {
	choose := config.GetConfigForClient
	config.GetConfigForClient = func(asked *tls.ClientHelloInfo) (*tls.Config, error) {
		p.hellos.Store(asked.Conn.RemoteAddr().String(), hello{asked.ServerName, ipOf(asked.Conn.LocalAddr())})
		return choose(asked)
	}
	return config
}

func ipOf(a net.Addr) string {
	if tcp, ok := a.(*net.TCPAddr); ok {
		return tcp.IP.String()
	}
	return ""
}

// greeted gives what a client has asked for, once.
func (p *problems) greeted(from string) (hello, bool) {
	found, seen := p.hellos.LoadAndDelete(from)
	h, _ := found.(hello)
	return h, seen
}

// forget is for a server's ConnState. Some shake hands, look for the host in
// the certificate only then, and go without a word.
func (p *problems) forget(c net.Conn, state http.ConnState) {
	if state != http.StateActive && state != http.StateClosed {
		return
	}
	from := c.RemoteAddr().String()
	if h, seen := p.greeted(from); seen && state == http.StateClosed && p.isElsewhere(h.host) {
		p.otherHost(from, h.host, "no request")
	}
}

func (p *problems) isElsewhere(host string) bool { return host != "" && !p.good(host) }

func (p *problems) otherHost(from, host, why string) {
	p.log.Warn("a client wants HTTPS of a host that the certificate is not for; name it with --tls-host "+host, "from", from, "host", host, "it_broke_off_with", why)
}

var (
	handshake = regexp.MustCompile(`^http: TLS handshake error from (\S+): (.*)$`)
	gone      = regexp.MustCompile(`\bEOF$|connection reset by peer$|broken pipe$`)
	ours      = regexp.MustCompile(`use of closed network connection$`) // the emulator ends
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
	asked, seen := p.greeted(from)
	switch {
	case ours.MatchString(why), !seen && gone.MatchString(why): // or who only looks whether the port is open
		p.log.Debug(text)
	case !seen || !refused.MatchString(why):
		p.log.Warn(text)
	case p.isElsewhere(asked.host):
		p.otherHost(from, asked.host, why)
	default:
		p.log.Warn("a client has broken off HTTPS when it saw the certificate; "+p.remedy(asked), "from", from, "host", asked.host, "it_broke_off_with", why)
	}
	return len(line), nil
}

func (p *problems) remedy(asked hello) string {
	trust := "let it trust " + p.at
	if asked.host == "" && !p.good(asked.address) {
		return trust + ", and name the address that it calls with --tls-host"
	}
	return trust
}
