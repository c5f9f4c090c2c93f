package command

import (
	"fmt"
	"io"

	"localipay/emulator"
)

// banner says what somebody needs who has just started the emulator.
func banner(out io.Writer, e *emulator.Emulator, o emulator.Options) {
	_, _ = fmt.Fprintf(out, `localipay %s: a local Alipay for tests. Not Alipay's software.

  gateway    %s
  console    %s
  wallet     %swallet
  admin API  %s_admin/openapi.json
`, o.Version, e.GatewayURL(), e.URL(), e.URL(), e.URL())
	merchants := e.Merchants()
	if len(merchants) == 0 {
		_, _ = fmt.Fprintln(out, "\n  no merchants: POST /_admin/merchants makes one")
		return
	}
	const shown = 5
	_, _ = fmt.Fprintf(out, "\n  %-18s  %-32s  %s\n", "partner", "MD5 key", "name")
	for _, m := range merchants[:min(shown, len(merchants))] {
		_, _ = fmt.Fprintf(out, "  %-18s  %-32s  %s\n", m.Partner, m.MD5Key, m.Name)
	}
	if len(merchants) > shown {
		_, _ = fmt.Fprintf(out, "  and %d more: %s_admin/merchants\n", len(merchants)-shown, e.URL())
	}
	_, _ = fmt.Fprintln(out)
}
