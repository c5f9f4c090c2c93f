package command

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"time"
)

// Healthcheck tells by its exit code whether an emulator is ready: Docker's
// HEALTHCHECK.
type Healthcheck struct {
	URL    string `arg:"" optional:"" help:"Base URL of the emulator; default: the address of --listen."`
	Listen string `default:"${listen}" help:"Address on which the emulator was told to listen, default ${default}." placeholder:"HOST:PORT"`
}

const healthTimeout = 3 * time.Second

// Run asks once.
func (h *Healthcheck) Run(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, healthTimeout)
	defer cancel()
	base, err := h.base()
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, base.JoinPath("_admin/health").String(), nil)
	if err != nil {
		return err
	}
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	resp, err := client.Do(req)
	if err != nil {
		var reason *url.Error
		if errors.As(err, &reason) {
			err = reason.Err // the rest of it says where, again
		}
		return fmt.Errorf("no emulator is ready at %s: %w", base, err)
	}
	defer func() { _ = resp.Body.Close() }()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("%s answers %s", base, resp.Status)
	}
	return nil
}

func (h *Healthcheck) base() (*url.URL, error) {
	if h.URL != "" {
		u, err := url.Parse(h.URL)
		if err != nil || u.Host == "" {
			return nil, fmt.Errorf("%q is not a URL; write it as http://localhost:8080", h.URL)
		}
		return u, nil
	}
	host, port, err := net.SplitHostPort(h.Listen)
	if err != nil {
		return nil, fmt.Errorf("--listen %q: %w", h.Listen, err)
	}
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = "localhost"
	}
	return &url.URL{Scheme: "http", Host: net.JoinHostPort(host, port)}, nil
}
