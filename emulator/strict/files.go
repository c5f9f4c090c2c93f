package strict

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// File is a file's name and what it holds.
type File struct {
	Name string
	Data []byte
}

// Files lists the files that path stands for: itself, or the YAML files of a
// folder (not of the folders in it), sorted by name. what is how errors call it.
func Files(path, what string) ([]string, error) {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s %s: there is no such file or folder", what, path)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", what, err)
	}
	if !info.IsDir() {
		return []string{path}, nil
	}
	entries, err := os.ReadDir(path)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", what, err)
	}
	var names []string
	for _, entry := range entries {
		if name := filepath.Join(path, entry.Name()); isYAML(name) {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return nil, fmt.Errorf("%s %s: the folder holds no .yaml or .yml file", what, path)
	}
	return names, nil
}

// isYAML follows links, because that is how Kubernetes mounts a folder of
// files; what begins with a dot is an editor's or a system's own.
func isYAML(path string) bool {
	base := filepath.Base(path)
	ext := strings.ToLower(filepath.Ext(base))
	if strings.HasPrefix(base, ".") || ext != ".yaml" && ext != ".yml" {
		return false
	}
	info, err := os.Stat(path)
	return err == nil && !info.IsDir()
}

// ReadFile reads a file of at most so many bytes. It reads a little past the
// limit and no further: the size of a pipe is not known beforehand.
func ReadFile(path, what string, most int64) (File, error) {
	f, err := os.Open(path) //nolint:gosec // the user names it
	if errors.Is(err, fs.ErrNotExist) {
		return File{}, fmt.Errorf("%s %s: there is no such file", what, path)
	}
	if err != nil {
		return File{}, fmt.Errorf("%s: %w", what, err)
	}
	defer f.Close() //nolint:errcheck // nothing was written
	data, err := io.ReadAll(io.LimitReader(f, most+1))
	if err != nil {
		return File{}, fmt.Errorf("%s: %w", what, err)
	}
	if int64(len(data)) > most {
		return File{}, TooBig(path, most)
	}
	return File{path, data}, nil
}

// TooBig is the error of a file of more than so many bytes.
func TooBig(name string, most int64) error {
	return fmt.Errorf("%s: more than %d MB; split it into several files", name, most>>20)
}
