package emulator_test

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"log/slog"
	"net"
	"os/exec"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"localipay/emulator"
)

func TestClientsThatDoNotTakeTheCertificate(t *testing.T) {
	t.Parallel()
	const distrust, otherHost = "a client has broken off HTTPS when it saw the certificate; let it trust ", "a client wants HTTPS of a host that the certificate is not for; name it with --tls-host "
	dial := func(address string, config *tls.Config) {
		if c, err := tls.Dial("tcp", address, config); err == nil {
			_ = c.Close()
		}
	}
	for name, c := range map[string]struct {
		call func(t *testing.T, address string)
		want string
	}{
		"Go, which says so": {func(_ *testing.T, address string) {
			dial(address, &tls.Config{RootCAs: x509.NewCertPool(), ServerName: "intlmapi.alipay.com"})
		}, distrust},
		"Go, without a host's name": {func(_ *testing.T, address string) { dial(address, &tls.Config{RootCAs: x509.NewCertPool()}) }, distrust},
		"Go, for another host": {func(_ *testing.T, address string) {
			dial(address, &tls.Config{RootCAs: x509.NewCertPool(), ServerName: "a.b.alipay.com"})
		}, otherHost + "a.b.alipay.com"},
		"curl, which shakes hands before it looks for the host": {func(_ *testing.T, address string) {
			dial(address, &tls.Config{InsecureSkipVerify: true, ServerName: "evil.test"})
		}, otherHost + "evil.test"},
		"one that just goes, as Node's": {func(t *testing.T, address string) {
			t.Helper()
			conn, err := net.Dial("tcp", address)
			require.NoError(t, err)
			client := tls.Client(conn, &tls.Config{
				InsecureSkipVerify: true, ServerName: "mapi.alipay.com", // it does not take it, in its own way
				VerifyConnection: func(tls.ConnectionState) error { return errors.Join(errors.New("no"), conn.Close()) },
			})
			require.Error(t, client.Handshake())
		}, distrust},
		"OpenSSL, as curl and Python have it": {func(t *testing.T, address string) {
			t.Helper()
			program, err := exec.LookPath("openssl")
			if err != nil {
				t.Skip("NOT DONE: there is no openssl here, so nobody has seen what it leaves in the log")
			}
			said, _ := exec.Command(program, "s_client", "-connect", address, "-servername", "mapi.alipay.com", "-verify_return_error", "-no-CAfile", "-no-CApath", "-no-CAstore").CombinedOutput()
			require.Contains(t, string(said), "verify error")
		}, distrust},
	} {
		t.Run("are told about: "+name, func(t *testing.T) {
			t.Parallel()
			e, log := logged(t)
			c.call(t, e.TLSAddr().String())
			want := c.want
			if want == distrust {
				want += e.URL() + "_admin/ca.pem"
			}
			log.await(want)
			require.NoError(t, e.Close())
		})
	}
	t.Run("are not those that only look whether the port is open, or do not speak TLS", func(t *testing.T) {
		t.Parallel()
		e, log := logged(t)
		conn, err := net.Dial("tcp", e.TLSAddr().String())
		require.NoError(t, err)
		require.NoError(t, conn.Close())
		conn, err = net.Dial("tcp", e.TLSAddr().String())
		require.NoError(t, err)
		_, err = io.WriteString(conn, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
		require.NoError(t, err)
		answer, err := io.ReadAll(conn)
		require.NoError(t, err)
		require.Contains(t, string(answer), "Client sent an HTTP request to an HTTPS server.")
		log.await("client sent an HTTP request to an HTTPS server")
		require.NoError(t, e.Close())
		require.Equal(t, 1, strings.Count(log.String(), "\n"), log.String())
	})
}

// logged is an emulator whose log can be waited for.
func logged(t *testing.T) (*emulator.Emulator, *lines) {
	t.Helper()
	log := &lines{}
	e, err := emulator.New(withTLS(func(o *emulator.Options) {
		o.Listen, o.Log = "127.0.0.1:0", slog.New(slog.NewTextHandler(log, nil))
	}))
	require.NoError(t, err)
	return e, log
}

// lines is a log that can be waited for.
type lines struct {
	mu   sync.Mutex
	more *sync.Cond
	text bytes.Buffer
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.more != nil {
		l.more.Broadcast()
	}
	return l.text.Write(p)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

func (l *lines) await(part string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.more = sync.NewCond(&l.mu)
	for !strings.Contains(l.text.String(), part) {
		l.more.Wait()
	}
}
