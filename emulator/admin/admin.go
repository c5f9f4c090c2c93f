package admin

import (
	"context"
	"log/slog"

	"localipay/emulator/clock"
	"localipay/emulator/world"
)

// Config is what the API needs to know of its emulator.
type Config struct {
	Worlds     *world.Worlds
	Source     clock.Source
	Log        *slog.Logger
	PublicURL  func() string // with a trailing slash
	SFTPURL    func(partner string) string
	CA         func() []byte          // of HTTPS, PEM; nil without
	Certified  func(host string) bool // its certificate is for a host
	Token      string                 // "" for none
	AllowHosts []string
	StateFile  string // "" for none
	Version    string
	AlipayKey  string // Alipay's public key, PEM
	Seed       int64
	Life       context.Context //nolint:containedctx // the emulator's own: its end ends streams and waits
}

// Admin serves the API.
type Admin struct{ Config }

// New is the API of one emulator.
func New(c Config) *Admin { return &Admin{c} }
