package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/alecthomas/kong"

	"localipay/emulator/suggest"
)

// Process is what the program is given by whoever starts it.
type Process struct {
	Args   []string // without the program's name
	Getenv func(name string) string
	In     io.Reader // nil for none
	Out    io.Writer
	Err    io.Writer
}

// program lists the sub-commands.
type program struct {
	Serve       Serve       `cmd:"" default:"withargs" help:"Run the emulator until interrupted (the default)."`
	RunFiles    Run         `cmd:"" name:"run" help:"Run scenario files."`
	Sign        Sign        `cmd:"" help:"Print the signed URL of a request, or its body."`
	Explain     Explain     `cmd:"" help:"Tell whether a request's signature holds, and why not."`
	Schema      Schema      `cmd:"" help:"Print the JSON Schema of scenario, fault or fixtures files."`
	Healthcheck Healthcheck `cmd:"" help:"Exit 0 if the emulator is ready."`
	Version     VersionCmd  `cmd:"" help:"Print version, commit and Go version."`
}

// listen is the default address. In a container the linker sets another one: a
// variable there would be gone as soon as somebody sets it to nothing.
var listen = "127.0.0.1:8080"

const description = "A local Alipay for tests of AlipayHK merchant QR code integrations. Not Alipay's software."

// exit is an error that ends the program with a code of its own. What there
// was to say has been said.
type exit int

func (e exit) Error() string { return fmt.Sprintf("exit code %d", int(e)) }

// Execute does what the arguments say and gives the exit code: 0; 1 after an
// error, which it has then written to p.Err; or what the sub-command says.
func Execute(ctx context.Context, p Process) (code int) {
	err := execute(ctx, p)
	if err == nil {
		return 0
	}
	var own exit
	if errors.As(err, &own) {
		return int(own)
	}
	_, _ = fmt.Fprintln(p.Err, "localipay:", err)
	var usage *kong.ParseError
	if errors.As(err, &usage) {
		_, _ = fmt.Fprintln(p.Err, `Run "localipay --help" to see every command and flag.`)
	}
	return 1
}

func execute(ctx context.Context, p Process) error {
	helped := false
	parser, err := kong.New(&program{},
		kong.Name("localipay"),
		kong.Description(description),
		kong.Writers(p.Out, p.Err),
		kong.Exit(func(int) { helped = true }), // only --help calls it
		kong.Help(help),
		kong.ValueFormatter(helpOfValue),
		kong.Resolvers(environment(p.Getenv)),
		kong.Vars{"listen": listen},
		kong.BindTo(ctx, (*context.Context)(nil)),
		kong.Bind(p),
	)
	if err != nil {
		return err
	}
	if err := knownCommand(parser, p.Args); err != nil {
		return err
	}
	chosen, err := parser.Parse(p.Args)
	switch {
	case helped: // whatever else the line holds
		return nil
	case err != nil:
		return err
	}
	return chosen.Run()
}

// knownCommand: kong would hand a misspelt command to serve, which then says
// that it takes no arguments.
func knownCommand(parser *kong.Kong, args []string) error {
	if len(args) == 0 || strings.HasPrefix(args[0], "-") {
		return nil
	}
	var names []string
	for _, command := range parser.Model.Children {
		names = append(names, command.Name)
	}
	if slices.Contains(names, args[0]) {
		return nil
	}
	return fmt.Errorf("there is no command %q%s", args[0], suggest.DidYouMean(args[0], names))
}

// help shows the flags of serve too where no command is chosen, because it is
// the one that runs then.
func help(options kong.HelpOptions, chosen *kong.Context) error {
	if err := kong.DefaultHelpPrinter(options, chosen); err != nil || chosen.Selected() != nil {
		return err
	}
	serve, err := kong.Trace(chosen.Kong, []string{"serve"})
	if err != nil {
		return err
	}
	_, _ = fmt.Fprintln(chosen.Stdout)
	return kong.DefaultHelpPrinter(options, serve)
}
