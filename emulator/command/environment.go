package command

import (
	"fmt"
	"reflect"
	"strings"

	"github.com/alecthomas/kong"
)

// Envar is the environment variable of a flag.
func Envar(flag string) string {
	return "LOCALIPAY_" + strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))
}

// environment gives every flag that the command line leaves out the value of
// its variable. An empty variable counts as none: that is what Compose makes
// of one that is not set. (kong's own reading of the environment takes an
// empty number for a mistake, and calls --md5-key MD_5_KEY.)
func environment(getenv func(string) string) kong.Resolver {
	return kong.ResolverFunc(func(_ *kong.Context, _ *kong.Path, flag *kong.Flag) (any, error) {
		text := getenv(Envar(flag.Name))
		if text == "" || flag.Name == "help" {
			return nil, nil //nolint:nilnil // kong's word for "not here"
		}
		trial := reflect.New(flag.Target.Type()).Elem()
		if err := flag.Parse(kong.Scan().PushTyped(text, kong.FlagValueToken), trial); err != nil {
			return nil, fmt.Errorf("%s=%q: %w", Envar(flag.Name), text, err)
		}
		return text, nil
	})
}

// helpOfValue names the variable behind a flag's help.
func helpOfValue(value *kong.Value) string {
	if value.Flag == nil || value.Name == "help" {
		return value.Help
	}
	return fmt.Sprintf("%s ($%s)", value.Help, Envar(value.Name))
}
