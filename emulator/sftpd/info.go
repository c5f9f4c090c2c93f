package sftpd

import (
	"io"
	"io/fs"
	"os"
	"time"

	"localipay/emulator/reconcile"
)

// info is what a listing tells of a file or a folder.
type info struct {
	name    string
	size    int64
	mode    fs.FileMode
	changed time.Time
}

// fileInfo: clients give their copies the mode that they see. Were it read-only,
// as all here is, they could not fetch the folder again the next morning.
func fileInfo(c *reconcile.Content) os.FileInfo {
	return info{c.File.Name(), c.Size(), 0o644, c.File.AvailableAt()}
}

func folderInfo(name string, now time.Time) os.FileInfo {
	return info{name, 0, fs.ModeDir | 0o755, now}
}

// Name implements fs.FileInfo.
func (i info) Name() string { return i.name }

// Size implements fs.FileInfo.
func (i info) Size() int64 { return i.size }

// Mode implements fs.FileInfo.
func (i info) Mode() fs.FileMode { return i.mode }

// ModTime implements fs.FileInfo: by the merchant's clock.
func (i info) ModTime() time.Time { return i.changed }

// IsDir implements fs.FileInfo.
func (i info) IsDir() bool { return i.mode.IsDir() }

// Sys implements fs.FileInfo.
func (i info) Sys() any { return nil }

// listing implements sftp.ListerAt.
type listing []os.FileInfo

// ListAt fills in what stands at an offset.
func (l listing) ListAt(into []os.FileInfo, offset int64) (int, error) {
	if offset < 0 || offset >= int64(len(l)) {
		return 0, io.EOF
	}
	n := copy(into, l[offset:])
	if n < len(into) {
		return n, io.EOF
	}
	return n, nil
}

// LookupUserName and LookupGroupName name the owner in ls -l; left out, the
// machine's own users would show.
func (f *folder) LookupUserName(string) string { return "localipay" }

// LookupGroupName is described at LookupUserName.
func (f *folder) LookupGroupName(string) string { return "localipay" }
