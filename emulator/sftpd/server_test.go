package sftpd_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"os"
	"strings"
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

func TestLogin(t *testing.T) {
	t.Parallel()
	t.Run("is by the partner id and the merchant's password", func(t *testing.T) {
		t.Parallel()
		h := open(t)
		require.Contains(t, fetch(t, h.login(noodles), transactions), "|88.00|")
		require.Contains(t, h.log.String(), "SFTP: logged in")
		require.Contains(t, h.log.String(), "SFTP: file read")
	})
	t.Run("takes the password typed at a prompt too", func(t *testing.T) {
		t.Parallel()
		h := open(t)
		_, err := h.dial(noodles, ssh.KeyboardInteractive(func(_, _ string, questions []string, _ []bool) ([]string, error) {
			answers := []string{}
			for range questions {
				answers = append(answers, password)
			}
			return answers, nil
		}))
		require.NoError(t, err)
	})
	t.Run("is by one of the merchant's keys", func(t *testing.T) {
		t.Parallel()
		h := open(t)
		other, first := newKey(t)
		mine, second := newKey(t)
		_, err := h.dial(noodles, ssh.PublicKeys(mine))
		require.Error(t, err)
		h.authorise(noodles, "# who fetches\n"+first+second)
		for _, key := range []ssh.Signer{mine, other} {
			_, err = h.dial(noodles, ssh.PublicKeys(key))
			require.NoError(t, err)
		}
		_, err = h.dial(tea, ssh.PublicKeys(mine))
		require.Error(t, err, "another merchant has not authorised it")
	})
	for name, c := range map[string]struct{ user, password, says string }{
		"a wrong password":         {noodles, "wrong", "sftp_password"},
		"no password":              {noodles, "", "sftp_password"},
		"a partner that is none":   {"2088000000000404", password, "no merchant with this partner id"},
		"a name that is no number": {"root", password, "no merchant"},
		"no name":                  {"", password, "no merchant"},
	} {
		t.Run("refuses "+name+", and the log says why without the password", func(t *testing.T) {
			t.Parallel()
			h := open(t)
			_, err := h.dial(c.user, ssh.Password(c.password))
			require.ErrorContains(t, err, "unable to authenticate")
			h.server.Close() // the log is whole then
			require.Contains(t, h.log.String(), c.says)
			require.NotContains(t, h.log.String(), password)
		})
	}
	t.Run("knows each kind of host key", func(t *testing.T) {
		t.Parallel()
		h := open(t)
		for _, key := range keys.SFTPHosts() {
			kind := key.PublicKey().Type()
			algorithms := []string{kind}
			if kind == ssh.KeyAlgoRSA {
				algorithms = []string{ssh.KeyAlgoRSASHA256}
			}
			client, err := ssh.Dial("tcp", h.addr, &ssh.ClientConfig{
				User: noodles, Auth: []ssh.AuthMethod{ssh.Password(password)}, HostKeyAlgorithms: algorithms,
				HostKeyCallback: ssh.FixedHostKey(key.PublicKey()),
			})
			require.NoError(t, err, kind)
			require.NoError(t, client.Close())
		}
	})
}

func TestFolder(t *testing.T) {
	t.Parallel()
	t.Run("has a merchant's own files, as the clock says", func(t *testing.T) {
		t.Parallel()
		h := open(t)
		mine, others := h.login(noodles), h.login(tea)
		require.Equal(t, []string{"download"}, names(t, mine, "/"))
		require.Equal(t, []string{noodles + "_settlement_20260302.txt", noodles + "_transaction_20260302.txt"}, names(t, mine, "/download"))
		require.Empty(t, names(t, others, "/download"))
		_, err := others.Open(transactions)
		require.ErrorIs(t, err, fs.ErrNotExist, "nobody sees another's")
		h.pay(noodles)
		h.advance(alipay.Day)
		require.Len(t, names(t, mine, "/download"), 4)
		h.advance(8 * alipay.Day)
		require.Empty(t, names(t, mine, "/download"))
		_, err = mine.Stat(transactions)
		require.ErrorIs(t, err, fs.ErrNotExist)
	})
	t.Run("tells a file's true size and when it came", func(t *testing.T) {
		t.Parallel()
		c := open(t).login(noodles)
		for _, path := range []string{transactions, settlement} {
			info, err := c.Stat(path)
			require.NoError(t, err)
			require.Equal(t, int64(len(fetch(t, c, path))), info.Size())
			require.Equal(t, "2026-03-03 09:00:00", alipay.Stamp(info.ModTime()))
			require.Equal(t, fs.FileMode(0o644), info.Mode())
			again, err := c.Lstat(path)
			require.NoError(t, err)
			require.Equal(t, info.Size(), again.Size())
		}
		info, err := c.Stat("/download")
		require.NoError(t, err)
		require.True(t, info.IsDir())
		info, err = c.Stat(".")
		require.NoError(t, err)
		require.True(t, info.IsDir())
		found, err := c.Glob("/download/*_settlement_*.txt")
		require.NoError(t, err)
		require.Equal(t, []string{settlement}, found)
	})
	t.Run("gives pieces from any place", func(t *testing.T) {
		t.Parallel()
		c := open(t).login(noodles)
		text := fetch(t, c, transactions)
		f, err := c.Open(transactions)
		require.NoError(t, err)
		p := make([]byte, 40)
		_, err = f.ReadAt(p, 30)
		require.NoError(t, err)
		require.Equal(t, text[30:70], string(p))
		n, err := f.ReadAt(p, int64(len(text))-10)
		require.ErrorIs(t, err, io.EOF)
		require.Equal(t, text[len(text)-10:], string(p[:n]))
		_, err = f.ReadAt(p, 1<<40)
		require.ErrorIs(t, err, io.EOF)
	})
	t.Run("leads nowhere else", func(t *testing.T) {
		t.Parallel()
		c := open(t).login(noodles)
		for _, path := range []string{
			"/etc/passwd", "../etc/passwd", "/download/../../etc/passwd", "/download/../" + noodles + "_transaction_20260302.txt",
			"/download/x/../../../etc", "/download/" + tea + "_transaction_20260302.txt", "/Download", `/download/..\..\etc`, "/download/\x00", "//",
			"/download/" + strings.Repeat("a", 5000),
		} {
			_, err := c.Open(path)
			require.Error(t, err, path)
			if path != "//" {
				_, err = c.Stat(path)
				require.ErrorIs(t, err, fs.ErrNotExist, path)
				_, err = c.ReadDir(path)
				require.Error(t, err, path)
			}
		}
		require.Equal(t, fetch(t, c, transactions), fetch(t, c, "/download/../download//./"+noodles+"_transaction_20260302.txt"), "a way that stays inside is one")
	})
	t.Run("is read-only", func(t *testing.T) {
		t.Parallel()
		c := open(t).login(noodles)
		before := fetch(t, c, transactions)
		for what, try := range map[string]func() error{
			"create":       func() error { _, err := c.Create("/download/new.txt"); return err },
			"append":       func() error { _, err := c.OpenFile(transactions, os.O_WRONLY|os.O_APPEND); return err },
			"write":        func() error { _, err := c.OpenFile(transactions, os.O_RDWR); return err },
			"remove":       func() error { return c.Remove(transactions) },
			"rename":       func() error { return c.Rename(transactions, "/download/a") },
			"posix rename": func() error { return c.PosixRename(transactions, "/download/a") },
			"make folder":  func() error { return c.Mkdir("/download/folder") },
			"rm folder":    func() error { return c.RemoveDirectory("/download") },
			"symlink":      func() error { return c.Symlink("/etc/passwd", "/download/link") },
			"hard link":    func() error { return c.Link(transactions, "/download/link") },
			"chmod":        func() error { return c.Chmod(transactions, 0o777) },
			"chown":        func() error { return c.Chown(transactions, 0, 0) },
			"touch":        func() error { return c.Chtimes(transactions, monday, monday) },
			"truncate":     func() error { return c.Truncate(transactions, 0) },
		} {
			require.ErrorIs(t, try(), fs.ErrPermission, what)
		}
		_, err := c.ReadLink(transactions)
		require.Error(t, err)
		_, err = c.StatVFS("/")
		require.Error(t, err)
		require.Equal(t, before, fetch(t, c, transactions))
		require.Len(t, names(t, c, "/download"), 2)
	})
	t.Run("holds so many files and listings open and no more", func(t *testing.T) {
		t.Parallel()
		h := open(t)
		raw := h.raw(noodles)
		for i := range 32 {
			require.Equal(t, handle, raw.ask(opendir, i, "/download"), "listing %d", i)
		}
		require.Equal(t, status, raw.ask(opendir, 32, "/download"))
		c := h.login(noodles)
		var held []*sftp.File
		for range 32 {
			f, err := c.Open(transactions)
			require.NoError(t, err)
			held = append(held, f)
		}
		_, err := c.Open(transactions)
		require.Error(t, err)
		require.NoError(t, held[0].Close())
		require.NotEmpty(t, fetch(t, c, transactions))
	})
	t.Run("is gone with its merchant, and not there again with another of the same id", func(t *testing.T) {
		t.Parallel()
		h := open(t)
		c := h.login(noodles)
		require.True(t, h.worlds.Delete(noodles))
		m := alipay.DefaultMerchant(noodles)
		for range 2 {
			_, err := c.Open(transactions)
			require.ErrorIs(t, err, fs.ErrNotExist)
			_, err = c.ReadDir("/download")
			require.ErrorIs(t, err, fs.ErrNotExist)
			_, _ = h.worlds.Make(m)
		}
	})
	t.Run("lets who has a file open read it to its end when it is removed", func(t *testing.T) {
		t.Parallel()
		h := open(t)
		c := h.login(noodles)
		text := fetch(t, c, settlement)
		f, err := c.Open(settlement)
		require.NoError(t, err)
		h.advance(8 * alipay.Day)
		info, err := f.Stat()
		require.NoError(t, err)
		require.Equal(t, int64(len(text)), info.Size())
		rest, err := io.ReadAll(f)
		require.NoError(t, err)
		require.Equal(t, text, string(rest))
		require.NoError(t, f.Close())
		_, err = c.Stat(settlement)
		require.ErrorIs(t, err, fs.ErrNotExist)
	})
}
