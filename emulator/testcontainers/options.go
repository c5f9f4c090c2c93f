package testcontainers

import (
	"cmp"
	"path"
	"path/filepath"
	"strconv"
	"time"

	tc "github.com/testcontainers/testcontainers-go"

	"localipay/emulator"
	"localipay/emulator/strict"
)

// Options are what localipay is started with; in a container and in process
// they mean the same. The zero value is the built-in demo with clocks that stand
// still at Monday, 5 January 2026, 10:00 in Hong Kong, as emulator.RunT's do.
type Options struct {
	Image string // "" for $LOCALIPAY_IMAGE, or else "localipay"

	Start         time.Time     // where clocks start; zero for that Monday
	Running       bool          // clocks run on from Start
	Seed          int64         // 0 counts as 1
	Fixtures      string        // YAML file or folder of this machine; "" for the built-in demo
	NotifyTimeout time.Duration // real time a shop has to answer; 0 or less for 5 s
	AdminToken    string        // "" for none
}

func firstOf(options []Options) (o Options) {
	if len(options) > 0 {
		o = options[0]
	}
	return o
}

func (o Options) withDefaults(getenv func(string) string) Options {
	o.Image = cmp.Or(o.Image, getenv("LOCALIPAY_IMAGE"), "localipay")
	if o.Start.IsZero() {
		o.Start = time.Date(2026, 1, 5, 2, 0, 0, 0, time.UTC)
	}
	return o
}

func (o Options) inProcess() emulator.Options {
	return emulator.Options{
		Start: o.Start, Frozen: !o.Running, Seed: o.Seed, Fixtures: o.Fixtures, NotifyTimeout: o.NotifyTimeout, AdminToken: o.AdminToken,
	}
}

// inContainer says the same in variables; an empty one counts as not set.
func (o Options) inContainer(publicURL string) (env map[string]string, files []tc.ContainerFile, err error) {
	env = map[string]string{
		"LOCALIPAY_PUBLIC_URL":  publicURL,
		"LOCALIPAY_CLOCK":       o.Start.Format(time.RFC3339),
		"LOCALIPAY_FROZEN":      strconv.FormatBool(!o.Running),
		"LOCALIPAY_SEED":        strconv.FormatInt(o.Seed, 10),
		"LOCALIPAY_ADMIN_TOKEN": o.AdminToken,
	}
	if o.NotifyTimeout > 0 {
		env["LOCALIPAY_NOTIFY_TIMEOUT"] = o.NotifyTimeout.String()
	}
	if o.Fixtures != "" {
		env["LOCALIPAY_FIXTURES"], files, err = o.copied()
	}
	return env, files, err
}

// copied are the fixtures' files, and where they then are in the container.
// They go one by one: testcontainers copies no links of a folder.
func (o Options) copied() (at string, files []tc.ContainerFile, err error) {
	const folder, readable = "/fixtures", 0o444
	names, err := strict.Files(o.Fixtures, "fixtures")
	for _, name := range names {
		at = path.Join(folder, filepath.Base(name))
		files = append(files, tc.ContainerFile{HostFilePath: name, ContainerFilePath: at, FileMode: readable})
	}
	if len(names) != 1 || names[0] != o.Fixtures {
		at = folder
	}
	return at, files, err
}
