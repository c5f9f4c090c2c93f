package scenarios

import (
	"embed"
	"io/fs"
)

//go:embed *.yaml
var bundled embed.FS

// Bundled holds the stories that come with localipay, a YAML file each or a
// small family of them; scenarios/README.md lists them. Each makes worlds of its
// own, so they can be played against any emulator, beside whatever else it does.
func Bundled() fs.FS { return bundled }
