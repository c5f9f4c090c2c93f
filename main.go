// Localipay is a local Alipay that runs beside tests.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"localipay/emulator/command"
)

func main() {
	os.Exit(run())
}

func run() int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second Ctrl-C ends the program at once
	return command.Execute(ctx, command.Process{
		Args: os.Args[1:], Getenv: os.Getenv, In: os.Stdin, Out: os.Stdout, Err: os.Stderr,
	})
}
