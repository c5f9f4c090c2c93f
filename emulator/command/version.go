package command

import (
	"cmp"
	"fmt"
	"runtime"
	"runtime/debug"
)

// release is the version of this source tree; CHANGELOG.md tells what is in it.
const release = "0.1.0-dev"

// revision is set by the linker where the toolchain sees no repository: in the
// Dockerfile.
var revision string

// Version is the release.
func Version() string { return release }

// VersionCmd prints version, commit and Go version.
type VersionCmd struct{}

// Run prints.
func (VersionCmd) Run(p Process) error {
	_, err := fmt.Fprintf(p.Out, "localipay %s, commit %s, %s %s/%s\n", release, commit(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
	return err
}

// commit is what the build was made from, as far as the toolchain stamped it.
func commit() string {
	stamp, changed := cmp.Or(revision, "unknown"), ""
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, setting := range info.Settings {
			switch {
			case setting.Key == "vcs.revision":
				stamp = setting.Value
			case setting.Key == "vcs.modified" && setting.Value == "true":
				changed = " with changes"
			}
		}
	}
	return stamp + changed
}
