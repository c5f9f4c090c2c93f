package testcontainers

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/containerd/errdefs"
	"github.com/moby/moby/api/types/container"
	tc "github.com/testcontainers/testcontainers-go"
	"github.com/testcontainers/testcontainers-go/log"
	"github.com/testcontainers/testcontainers-go/network"
	"github.com/testcontainers/testcontainers-go/wait"
)

const (
	port = "8080/tcp"

	// hostName is what a container calls the machine that it runs on.
	hostName = "host.docker.internal"
)

// contain runs localipay in a container. Its port is known only when it runs,
// but it hands out URLs from the start: so an address of this process is its
// public one, and leads there.
func (l *Localipay) contain(ctx context.Context, docker *tc.DockerProvider, o Options) error {
	defer func() { _ = docker.Close() }()
	front, err := listen(ctx, l.t, "127.0.0.1:0")
	if err != nil {
		return err
	}
	l.url = "http://" + front.Addr().String() + "/"
	if err := fetch(ctx, docker, o.Image); err != nil {
		return err
	}
	shared := ownNetwork(ctx, docker)
	c, err := l.start(ctx, o, shared)
	if err != nil {
		return err
	}
	address, host, err := reach(ctx, c, shared)
	if err != nil {
		return err
	}
	l.host, l.container = host, c
	front.leadTo(address)
	return nil
}

// start starts the container, in a network if one is named, and ends it with
// the test whatever became of it.
func (l *Localipay) start(ctx context.Context, o Options, shared string) (*tc.DockerContainer, error) {
	env, files, err := o.inContainer(l.url)
	if err != nil {
		return nil, err
	}
	options := []tc.ContainerCustomizer{
		tc.WithLogger(log.NewNoopLogger()), tc.WithExposedPorts(port), tc.WithEnv(env), tc.WithFiles(files...),
		tc.WithHostConfigModifier(func(h *container.HostConfig) { h.ExtraHosts = append(h.ExtraHosts, hostName+":host-gateway") }),
		tc.WithWaitStrategy(wait.ForHealthCheck()),
	}
	if shared != "" {
		options = append(options, network.WithNetworkName(nil, shared))
	}
	c, err := tc.Run(ctx, o.Image, options...)
	l.t.Cleanup(func() {
		if err := tc.TerminateContainer(c); err != nil {
			l.t.Logf("localipay: %v", err)
		}
	})
	if err != nil {
		return nil, explained(c, err)
	}
	l.t.Cleanup(func() {
		_ = c.Stop(context.Background(), nil) // only then its log is whole; that it fails shows when it is terminated
		l.t.Logf("localipay: the container's log:\n%s", logOf(c))
	})
	return c, nil
}

// fetch sees to it that the image is there.
func fetch(ctx context.Context, docker *tc.DockerProvider, image string) error {
	found, err := docker.Client().ImageInspect(ctx, image)
	switch {
	case err == nil && found.Config != nil && found.Config.Healthcheck == nil:
		return fmt.Errorf("the image %s has no health check, so nobody can tell when it is ready: "+
			"make it with \"docker build -t localipay .\" (podman: --format docker), or name another with LOCALIPAY_IMAGE", image)
	case err == nil:
		return nil
	case !errdefs.IsNotFound(err):
		return fmt.Errorf("the image %q: %w; name another with LOCALIPAY_IMAGE", image, err)
	}
	if err := docker.PullImage(ctx, image); err != nil {
		return fmt.Errorf("there is no image %s here, and none to pull (%w); "+
			"make it in localipay's folder with \"docker build -t localipay .\", or name another with LOCALIPAY_IMAGE", image, err)
	}
	return nil
}

// explained adds what the container said, or what to do about the reaper, whose
// image testcontainers pulls before any other starts.
func explained(c *tc.DockerContainer, err error) error {
	if strings.Contains(err.Error(), "reaper") {
		return fmt.Errorf("%w; export TESTCONTAINERS_RYUK_DISABLED=true where its image cannot be pulled: "+
			"the container still ends with its test, unless that is killed", err)
	}
	return fmt.Errorf("%w\n%s", err, logOf(c))
}

func logOf(c *tc.DockerContainer) string {
	if c == nil {
		return ""
	}
	lines, err := c.Logs(context.Background())
	if err != nil {
		return err.Error()
	}
	defer func() { _ = lines.Close() }()
	text, _ := io.ReadAll(lines) // what could be read of it
	return string(text)
}
