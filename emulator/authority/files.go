package authority

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// The files of a folder. A key stands in one file with its certificates, so
// that no crash can mix pairs; ca.pem is a copy of what others may read, and is
// written again if it is missing.
const (
	CertificateFile = "ca.pem"   // the root, which clients trust; mode 0644
	KeyFile         = "ca.key"   // the issuer's key, issuer and root; mode 0600
	LeafFile        = "leaf.pem" // the leaf's key, leaf, issuer and root; mode 0600
	lockFile        = "ca.lock"
)

// folder is where a CA is kept.
type folder string

func (f folder) path(name string) string { return filepath.Join(string(f), name) }

// readCA gives no pair if there is neither file.
func (f folder) readCA() (pair, error) {
	public, err := f.load(CertificateFile)
	if err != nil {
		return pair{}, err
	}
	secret, err := f.load(KeyFile)
	switch {
	case err != nil:
		return pair{}, err
	case secret == nil && public == nil:
		return pair{}, nil
	case secret == nil:
		return pair{}, f.refuse(KeyFile, "is missing beside "+CertificateFile)
	}
	p, err := f.parse(KeyFile, secret, 2)
	if err == nil && public != nil && !holds(public, p.root()) {
		err = f.refuse(CertificateFile, "is damaged or does not belong to "+KeyFile)
	}
	return p, err
}

// readLeaf gives no pair if there is no file.
func (f folder) readLeaf() (pair, error) {
	secret, err := f.load(LeafFile)
	if secret == nil {
		return pair{}, err
	}
	return f.parse(LeafFile, secret, 3)
}

func (f folder) parse(name string, secret []byte, length int) (pair, error) {
	if err := f.checkKey(name); err != nil {
		return pair{}, err
	}
	p, err := decode(secret, length)
	if err != nil {
		return pair{}, f.refuse(name, err.Error())
	}
	return p, nil
}

// load gives nil if there is no such file.
func (f folder) load(name string) ([]byte, error) {
	text, err := os.ReadFile(f.path(name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("--tls-dir: %w; localipay must be able to read what is in there", err)
	}
	return text, nil
}

func (f folder) refuse(name, why string) error {
	return fmt.Errorf("--tls-dir: %s %s: name another folder, or remove ca.* and leaf.pem there to have new ones made", f.path(name), why)
}
