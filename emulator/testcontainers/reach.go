package testcontainers

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/moby/moby/client"
	tc "github.com/testcontainers/testcontainers-go"
)

// reach finds the address at which the container answers, and the host under
// which it reaches this process in turn: an address other than loopback that
// leads there leads back too.
func reach(ctx context.Context, c *tc.DockerContainer, shared string) (address, host string, err error) {
	addresses, err := addressesOf(ctx, c)
	if shared != "" {
		slices.Reverse(addresses) // the network between containers first
	}
	if err != nil {
		return "", "", err
	}
	var refused []error
	for _, address := range addresses {
		from, err := dial(ctx, address)
		switch {
		case err != nil:
			refused = append(refused, err)
		case from.IsLoopback():
			return address, hostName, nil
		default:
			return address, from.String(), nil
		}
	}
	return "", "", fmt.Errorf("the container runs, but cannot be reached; name its host with TESTCONTAINERS_HOST_OVERRIDE: %w", errors.Join(refused...))
}

// ownNetwork is the network of the container that this process runs in, or "".
// On Docker's default one there are no names, and nothing to join.
func ownNetwork(ctx context.Context, docker *tc.DockerProvider) string {
	host, err := os.Hostname()
	if err != nil {
		return ""
	}
	own, err := docker.Client().ContainerInspect(ctx, host, client.ContainerInspectOptions{})
	if err != nil || !strings.HasPrefix(own.Container.ID, host) || own.Container.NetworkSettings == nil {
		return ""
	}
	for _, name := range slices.Sorted(maps.Keys(own.Container.NetworkSettings.Networks)) {
		if name != "bridge" && name != "host" && name != "none" {
			return name
		}
	}
	return ""
}

// addressesOf are what may lead to the container. Where this process runs in a
// container itself, testcontainers names the machine around it: wrong where the
// engine runs in here too, and then it is loopback; or it does not know that
// machine, and then there is only the network between containers.
func addressesOf(ctx context.Context, c *tc.DockerContainer) ([]string, error) {
	const loopback = "127.0.0.1" // and not localhost: over IPv6 a port may be another container's
	named, err := c.Host(ctx)
	if err != nil {
		return nil, err
	}
	mapped, err := c.MappedPort(ctx, port)
	if err != nil {
		return nil, err
	}
	inside, err := c.ContainerIP(ctx)
	return []string{
		net.JoinHostPort(strings.Replace(named, "localhost", loopback, 1), mapped.Port()),
		net.JoinHostPort(loopback, mapped.Port()),
		net.JoinHostPort(inside, strings.TrimSuffix(port, "/tcp")),
	}, err
}

// dial tells from which address of this machine a connection comes.
func dial(ctx context.Context, address string) (from net.IP, err error) {
	dialer := net.Dialer{Timeout: 2 * time.Second}
	conn, err := dialer.DialContext(ctx, "tcp", address)
	if err != nil {
		return nil, err
	}
	local, _ := conn.LocalAddr().(*net.TCPAddr)
	return local.IP, conn.Close()
}
