package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"time"

	"localipay/scenarios/example/shop"
)

// patience is how long the gateway may take to come up: whoever starts both
// at once need not start them in order.
const patience = 30 * time.Second

// execute runs the shop until the context ends, and returns an exit code.
func execute(ctx context.Context, args []string, env func(string) string, out, complaints io.Writer) int {
	do := serve
	if len(args) > 0 && args[0] == "healthcheck" {
		args, do = args[1:], func(ctx context.Context, s settings, _ io.Writer) error { return isHealthy(ctx, s.get("listen")) }
	}
	s, err := parseSettings(args, env, out)
	if errors.Is(err, flag.ErrHelp) {
		return 0
	}
	if err == nil {
		err = do(ctx, s, out)
	}
	if err != nil {
		_, _ = fmt.Fprintln(complaints, "shop:", err)
		return 1
	}
	return 0
}

func serve(ctx context.Context, s settings, out io.Writer) error {
	config, err := s.config()
	if err != nil {
		return err
	}
	x, err := shop.New(config)
	if err != nil {
		return err
	}
	defer func() { _ = x.Close() }()
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", s.get("listen"))
	if err != nil {
		return fmt.Errorf("--listen: %w", err)
	}
	server := &http.Server{Handler: x.Handler(), ReadHeaderTimeout: 10 * time.Second}
	if err := openWhenUp(ctx, x); err != nil {
		return errors.Join(err, listener.Close())
	}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	names := strings.Join(s.bugs.Names(), ", ")
	if names == "" {
		names = "none"
	}
	_, _ = fmt.Fprintf(out, "shop: http://%s, tills 1 and 2, partner %s at %s; bugs on: %s\n",
		listener.Addr(), config.Partner, config.Gateway, names)
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	return server.Shutdown(last)
}

// openWhenUp creates the codes as soon as the gateway answers.
func openWhenUp(ctx context.Context, x *shop.Shop) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	again := time.NewTicker(500 * time.Millisecond) //nolint:forbidigo // a gateway comes up in real time
	defer again.Stop()
	for {
		err := x.Open(ctx)
		if err == nil || !shop.MayPass(err) {
			return err
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("the gateway was not there for %s: %w", patience, err)
		case <-again.C:
		}
	}
}
