package sftpd

import (
	"context"
	"io"
	"os"
	"path"
	"strings"
	"sync"

	"github.com/pkg/sftp"

	"localipay/emulator/reconcile"
	"localipay/emulator/world"
)

// download is the only folder there is.
const download = "/download"

// folder is what one session sees. Paths come clean and absolute: no "..".
type folder struct {
	server *Server
	world  *world.World

	// gone ends with the connection: what a client has asked for and did not
	// wait for is not worth doing.
	gone context.Context //nolint:containedctx // the connection's own

	mu   sync.Mutex
	open map[handle]string // the path of what is open
}

// handle is something open: a file or a listing.
type handle interface{ Close() error }

// maxOpen is how many files and listings one session may hold open.
const maxOpen = 32

func (f *folder) hold(h handle, name string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.open) >= maxOpen {
		return sftp.ErrSSHFxFailure
	}
	f.open[h] = name
	return nil
}

func (f *folder) release(h handle) {
	f.mu.Lock()
	defer f.mu.Unlock()
	delete(f.open, h)
}

// held finds a file that the session has open: it may be removed meanwhile, and
// stays what it is for who reads it.
func (f *folder) held(name string) (*reconcile.Content, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for h, of := range f.open {
		if file, ok := h.(*openFile); ok && of == name {
			return file.Content, true
		}
	}
	return nil, false
}

// Fileread opens a file as it is now.
func (f *folder) Fileread(r *sftp.Request) (io.ReaderAt, error) {
	content, err := f.find(r.Filepath)
	if err != nil {
		return nil, err
	}
	file := &openFile{content, f}
	if err := f.hold(file, r.Filepath); err != nil {
		return nil, err
	}
	f.server.Log.Info("SFTP: file read", "partner", f.world.Partner, "file", content.File.Name(), "size", content.Size())
	return file, nil
}

type openFile struct {
	*reconcile.Content
	folder *folder
}

// Close gives the place in the session back.
func (o *openFile) Close() error {
	o.folder.release(o)
	return nil
}

// ReadAt reads nothing more for who has gone.
func (o *openFile) ReadAt(p []byte, offset int64) (int, error) {
	if err := o.folder.gone.Err(); err != nil {
		return 0, err
	}
	return o.Content.ReadAt(p, offset)
}

// Filewrite refuses: Alipay writes, merchants read.
func (f *folder) Filewrite(*sftp.Request) (io.WriterAt, error) {
	return nil, sftp.ErrSSHFxPermissionDenied
}

// Filecmd refuses to rename, remove, make and change anything.
func (f *folder) Filecmd(*sftp.Request) error { return sftp.ErrSSHFxPermissionDenied }

// Filelist lists a folder, or tells about one thing.
func (f *folder) Filelist(r *sftp.Request) (sftp.ListerAt, error) {
	if err := f.present(); err != nil {
		return nil, err
	}
	switch r.Method {
	case "List":
		return f.list(r.Filepath)
	case "Stat":
		return f.stat(r.Filepath)
	default:
		return nil, sftp.ErrSSHFxOpUnsupported
	}
}

func (f *folder) list(name string) (sftp.ListerAt, error) {
	all := &openListing{folder: f}
	switch name {
	case "/":
		all.listing = listing{folderInfo("download", f.world.Clock.Now())}
	case download:
		for _, c := range f.world.Files() {
			all.listing = append(all.listing, fileInfo(c))
		}
	default:
		return nil, sftp.ErrSSHFxNoSuchFile
	}
	return all, f.hold(all, name)
}

type openListing struct {
	listing
	folder *folder
}

// Close gives the place in the session back.
func (o *openListing) Close() error {
	o.folder.release(o)
	return nil
}

func (f *folder) stat(name string) (sftp.ListerAt, error) {
	if name == "/" || name == download {
		return listing{folderInfo(path.Base(name), f.world.Clock.Now())}, nil
	}
	content, err := f.find(name)
	if held, ok := f.held(name); ok && err != nil {
		content, err = held, nil
	}
	if err != nil {
		return nil, err
	}
	return listing{fileInfo(content)}, nil
}

func (f *folder) find(name string) (*reconcile.Content, error) {
	if err := f.present(); err != nil {
		return nil, err
	}
	base, inside := strings.CutPrefix(name, download+"/")
	if !inside {
		return nil, sftp.ErrSSHFxNoSuchFile
	}
	content, err := f.world.File(base)
	if err != nil {
		f.server.Log.Info("SFTP: no such file", "partner", f.world.Partner, "reason", err)
		return nil, sftp.ErrSSHFxNoSuchFile
	}
	return content, nil
}

// present tells whether client and merchant are both still there. A merchant
// that was deleted and made again is another one.
func (f *folder) present() error {
	if err := f.gone.Err(); err != nil {
		return err
	}
	if w, ok := f.server.Worlds.Find(f.world.Partner); !ok || w != f.world {
		return os.ErrNotExist
	}
	return nil
}
