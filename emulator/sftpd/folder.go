package sftpd

import (
	"io"
	"os"
	"path"
	"strings"
	"sync/atomic"

	"github.com/pkg/sftp"

	"localipay/emulator/reconcile"
	"localipay/emulator/store"
	"localipay/emulator/world"
)

// download is the only folder there is.
const download = "/download"

// folder is what one session sees. Paths come clean and absolute: no "..".
type folder struct {
	server  *Server
	partner string
	open    atomic.Int32
}

// maxOpen is how many files one session may hold open.
const maxOpen = 32

// Fileread opens a file as it is now.
func (f *folder) Fileread(r *sftp.Request) (io.ReaderAt, error) {
	content, err := f.find(r.Filepath)
	if err != nil {
		return nil, err
	}
	if f.open.Add(1) > maxOpen {
		f.open.Add(-1)
		return nil, sftp.ErrSSHFxFailure
	}
	f.server.Log.Info("SFTP: file read", "partner", f.partner, "file", content.File.Name(), "size", content.Size())
	return &openFile{Content: content, folder: f}, nil
}

type openFile struct {
	*reconcile.Content
	folder *folder
	closed atomic.Bool
}

// Close gives the place in the session back.
func (o *openFile) Close() error {
	if !o.closed.Swap(true) {
		o.folder.open.Add(-1)
	}
	return nil
}

// Filewrite refuses: Alipay writes, merchants read.
func (f *folder) Filewrite(*sftp.Request) (io.WriterAt, error) {
	return nil, sftp.ErrSSHFxPermissionDenied
}

// Filecmd refuses to rename, remove, make and change anything.
func (f *folder) Filecmd(*sftp.Request) error { return sftp.ErrSSHFxPermissionDenied }

// Filelist lists a folder, or tells about one thing.
func (f *folder) Filelist(r *sftp.Request) (sftp.ListerAt, error) {
	switch r.Method {
	case "List":
		return f.list(r.Filepath)
	case "Stat":
		one, err := f.stat(r.Filepath)
		return listing{one}, err
	default:
		return nil, sftp.ErrSSHFxOpUnsupported
	}
}

func (f *folder) list(name string) (listing, error) {
	w, err := f.world()
	if err != nil {
		return nil, err
	}
	switch name {
	case "/":
		return listing{folderInfo("download", w.Clock.Now())}, nil
	case download:
		var all listing
		w.Ledger.View(func(rows store.Reader) {
			for _, c := range reconcile.List(rows, w.Clock.Now()) {
				all = append(all, fileInfo(c))
			}
		})
		return all, nil
	default:
		return nil, sftp.ErrSSHFxNoSuchFile
	}
}

func (f *folder) stat(name string) (os.FileInfo, error) {
	w, err := f.world()
	if err != nil {
		return nil, err
	}
	if name == "/" || name == download {
		return folderInfo(path.Base(name), w.Clock.Now()), nil
	}
	content, err := f.find(name)
	if err != nil {
		return nil, err
	}
	return fileInfo(content), nil
}

func (f *folder) find(name string) (content *reconcile.Content, err error) {
	w, err := f.world()
	if err != nil {
		return nil, err
	}
	base, inside := strings.CutPrefix(name, download+"/")
	if !inside {
		return nil, sftp.ErrSSHFxNoSuchFile
	}
	w.Ledger.View(func(rows store.Reader) { content, err = reconcile.Find(rows, w.Clock.Now(), base) })
	if err != nil {
		f.server.Log.Info("SFTP: no such file", "partner", f.partner, "reason", err)
		return nil, sftp.ErrSSHFxNoSuchFile
	}
	return content, nil
}

// world is looked up each time: a merchant may be deleted while its client is
// connected.
func (f *folder) world() (*world.World, error) {
	w, ok := f.server.Worlds.Find(f.partner)
	if !ok {
		return nil, sftp.ErrSSHFxNoSuchFile
	}
	return w, nil
}
