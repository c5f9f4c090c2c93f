package authority

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"syscall"
)

// Modes of what is kept. Other containers read the copies, as other users.
const (
	ownerOnly = 0o600
	everybody = 0o644
)

// putCA keeps a CA. The copy of an old root goes first: after a crash it is
// missing, which the next start mends, and never belongs to another key.
func (f folder) putCA(p pair) error {
	if err := os.Remove(f.path(CertificateFile)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return f.unwritable(err)
	}
	if err := f.writePair(KeyFile, p); err != nil {
		return err
	}
	return f.publish(p)
}

// putLeaf keeps a leaf. Where nothing can be written it lives in memory alone:
// whoever trusts the CA takes any leaf of it.
func (f folder) putLeaf(p pair) error {
	if err := f.writePair(LeafFile, p); !isReadOnly(err) {
		return err
	}
	return nil
}

// publish writes the copy, unless it is there.
func (f folder) publish(p pair) error {
	there, err := f.load(CertificateFile)
	if err != nil || there != nil {
		return err
	}
	return f.write(CertificateFile, encode(p.root()), everybody)
}

func (f folder) writePair(name string, p pair) error {
	text, err := p.encode()
	if err != nil {
		return err
	}
	if err := f.write(name, text, ownerOnly); err != nil {
		return err
	}
	if err := f.checkKey(name); err != nil {
		return errors.Join(err, os.Remove(f.path(name)))
	}
	return nil
}

// write writes beside the file first, so that a crash leaves no half one.
func (f folder) write(name string, text []byte, mode fs.FileMode) error {
	temp, err := os.CreateTemp(string(f), name+".*")
	if err != nil {
		return f.unwritable(err)
	}
	_, err = temp.Write(text)
	err = errors.Join(err, temp.Chmod(mode), temp.Sync(), temp.Close())
	if err == nil {
		err = os.Rename(temp.Name(), f.path(name))
	}
	if err != nil {
		_ = os.Remove(temp.Name())
		return f.unwritable(err)
	}
	return nil
}

func (f folder) unwritable(err error) error {
	return fmt.Errorf("--tls-dir: %w; localipay%s must be able to write in %s, in a container by a volume there", err, runsAs(), f)
}

// isReadOnly tells of an error that nothing can be written.
func isReadOnly(err error) bool {
	return errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS)
}
