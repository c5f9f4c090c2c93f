package shop

import (
	"time"

	"localipay/scenarios/example/alipay"
	"localipay/scenarios/example/bugs"
)

// Config is what a shop is made of. What is left empty has the default that
// its comment names.
type Config struct {
	Gateway        string // https://…/gateway.do
	GatewayTimeout time.Duration
	Partner        string
	SignType       string // of calls and codes: MD5
	Charset        string // UTF-8
	Keys           alipay.Keys
	PublicURL      string // where Alipay reaches this shop; /notify is added
	Name           string // Example Shop
	Database       string // postgres://…, a SQLite file, or "" for memory
	Clock          Clock  // real time
	ExpireAfter    time.Duration
	NotifyVerify   bool           // ask notify_verify about each notification, too
	Zone           *time.Location // of the server; only bug 33 looks at it
	Bugs           bugs.Set
}

func (c Config) withDefaults() Config {
	c.SignType = or(c.SignType, alipay.MD5)
	c.Charset = or(c.Charset, "UTF-8")
	c.Name = or(c.Name, "Example Shop")
	c.GatewayTimeout = or(c.GatewayTimeout, time.Second)
	c.ExpireAfter = or(c.ExpireAfter, 15*time.Minute)
	c.Zone = or(c.Zone, time.Local)
	if c.Clock == nil {
		c.Clock = RealTime()
	}
	return c
}

func or[T comparable](value, otherwise T) T {
	var zero T
	if value == zero {
		return otherwise
	}
	return value
}
