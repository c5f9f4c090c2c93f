package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"time"
)

// isHealthy asks a shop that runs here: the HEALTHCHECK of its container, which
// has no other program.
func isHealthy(ctx context.Context, listen string) error {
	ctx, cancel := context.WithTimeout(ctx, 3*time.Second)
	defer cancel()
	_, port, err := net.SplitHostPort(listen)
	if err != nil {
		return fmt.Errorf("--listen: %w", err)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://localhost:"+port+"/health", nil) //nolint:gosec // the port is the user's, the host is this machine
	if err != nil {
		return err
	}
	resp, err := http.DefaultClient.Do(req) //nolint:gosec // the same
	if err != nil {
		return err
	}
	defer func() { _ = resp.Body.Close() }()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("the shop answers %s", resp.Status)
	}
	return nil
}
