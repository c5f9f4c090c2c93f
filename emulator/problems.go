package emulator

import (
	"log"
	"log/slog"
	"regexp"
	"strings"
)

// problems takes what net/http has to say of connections that went wrong, and
// says of a client that does not trust the certificate what to do.
type problems struct {
	log *slog.Logger
	url string
}

func (p problems) logger() *log.Logger { return log.New(p, "", 0) }

// distrust is what clients say that do not know the CA: OpenSSL and Go, Java,
// and those that were given another one.
var distrust = regexp.MustCompile(`^http: TLS handshake error from (.*): remote error: tls: (unknown certificate authority|unknown certificate|bad certificate)$`)

func (p problems) Write(line []byte) (int, error) {
	text := strings.TrimSpace(string(line))
	if found := distrust.FindStringSubmatch(text); found != nil {
		p.log.Warn("a client does not trust the certificate of HTTPS; let it trust "+p.url+"_admin/ca.pem", "from", found[1], "it_said", found[2])
	} else {
		p.log.Warn(text)
	}
	return len(line), nil
}
