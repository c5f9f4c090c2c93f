// Package testcontainers starts localipay for an integration test: in a
// container where there is a Docker engine, in the test's own process where
// there is none. The test is written once.
//
// The variable LOCALIPAY_TESTCONTAINERS, docker or process, forces one of them.
// LOCALIPAY_IMAGE names the image; "docker build -t localipay ." makes it. The
// container ends with its test; where that is killed, or runs into go test's
// -timeout, testcontainers' reaper ends it. Export
// TESTCONTAINERS_RYUK_DISABLED=true where the reaper's image cannot be pulled.
package testcontainers

import (
	"context"
	"os"
	"sync"
	"time"

	tc "github.com/testcontainers/testcontainers-go"

	"localipay/emulator"
)

// Localipay is a running emulator.
type Localipay struct {
	t     emulator.TB
	url   string
	token string

	// Of a container; zero in process.
	container *tc.DockerContainer
	host      string // this process's name in there
	way       sync.Once
}

// startTimeout is real time for all of it, pulling images too.
const startTimeout = 2 * time.Minute

// Run starts localipay and ends it with the test. It answers when Run returns;
// the test's log says where it runs and why, and has the emulator's log.
// Options, if given, replace the defaults.
func Run(t emulator.TB, options ...Options) *Localipay {
	t.Helper()
	return run(t, os.Getenv, options...)
}

func run(t emulator.TB, getenv func(string) string, options ...Options) *Localipay {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), startTimeout)
	defer cancel()
	o := firstOf(options).withDefaults(getenv)
	l := &Localipay{t: t, token: o.AdminToken}
	docker, why, err := choose(ctx, getenv)
	switch {
	case err != nil:
	case docker == nil:
		t.Logf("localipay: %s: in process", why)
		e := emulator.RunT(t, o.inProcess())
		if e == nil {
			return nil
		}
		l.url = e.URL()
	default:
		t.Logf("localipay: %s: in a container of image %s", why, o.Image)
		err = l.contain(ctx, docker, o)
	}
	if err != nil {
		t.Fatalf("localipay: %v", err)
		return nil
	}
	return l
}

// URL is the base of the emulator's own addresses, with a trailing slash: as
// the test calls them, and as the emulator hands them out.
func (l *Localipay) URL() string { return l.url }

// GatewayURL is where a merchant's system sends its requests.
func (l *Localipay) GatewayURL() string { return l.url + "gateway.do" }

// InContainer tells which of the two it is.
func (l *Localipay) InContainer() bool { return l.container != nil }
