package authority

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
)

// The files of a folder. A key stands in one file with its certificates, so
// that no crash can mix pairs; the .pem files beside them are copies of what
// others may read, and are written again if they are missing.
const (
	CertificateFile = "ca.pem"   // the root, which clients trust; mode 0644
	KeyFile         = "ca.key"   // the issuer's key, issuer and root; mode 0600
	LeafFile        = "leaf.pem" // leaf and issuer, as a server sends them; mode 0644
	LeafKeyFile     = "leaf.key" // the leaf's key, leaf, issuer and root; mode 0600
)

// files are where a pair is kept.
type files struct {
	dir            string
	public, secret string
	length         int // of the chain
	from, to       int // what of the chain is public
}

func caIn(dir string) files   { return files{dir, CertificateFile, KeyFile, 2, 1, 2} }
func leafIn(dir string) files { return files{dir, LeafFile, LeafKeyFile, 3, 0, 2} }

func (f files) path(name string) string { return filepath.Join(f.dir, name) }

// read gives no pair if there is neither file.
func (f files) read() (pair, error) {
	public, err := f.load(f.public)
	if err != nil {
		return pair{}, err
	}
	secret, err := f.load(f.secret)
	switch {
	case err != nil:
		return pair{}, err
	case secret == nil && public == nil:
		return pair{}, nil
	case secret == nil:
		return pair{}, f.refuse(f.secret, "is missing beside "+f.public)
	}
	p, err := f.parse(secret)
	if err == nil && public != nil && !sameCertificates(public, f.copyOf(p)) {
		err = f.refuse(f.public, "is damaged or does not belong to "+f.secret)
	}
	return p, err
}

func (f files) parse(secret []byte) (pair, error) {
	if err := f.checkMode(); err != nil {
		return pair{}, err
	}
	p, err := decode(secret, f.length)
	if err != nil {
		return pair{}, f.refuse(f.secret, err.Error())
	}
	return p, nil
}

func (f files) copyOf(p pair) []byte { return encode(p.chain[f.from:f.to]...) }

// load gives nil if there is no such file.
func (f files) load(name string) ([]byte, error) {
	text, err := os.ReadFile(f.path(name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("--tls-dir: %w; localipay must be able to read what is in there", err)
	}
	return text, nil
}

func (f files) checkMode() error {
	info, err := os.Stat(f.path(f.secret))
	if err != nil {
		return fmt.Errorf("--tls-dir: %w", err)
	}
	const others = 0o077
	if mode := info.Mode().Perm(); mode&others != 0 && runtime.GOOS != "windows" {
		return fmt.Errorf("--tls-dir: %s can be read by others than its owner (mode %04o): chmod 600 it; if that does not help, name a folder on a file system that keeps modes",
			f.path(f.secret), mode)
	}
	return nil
}

func (f files) refuse(name, why string) error {
	return fmt.Errorf("--tls-dir: %s %s: name another folder, or remove ca.* and leaf.* there to have new ones made",
		f.path(name), why)
}
