package emulator_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"io"
	"log/slog"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"localipay/emulator"
	"localipay/emulator/alipay"
)

// overTLS is a client that trusts a CA and finds every host at the emulator.
func overTLS(e *emulator.Emulator, ca []byte) *http.Client {
	trusted := x509.NewCertPool()
	trusted.AppendCertsFromPEM(ca)
	return &http.Client{Transport: &http.Transport{
		TLSClientConfig: &tls.Config{RootCAs: trusted, NextProtos: []string{"h2", "http/1.1"}}, ForceAttemptHTTP2: true, DisableKeepAlives: true,
		DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
			return new(net.Dialer).DialContext(ctx, network, e.TLSAddr().String())
		},
	}}
}

func withTLS(change ...func(*emulator.Options)) emulator.Options {
	o := emulator.Options{Start: monday, Frozen: true, TLSListen: "127.0.0.1:0"}
	for _, c := range change {
		c(&o)
	}
	return o
}

// visit gives the status line's protocol and what follows the header.
func visit(client *http.Client, address string) (proto, text string, err error) {
	resp, err := client.Get(address)
	if err != nil {
		return "", "", err
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(resp.Body)
	return resp.Proto + " " + resp.Status, string(body), err
}

func sees(t *testing.T, client *http.Client, address, part string) string {
	t.Helper()
	_, text, err := visit(client, address)
	require.NoError(t, err)
	require.Contains(t, text, part, address)
	return text
}

func TestHTTPS(t *testing.T) {
	t.Parallel()
	t.Run("answers under Alipay's own names, on HTTP/1.1, to who trusts ca.pem", func(t *testing.T) {
		t.Parallel()
		e := emulator.RunT(t, withTLS())
		ca := sees(t, http.DefaultClient, e.URL()+"_admin/ca.pem", string(e.CertificatePEM()))
		client := overTLS(e, []byte(ca))
		for _, host := range []string{
			"intlmapi.alipay.com", "globalmapi.alipay.com", "mapi.alipay.com", "mapi.alipaydev.com", "openapi.alipaydev.com", "mapi.alipay.net",
			"localhost", "localipay", "127.0.0.1",
		} {
			proto, text, err := visit(client, "https://"+host+"/gateway.do?service=x")
			require.NoError(t, err, host)
			require.Contains(t, text, "<error>ILLEGAL_SERVICE</error>", host)
			require.Equal(t, "HTTP/1.1 200 OK", proto)
		}
		_, _, err := visit(client, "https://bank.test/gateway.do")
		require.ErrorContains(t, err, "certificate is valid for")
		_, _, err = visit(overTLS(e, nil), "https://intlmapi.alipay.com/gateway.do")
		require.ErrorContains(t, err, "unknown authority")
	})
	t.Run("has the whole emulator: pages and admin API", func(t *testing.T) {
		t.Parallel()
		e := emulator.RunT(t, withTLS())
		client := overTLS(e, e.CertificatePEM())
		sees(t, client, "https://localipay/_admin/health", `"status":"ok"`)
		sees(t, client, "https://localipay/wallet", "<html")
	})
	t.Run("is for the public URL's host and further ones", func(t *testing.T) {
		t.Parallel()
		e := emulator.RunT(t, withTLS(func(o *emulator.Options) {
			o.PublicURL, o.TLSHosts = "https://pay.example:8443/base", []string{"alipay", "10.1.2.3", "*.shop.test"}
		}))
		client := overTLS(e, e.CertificatePEM())
		for _, host := range []string{"pay.example", "alipay", "10.1.2.3", "one.shop.test"} {
			sees(t, client, "https://"+host+"/gateway.do", "ILLEGAL_EXTERFACE")
			sees(t, client, "https://"+host+"/_admin/health", `"status":"ok"`)
		}
	})
	t.Run("breaks connections when it is told to", func(t *testing.T) {
		t.Parallel()
		e := emulator.RunT(t, withTLS())
		client := overTLS(e, e.CertificatePEM())
		resp, err := http.Post(e.URL()+"_admin/merchants/"+demo+"/faults", "application/json", strings.NewReader(`{"target":"*","do":{"lose":"request"}}`))
		require.NoError(t, err)
		require.NoError(t, resp.Body.Close())
		require.Equal(t, http.StatusCreated, resp.StatusCode)
		address := signedURL(t, e, alipay.MD5, alipay.Field{Name: "partner_trans_id", Value: "T1"}, alipay.Field{Name: "service", Value: alipay.ServiceQuery})
		address = strings.Replace(address, e.URL(), "https://intlmapi.alipay.com/", 1)
		_, _, err = visit(client, address)
		require.ErrorContains(t, err, "EOF")
		sees(t, client, address, "TRADE_NOT_EXIST")
	})
	t.Run("keeps its CA in a folder", func(t *testing.T) {
		t.Parallel()
		folder := t.TempDir()
		var ca []byte
		for range 2 {
			e, err := emulator.New(withTLS(func(o *emulator.Options) { o.TLSDir = folder }))
			require.NoError(t, err)
			if ca == nil {
				ca = e.CertificatePEM()
			}
			require.Equal(t, string(ca), string(e.CertificatePEM()))
			sees(t, overTLS(e, ca), "https://mapi.alipay.com/gateway.do", "ILLEGAL_EXTERFACE")
			require.NoError(t, e.Close())
		}
		log := &lines{}
		e, err := emulator.New(withTLS(func(o *emulator.Options) {
			o.TLSDir, o.TLSHosts, o.Log = folder, []string{"new.test"}, slog.New(slog.NewTextHandler(log, nil))
		}))
		require.NoError(t, err)
		require.NotEqual(t, string(ca), string(e.CertificatePEM()))
		require.NoError(t, e.Close())
		require.Contains(t, log.String(), "it is not for new.test")
	})
	t.Run("refuses a name that is none, and lets its ports go", func(t *testing.T) {
		t.Parallel()
		address := freePort(t)
		require.ErrorContains(t, onceFree(t, func() error {
			_, err := emulator.New(withTLS(func(o *emulator.Options) { o.Listen, o.TLSHosts = address, []string{"http://x"} }))
			return err
		}), `--tls-host "http://x"`)
		isFree(t, address)
	})
	t.Run("is for the address that it listens on", func(t *testing.T) {
		t.Parallel()
		e, err := emulator.New(withTLS(func(o *emulator.Options) { o.TLSListen = "127.0.0.2:0" }))
		if err != nil {
			t.Skipf("NOT DONE: this system has no second loopback address: %v", err)
		}
		t.Cleanup(func() { _ = e.Close() })
		sees(t, overTLS(e, e.CertificatePEM()), e.TLSURL()+"gateway.do", "ILLEGAL_EXTERFACE")
	})
	t.Run("is what URLs begin with where there is nothing else", func(t *testing.T) {
		t.Parallel()
		e, err := emulator.New(withTLS())
		require.NoError(t, err)
		t.Cleanup(func() { _ = e.Close() })
		require.Equal(t, e.TLSURL(), e.URL())
		require.Equal(t, e.TLSURL()+"_admin/ca.pem (curl -k)", e.CertificateAt())
	})
	t.Run("tells where its CA is, wherever the public URL leads", func(t *testing.T) {
		t.Parallel()
		folder := t.TempDir()
		for dir, want := range map[string]string{"": "_admin/ca.pem", folder: filepath.Join(folder, "ca.pem")} {
			e, err := emulator.New(withTLS(func(o *emulator.Options) {
				o.Listen, o.PublicURL, o.TLSDir = "127.0.0.1:0", "https://pay.example/base", dir
			}))
			require.NoError(t, err)
			if dir == "" {
				want = "http://" + e.Addr().String() + "/" + want
			}
			require.Equal(t, want, e.CertificateAt())
			require.NoError(t, e.Close())
		}
	})
	t.Run("is not there unless asked for", func(t *testing.T) {
		t.Parallel()
		e := emulator.RunT(t)
		require.Nil(t, e.TLSAddr())
		require.Nil(t, e.CertificatePEM())
		require.Empty(t, e.TLSURL())
		require.Empty(t, e.CertificateAt())
		sees(t, http.DefaultClient, e.URL()+"_admin/ca.pem", "start with --tls-listen")
	})
	t.Run("gives its certificate to who has no token", func(t *testing.T) {
		t.Parallel()
		e := emulator.RunT(t, withTLS(func(o *emulator.Options) { o.AdminToken = "secret" }))
		sees(t, http.DefaultClient, e.URL()+"_admin/ca.pem", "BEGIN CERTIFICATE")
		sees(t, http.DefaultClient, e.URL()+"_admin/merchants", "UNAUTHORIZED")
	})
}
