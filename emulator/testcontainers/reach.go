package testcontainers

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
	"time"

	tc "github.com/testcontainers/testcontainers-go"
)

// reach finds the address at which the container answers, and the host under
// which it reaches this process in turn: an address other than loopback that
// leads there leads back too.
func reach(ctx context.Context, c *tc.DockerContainer) (address, host string, err error) {
	addresses, err := addressesOf(ctx, c)
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
