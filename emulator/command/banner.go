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
	if address := e.TLSURL(); address != "" {
		_, _ = fmt.Fprintf(out, "  HTTPS      %sgateway.do (trust %s)\n", address, e.CertificateAt())
	}
	withFiles := e.SFTPAddr() != nil
	if withFiles {
		_, _ = fmt.Fprintf(out, "  files      %s\n", e.SFTPURL("PARTNER"))
	}
	merchants := e.Merchants()
	if len(merchants) == 0 {
		_, _ = fmt.Fprintln(out, "\n  no merchants: POST /_admin/merchants makes one")
		return
	}
	_, _ = fmt.Fprintln(out)
	merchantRow(out, withFiles, "partner", "MD5 key", "SFTP password", "name")
	const shown = 5
	for _, m := range merchants[:min(shown, len(merchants))] {
		merchantRow(out, withFiles, m.Partner, m.MD5Key, m.SFTPPassword, m.Name)
	}
	if len(merchants) > shown {
		_, _ = fmt.Fprintf(out, "  and %d more: %s_admin/merchants\n", len(merchants)-shown, e.URL())
	}
	_, _ = fmt.Fprintln(out)
}

// merchantRow is a line of the merchants' table; passwords stand there only where they
// are of use.
func merchantRow(out io.Writer, withFiles bool, partner, key, password, name string) {
	if withFiles {
		key = fmt.Sprintf("%-32s  %-20s", key, password)
	}
	_, _ = fmt.Fprintf(out, "  %-18s  %-32s  %s\n", partner, key, name)
}
