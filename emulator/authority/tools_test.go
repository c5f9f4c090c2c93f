package authority_test

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
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

// TestOtherPrograms asks those that are here; Java is asked by hand.
func TestOtherPrograms(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	a := opened(t, dir, time.Now(), "shop")
	good := served(t, a.TLS())
	s := steal(t, dir)
	stolen, key := s.sign(t, x509.Certificate{DNSNames: []string{"bank.test"}})
	bad := served(t, &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{stolen.Raw, s.issuer.Raw}, PrivateKey: key}}})
	write(t, dir, "bank.pem", string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: stolen.Raw})))
	file := func(name string) string { return filepath.Join(dir, name) }
	ca := file(authority.CertificateFile)
	var hosts []string // but ::1, where the servers are not
	for _, host := range append([]string{"shop"}, reached...) {
		if !strings.Contains(host, ":") {
			hosts = append(hosts, host)
		}
	}
	t.Run("openssl takes the leaf, strictly, and refuses another name", func(t *testing.T) {
		t.Parallel()
		for _, host := range hosts {
			check := "-verify_hostname"
			if net.ParseIP(host) != nil {
				check = "-verify_ip"
			}
			require.Contains(t, tool(t, "", "openssl", "verify", "-x509_strict", "-purpose", "sslserver", "-CAfile", ca, "-untrusted", file(authority.LeafFile),
				check, host, file(authority.LeafFile)), "leaf.pem: OK", host)
		}
		require.Contains(t, tool(t, "", "openssl", "verify", "-CAfile", ca, "-untrusted", file(authority.LeafFile), file("bank.pem")), "permitted subtree violation")
	})
	t.Run("curl takes the leaf, and refuses another name", func(t *testing.T) {
		t.Parallel()
		call := func(host, port string) string {
			return tool(t, "no_proxy=*", "curl", "-sS", "-o", filepath.Join(t.TempDir(), "answer"), "-w", "%{http_code}", "--cacert", ca, "--connect-to", "::127.0.0.1:"+port, "https://"+host+":"+port+"/")
		}
		for _, host := range hosts {
			require.Equal(t, "204", call(host, good), host)
		}
		require.Contains(t, call("bank.test", bad), "SSL certificate problem")
	})
	t.Run("Node takes the leaf, and refuses another name", func(t *testing.T) {
		t.Parallel()
		said := tool(t, "NODE_EXTRA_CA_CERTS="+ca, "node", append([]string{"-e", client, good}, hosts...)...)
		for _, host := range hosts {
			require.Contains(t, said, host+" 204\n")
		}
		require.Contains(t, tool(t, "NODE_EXTRA_CA_CERTS="+ca, "node", "-e", client, bad, "bank.test"), "permitted subtree violation")
	})
}
