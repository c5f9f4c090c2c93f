package authority_test

import (
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"localipay/emulator/authority"
)

// client is Node's: every name is 127.0.0.1.
const client = `
const [port, ...hosts] = process.argv.slice(1)
const here = {address: '127.0.0.1', family: 4}
for (const host of hosts) require('https').get({host, port, lookup: (_, o, done) => o.all ? done(null, [here]) : done(null, here.address, here.family)},
  answer => { console.log(host, answer.statusCode); answer.resume() }).on('error', e => console.log(host, e.message))`

// tool runs another program, and its output is what it says in either way.
func tool(t *testing.T, environment, name string, arguments ...string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		t.Skip("NOT DONE: there is no " + name + " here, so nobody has asked what it makes of the certificates")
	}
	command := exec.Command(path, arguments...)
	command.Env = append(command.Environ(), environment)
	said, _ := command.CombinedOutput() // a refusal is an exit code
	return string(said)
}

// served answers 204 over TLS, and gives its port.
func served(t *testing.T, config *tls.Config) string {
	t.Helper()
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) }))
	server.TLS, server.Config.ErrorLog = config, log.New(io.Discard, "", 0)
	server.StartTLS()
	t.Cleanup(server.Close)
	_, port, err := net.SplitHostPort(server.Listener.Addr().String())
	require.NoError(t, err)
	return port
}

// stolen are leaves that a thief makes of the key, each with the host that he
// wants to be; the names of some stand where only old clients look.
func stolen(t *testing.T, s thief) map[string]tls.Certificate {
	t.Helper()
	loopback := []net.IP{{127, 0, 0, 1}}
	found := map[string]tls.Certificate{}
	for host, template := range map[string]x509.Certificate{
		"bank.test":      {DNSNames: []string{"bank.test"}},
		"www.bank.test":  {Subject: pkix.Name{CommonName: "*.bank.test"}},
		"api.bank.test":  {Subject: pkix.Name{CommonName: "api.bank.test"}},
		"bank":           {Subject: pkix.Name{CommonName: "bank"}},
		"wap.bank.test":  {Subject: pkix.Name{CommonName: "*.bank.test"}, IPAddresses: loopback},
		"shop.bank.test": {Subject: pkix.Name{Organization: []string{"localipay (tests only)"}, CommonName: "*.bank.test"}, IPAddresses: loopback},
	} {
		leaf, key := s.sign(t, template)
		found[host] = tls.Certificate{Certificate: [][]byte{leaf.Raw, s.issuer.Raw}, PrivateKey: key}
	}
	return found
}

func chain(c tls.Certificate) (text string) {
	for _, der := range c.Certificate {
		text += string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}))
	}
	return text
}

// TestOtherPrograms asks those that are here; .ci/https asks Java too.
func TestOtherPrograms(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	a := opened(t, dir, time.Now(), "shop")
	good := served(t, a.TLS())
	ca := filepath.Join(dir, authority.CertificateFile)
	bad := stolen(t, steal(t, dir))
	ports := map[string]string{}
	for host, c := range bad {
		ports[host] = served(t, &tls.Config{Certificates: []tls.Certificate{c}})
	}
	var hosts []string // but ::1, where the servers are not
	for _, host := range append([]string{"shop"}, reached...) {
		if !strings.Contains(host, ":") {
			hosts = append(hosts, host)
		}
	}
	t.Run("openssl takes the leaf, strictly, and refuses other names", func(t *testing.T) {
		t.Parallel()
		verify := func(host string, c tls.Certificate) string {
			check := "-verify_hostname"
			if net.ParseIP(host) != nil {
				check = "-verify_ip"
			}
			file := filepath.Join(t.TempDir(), "chain.pem")
			require.NoError(t, os.WriteFile(file, []byte(chain(c)), 0o600))
			return tool(t, "", "openssl", "verify", "-x509_strict", "-purpose", "sslserver", "-CAfile", ca, "-untrusted", file, check, host, file)
		}
		for _, host := range hosts {
			require.Contains(t, verify(host, a.TLS().Certificates[0]), "chain.pem: OK", host)
		}
		for host, c := range bad {
			require.Contains(t, verify(host, c), "subtree violation", host)
		}
	})
	t.Run("openssl takes the leaf for ciphers that know RSA only", func(t *testing.T) {
		t.Parallel()
		said := tool(t, "", "openssl", "s_client", "-connect", "127.0.0.1:"+good, "-servername", "mapi.alipay.com", "-verify_return_error", "-CAfile", ca,
			"-verify_hostname", "mapi.alipay.com", "-tls1_2", "-cipher", "ECDHE-RSA-AES128-GCM-SHA256")
		require.Contains(t, said, "Verify return code: 0 (ok)")
		require.Contains(t, said, "Cipher is ECDHE-RSA-AES128-GCM-SHA256")
	})
	t.Run("curl takes the leaf, and refuses other names", func(t *testing.T) {
		t.Parallel()
		call := func(host, port string) string {
			return tool(t, "no_proxy=*", "curl", "-sS", "-o", filepath.Join(t.TempDir(), "answer"), "-w", "%{http_code}", "--cacert", ca, "--connect-to", "::127.0.0.1:"+port, "https://"+host+":"+port+"/")
		}
		for _, host := range hosts {
			require.Equal(t, "204", call(host, good), host)
		}
		for host, port := range ports {
			require.Contains(t, call(host, port), "SSL certificate problem", host)
		}
	})
	t.Run("Node takes the leaf, and refuses other names", func(t *testing.T) {
		t.Parallel()
		said := tool(t, "NODE_EXTRA_CA_CERTS="+ca, "node", append([]string{"-e", client, good}, hosts...)...)
		for _, host := range hosts {
			require.Contains(t, said, host+" 204\n")
		}
		for host, port := range ports {
			require.Contains(t, tool(t, "NODE_EXTRA_CA_CERTS="+ca, "node", "-e", client, port, host), "subtree violation", host)
		}
	})
}
