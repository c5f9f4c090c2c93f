package command

import (
	"fmt"
	"io"
	"strings"

	"localipay/emulator/fault"
	"localipay/emulator/suggest"
	"localipay/fixtures"
	"localipay/scenarios"
)

// Schema prints the JSON Schema of one of the kinds of files.
type Schema struct {
	Name string `arg:"" optional:"" name:"scenario|faults|fixtures" help:"The kind of file."`
}

// Help follows the flags' own.
func (*Schema) Help() string {
	return "An editor with yaml-language-server completes and checks files that begin with\n" +
		"# yaml-language-server: $schema=FILE, where FILE holds what this prints."
}

// Run prints.
func (s *Schema) Run(p Process) error {
	names := []string{"scenario", "faults", "fixtures"}
	for i, text := range []string{scenarios.Schema(), fault.Schema(), fixtures.Schema()} {
		if s.Name == names[i] {
			_, err := io.WriteString(p.Out, text)
			return err
		}
	}
	all := strings.Join(names, ", ")
	if s.Name == "" {
		return fmt.Errorf("schema of what? Name one of %s", all)
	}
	hint := ""
	if near := suggest.Nearest(s.Name, names); near != "" {
		hint = fmt.Sprintf("; did you mean %q?", near)
	}
	return fmt.Errorf("there is no schema %q, but of %s%s", s.Name, all, hint)
}
