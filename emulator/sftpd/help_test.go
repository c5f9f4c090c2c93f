package sftpd_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"io"
	"log/slog"
	"net"
	"sync"
	"testing"
	"time"

	"github.com/pkg/sftp"
	"github.com/stretchr/testify/require"
	"golang.org/x/crypto/ssh"

	"localipay/emulator/alipay"
	"localipay/emulator/ledger"
	"localipay/emulator/sftpd"
	"localipay/emulator/world"
	"localipay/keys"
)

const (
	noodles  = "2088000000000001"
	tea      = "2088000000000002"
	password = "open sesame"
)

type shops struct{}

func (shops) Send(_ context.Context, d ledger.Delivery) alipay.Attempt {
	return alipay.Attempt{At: d.At, Status: 200, Acked: true}
}

type still struct{}

func (still) Now() time.Time { return time.Unix(0, 0) }

func (still) After(time.Duration) (<-chan time.Time, func() bool) {
	return nil, func() bool { return true }
}

var monday = time.Date(2026, 3, 2, 12, 0, 0, 0, time.FixedZone("", 8*60*60))

// harbour is a server with two merchants, whose first has had one payment.
type harbour struct {
	t      *testing.T
	worlds *world.Worlds
	server *sftpd.Server
	addr   string
	log    *buffer
}

type buffer struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (b *buffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.Write(p)
}

func (b *buffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.String()
}

func open(t *testing.T, change ...func(*sftpd.Config)) *harbour {
	t.Helper()
	made := []world.Made{}
	for _, partner := range []string{noodles, tea} {
		m := alipay.DefaultMerchant(partner)
		m.SFTPPassword = password
		made = append(made, world.Made{Merchant: world.Complete(m, 1), Codes: []ledger.CodeRequest{{
			Biz: alipay.BizData{MerchantID: "M1", MerchantName: "海港麵家", StoreID: "S1"},
		}}})
	}
	h := &harbour{t: t, log: &buffer{}}
	h.worlds = world.New(world.Config{
		Seed: 1, Source: still{}, Start: monday, Frozen: true, PublicURL: func() string { return "http://localhost/" },
		Sender: shops{}, Log: slog.New(slog.DiscardHandler), Hub: world.NewHub(), Count: func(string) {},
	}, made, []alipay.Buyer{{ID: "2088000000000099"}})
	t.Cleanup(h.worlds.Close)
	h.pay(noodles)
	h.advance(alipay.Day)

	c := sftpd.Config{Worlds: h.worlds, Log: slog.New(slog.NewTextHandler(h.log, nil)), HostKeys: keys.SFTPHosts()}
	for _, f := range change {
		f(&c)
	}
	h.server = sftpd.New(c)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	h.addr = l.Addr().String()
	served := make(chan struct{})
	go func() {
		h.server.Serve(l)
		close(served)
	}()
	t.Cleanup(func() {
		h.server.Close()
		<-served
	})
	return h
}

func (h *harbour) world(partner string) *world.World {
	h.t.Helper()
	w, ok := h.worlds.Find(partner)
	require.True(h.t, ok)
	return w
}

func (h *harbour) pay(partner string) {
	h.t.Helper()
	require.NoError(h.t, h.world(partner).Ledger.Update(nil, func(tx *ledger.Tx) error {
		for q := range tx.QRCodes(^uint64(0)) {
			trade, err := tx.OpenOrder(ledger.Order{QRCode: q.Value, Amount: 88_00})
			if err == nil {
				_, _, err = tx.Pay(trade.OutTradeNo, ledger.Paid)
			}
			return err
		}
		return errors.New("there is no code")
	}))
}

func (h *harbour) advance(by time.Duration) {
	h.t.Helper()
	_, err := h.world(noodles).Advance(func(now time.Time) time.Time { return now.Add(by) })
	require.NoError(h.t, err)
}

func (h *harbour) dial(partner string, how ...ssh.AuthMethod) (*ssh.Client, error) {
	h.t.Helper()
	client, err := ssh.Dial("tcp", h.addr, &ssh.ClientConfig{
		User: partner, Auth: how, HostKeyCallback: ssh.FixedHostKey(keys.SFTPHosts()[0].PublicKey()),
		HostKeyAlgorithms: []string{ssh.KeyAlgoED25519},
	})
	if err == nil {
		h.t.Cleanup(func() { _ = client.Close() })
	}
	return client, err
}

// login is a client that is in.
func (h *harbour) login(partner string) *sftp.Client {
	h.t.Helper()
	client, err := h.dial(partner, ssh.Password(password))
	require.NoError(h.t, err)
	files, err := sftp.NewClient(client)
	require.NoError(h.t, err)
	h.t.Cleanup(func() { _ = files.Close() })
	return files
}

const (
	transactions = "/download/" + noodles + "_transaction_20260302.txt"
	settlement   = "/download/" + noodles + "_settlement_20260302.txt"
)

func fetch(t *testing.T, c *sftp.Client, path string) string {
	t.Helper()
	f, err := c.Open(path)
	require.NoError(t, err)
	defer func() { require.NoError(t, f.Close()) }()
	text, err := io.ReadAll(f)
	require.NoError(t, err)
	return string(text)
}

func names(t *testing.T, c *sftp.Client, path string) (list []string) {
	t.Helper()
	infos, err := c.ReadDir(path)
	require.NoError(t, err)
	for _, i := range infos {
		list = append(list, i.Name())
	}
	return list
}

func newKey(t *testing.T) (ssh.Signer, string) {
	t.Helper()
	_, private, err := ed25519.GenerateKey(rand.Reader)
	require.NoError(t, err)
	signer, err := ssh.NewSignerFromKey(private)
	require.NoError(t, err)
	return signer, string(ssh.MarshalAuthorizedKey(signer.PublicKey()))
}

func (h *harbour) authorise(partner, line string) {
	h.t.Helper()
	require.NoError(h.t, h.world(partner).Ledger.Update(nil, func(tx *ledger.Tx) error {
		_, err := tx.PatchMerchant(map[string]any{"sftp_authorized_key": line})
		return err
	}))
}
