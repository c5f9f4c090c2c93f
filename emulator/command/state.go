package command

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// checkState: a file that cannot be saved would only show at the end, when
// what it was to keep is lost.
func checkState(file string) error {
	if file == "" {
		return nil
	}
	folder, err := os.Stat(filepath.Dir(file))
	if err != nil || !folder.IsDir() {
		return fmt.Errorf("--state %s: there is no folder %s to save it in", file, filepath.Dir(file))
	}
	if there, err := os.Stat(file); err == nil && there.IsDir() {
		return fmt.Errorf("--state %s is a folder; name a file", file)
	}
	if mounts, err := os.ReadFile("/proc/self/mountinfo"); err == nil && isMount(string(mounts), file) {
		return fmt.Errorf("--state %s: a file that is mounted by itself cannot be replaced when it is saved; mount its folder", file)
	}
	probe, err := os.CreateTemp(filepath.Dir(file), filepath.Base(file)+".*")
	if err != nil {
		return fmt.Errorf("--state %s: it could not be saved: %w", file, err)
	}
	return errors.Join(probe.Close(), os.Remove(probe.Name()))
}

// isMount looks for a file in Linux's list of mounts (proc(5)).
func isMount(mounts, file string) bool {
	const mountPoint = 4
	path, err := filepath.Abs(file)
	for line := range strings.Lines(mounts) {
		if fields := strings.Fields(line); len(fields) > mountPoint && fields[mountPoint] == path {
			return err == nil
		}
	}
	return false
}
