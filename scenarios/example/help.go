package main

import (
	"fmt"
	"io"
	"text/tabwriter"

	"localipay/scenarios/example/bugs"
)

// writeHelp is two tables: what configures the shop, and what breaks it.
func writeHelp(w io.Writer) {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	line := func(format string, args ...any) { _, _ = fmt.Fprintf(table, format+"\n", args...) }
	line("Usage: shop [healthcheck] [flags]")
	line("")
	line("A small shop with two AlipayHK codes, to be run beside localipay.")
	line("Not Alipay's software; for tests only.")
	line("")
	line("healthcheck asks a running shop whether it is ready, by its exit code.")
	line("")
	line("Settings (a flag wins over its variable):")
	for _, s := range settingsTable() {
		meaning := s.meaning
		if s.value != "" {
			meaning += " (" + s.value + ")"
		}
		line("  --%s\t%s\t%s", s.flag, s.variable, meaning)
	}
	line("")
	line("Bugs, each off by default (or SHOP_BUGS=name,name):")
	for _, b := range bugs.Table() {
		line("  --%s\t%2d\t%s", b.Bug, b.Number, b.Sentence)
	}
	_ = table.Flush() // help that cannot be written helps nobody
}
