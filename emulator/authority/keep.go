package authority

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// Modes of what is kept. Other containers read the copies, as other users.
const (
	ownerOnly = 0o600
	everybody = 0o644
)

// put keeps a CA. The copy of an old root goes first: after a crash it is
// missing, which the next start mends, and never belongs to another key.
func (f folder) put(p pair) error {
	text, err := p.encode()
	if err != nil {
		return err
	}
	if err := os.Remove(f.path(CertificateFile)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("--tls-dir: %w", err)
	}
	if err := f.write(KeyFile, text, ownerOnly); err != nil {
		return err
	}
	if err := f.checkKey(); err != nil {
		return errors.Join(err, os.Remove(f.path(KeyFile)))
	}
	return f.publish(p)
}

// publish writes the copy, unless it is there.
func (f folder) publish(p pair) error {
	there, err := f.load(CertificateFile)
	if err != nil || there != nil {
		return err
	}
	return f.write(CertificateFile, encode(p.root()), everybody)
}

// write writes beside the file first, so that a crash leaves no half one.
func (f folder) write(name string, text []byte, mode fs.FileMode) error {
	temp, err := os.CreateTemp(string(f), name+".*")
	if err != nil {
		return fmt.Errorf("--tls-dir: %w; localipay must be able to write there", err)
	}
	_, err = temp.Write(text)
	err = errors.Join(err, temp.Chmod(mode), temp.Sync(), temp.Close())
	if err == nil {
		err = os.Rename(temp.Name(), f.path(name))
	}
	if err != nil {
		_ = os.Remove(temp.Name())
		return fmt.Errorf("--tls-dir: %w", err)
	}
	return nil
}
