package sftpd_test

import (
	"io"
	"io/fs"
	"os"
	"strings"
	"testing"

	"github.com/pkg/sftp"
	"github.com/stretchr/testify/require"

	"localipay/emulator/alipay"
)

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
