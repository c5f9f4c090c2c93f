package testcontainers

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/moby/moby/client"
	tc "github.com/testcontainers/testcontainers-go"
	"github.com/testcontainers/testcontainers-go/log"
)

const variable = "LOCALIPAY_TESTCONTAINERS"

// choose says where to run, and why there; a nil provider is this process.
func choose(ctx context.Context, getenv func(string) string) (docker *tc.DockerProvider, why string, err error) {
	forced := getenv(variable)
	switch forced {
	case "process":
		return nil, variable + "=process", nil
	case "", "docker":
	default:
		return nil, "", fmt.Errorf("%s=%q: write docker or process, or nothing for what there is", variable, forced)
	}
	docker, err = engine(ctx, getenv("DOCKER_HOST"))
	switch {
	case err == nil:
		return docker, "Docker at " + docker.Client().DaemonHost(), nil
	case forced == "docker":
		return nil, "", fmt.Errorf("%s=docker, and no Docker engine here (%w); start one, or leave the variable out", variable, err)
	}
	return nil, fmt.Sprintf("no Docker engine here (%s)", strings.ReplaceAll(err.Error(), "\n", "; ")), nil
}

// engineTimeout is real time that an engine has to answer.
const engineTimeout = 15 * time.Second

// engine finds the Docker engine. Testcontainers looks where people have it;
// but it passes over a DOCKER_HOST that is silent and takes another, so that
// one is asked first.
func engine(ctx context.Context, host string) (*tc.DockerProvider, error) {
	ctx, cancel := context.WithTimeout(ctx, engineTimeout)
	defer cancel()
	if host != "" {
		if err := ping(ctx, host); err != nil {
			return nil, fmt.Errorf("DOCKER_HOST: %w", err)
		}
	}
	type answer struct {
		docker *tc.DockerProvider
		err    error
	}
	found := make(chan answer, 1) // has room for an answer that comes too late
	go func() {
		docker, err := provider(ctx)
		found <- answer{docker, err}
	}()
	select {
	case a := <-found:
		return a.docker, a.err
	case <-ctx.Done(): // testcontainers itself would wait without end
		return nil, fmt.Errorf("it has not answered within %s", engineTimeout)
	}
}

func ping(ctx context.Context, host string) error {
	c, err := client.New(client.FromEnv, client.WithHost(host))
	if err != nil {
		return err
	}
	_, err = c.Ping(ctx, client.PingOptions{})
	return errors.Join(err, c.Close())
}

// provider makes an error of testcontainers' panics: it has some where an
// engine goes away.
func provider(ctx context.Context) (docker *tc.DockerProvider, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("testcontainers: %v", r)
		}
	}()
	if docker, err = tc.NewDockerProvider(tc.WithLogger(log.NewNoopLogger())); err == nil {
		err = docker.Health(ctx)
	}
	return docker, err
}
