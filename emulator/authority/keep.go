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

// put keeps a pair. The copy of an old one goes first: after a crash a copy is
// missing, which the next start mends, and never belongs to another key.
func (f files) put(p pair) error {
	text, err := p.encode()
	if err != nil {
		return err
	}
	if err := os.Remove(f.path(f.public)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("--tls-dir: %w", err)
	}
	if err := f.write(f.secret, text, ownerOnly); err != nil {
		return err
	}
	if err := f.checkMode(); err != nil {
		return errors.Join(err, os.Remove(f.path(f.secret)))
	}
	return f.publish(p)
}

// publish writes the copy, unless it is there.
func (f files) publish(p pair) error {
	there, err := f.load(f.public)
	if err != nil || there != nil {
		return err
	}
	return f.write(f.public, f.copyOf(p), everybody)
}

// write writes beside the file first, so that a crash leaves no half one.
func (f files) write(name string, text []byte, mode fs.FileMode) error {
	temp, err := os.CreateTemp(f.dir, "."+name+".*")
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
