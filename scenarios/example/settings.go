package main

import (
	_ "embed" // of Alipay's public key
	"flag"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"

	"localipay/scenarios/example/alipay"
	"localipay/scenarios/example/bugs"
	"localipay/scenarios/example/shop"
)

// alipayPublicKey is the emulator's, published. A shop that goes live gives
// Alipay's own with --alipay-public-key.
//
//go:embed alipay_public.pem
var alipayPublicKey []byte

// setting is one flag, its variable, and what it means.
type setting struct {
	flag, variable, value, meaning string
}

// settingsTable has the order of the README's table. The defaults are the
// demo merchant of fixtures/builtin.yaml.
func settingsTable() []setting {
	return []setting{
		{"listen", "SHOP_LISTEN", "127.0.0.1:3000", "where the shop listens"},
		{"public-url", "SHOP_PUBLIC_URL", "http://localhost:3000", "base that Alipay reaches; /notify is added"},
		{"gateway", "SHOP_GATEWAY", "http://localhost:8080/gateway.do", "Alipay's gateway"},
		{"gateway-timeout", "SHOP_GATEWAY_TIMEOUT", "1s", "for one call"},
		{"partner", "SHOP_PARTNER", "2088000000000001", "partner id"},
		{"md5-key", "SHOP_MD5_KEY", "k3yk3yk3yk3yk3yk3yk3yk3yk3yk3y00", "the key of MD5 signatures"},
		{"sign-type", "SHOP_SIGN_TYPE", alipay.MD5, "of calls: MD5 or RSA2"},
		{"private-key", "SHOP_PRIVATE_KEY", "", "PEM file, for RSA2"},
		{"alipay-public-key", "SHOP_ALIPAY_PUBLIC_KEY", "", "PEM file; checks RSA2; default the emulator's key"},
		{"charset", "SHOP_CHARSET", "UTF-8", "UTF-8, GBK or GB2312"},
		{"name", "SHOP_NAME", "Example Shop", "store names begin with it"},
		{"database", "DATABASE_URL", "", "a file for SQLite, or postgres://…; default in memory"},
		{"clock", "SHOP_CLOCK", "", "an RFC 3339 time to start from, or emulator; default real time"},
		{"admin-url", "SHOP_ADMIN_URL", "", "where the emulator's clock is asked; default the gateway's origin"},
		{"admin-token", "SHOP_ADMIN_TOKEN", "", "its token"},
		{"expire-after", "SHOP_EXPIRE_AFTER", "15m", "age at which /jobs/expire closes a bill"},
		{"notify-verify", "SHOP_NOTIFY_VERIFY", "0", "1: also asks notify_verify about each notification"},
	}
}

// settings are the values of the table and the bugs.
type settings struct {
	values map[string]*string
	bugs   bugs.Set
}

// parseSettings reads arguments and variables; a flag wins over its variable.
func parseSettings(args []string, env func(string) string, help io.Writer) (settings, error) {
	flags := flag.NewFlagSet("shop", flag.ContinueOnError)
	flags.SetOutput(help)
	flags.Usage = func() { writeHelp(help) }
	s := settings{values: map[string]*string{}}
	for _, row := range settingsTable() {
		value := row.value
		if given := env(row.variable); given != "" {
			value = given
		}
		s.values[row.flag] = flags.String(row.flag, value, row.meaning)
	}
	set, err := bugs.Parse(env("SHOP_BUGS"))
	if err != nil {
		return s, fmt.Errorf("SHOP_BUGS: %w", err)
	}
	s.bugs = set
	for _, row := range bugs.Table() {
		flags.BoolFunc(string(row.Bug), row.Sentence, func(value string) error {
			if value != "true" && value != "false" {
				return fmt.Errorf("%q is neither true nor false", value)
			}
			set[row.Bug] = value == "true"
			return nil
		})
	}
	if err := flags.Parse(args); err != nil {
		return s, err
	}
	if flags.NArg() > 0 {
		return s, fmt.Errorf("%q is no flag; shop --help lists them", flags.Arg(0))
	}
	return s, nil
}

func (s settings) get(name string) string { return *s.values[name] }

// config turns texts into what the shop is made of.
func (s settings) config() (shop.Config, error) {
	c := shop.Config{
		Gateway: s.get("gateway"), Partner: s.get("partner"), SignType: s.get("sign-type"), Charset: s.get("charset"),
		PublicURL: s.get("public-url"), Name: s.get("name"), Database: s.get("database"),
		NotifyVerify: s.get("notify-verify") == "1", Bugs: s.bugs,
	}
	var err error
	if c.GatewayTimeout, err = time.ParseDuration(s.get("gateway-timeout")); err != nil {
		return c, fmt.Errorf("--gateway-timeout: %w", err)
	}
	if c.ExpireAfter, err = time.ParseDuration(s.get("expire-after")); err != nil {
		return c, fmt.Errorf("--expire-after: %w", err)
	}
	if c.Keys, err = s.keys(); err != nil {
		return c, err
	}
	c.Clock, err = s.clock()
	return c, err
}

func (s settings) keys() (alipay.Keys, error) {
	keys := alipay.Keys{MD5Key: s.get("md5-key")}
	public := alipayPublicKey
	var err error
	if file := s.get("alipay-public-key"); file != "" {
		if public, err = os.ReadFile(file); err != nil { //nolint:gosec // whoever starts the shop names the file
			return keys, fmt.Errorf("--alipay-public-key: %w", err)
		}
	}
	if keys.AlipayKey, err = alipay.ParsePublicKey(public); err != nil {
		return keys, fmt.Errorf("--alipay-public-key %s: %w", s.get("alipay-public-key"), err)
	}
	file := s.get("private-key")
	if file == "" {
		if s.get("sign-type") == alipay.RSA2 {
			return keys, fmt.Errorf("--sign-type RSA2 needs --private-key FILE")
		}
		return keys, nil
	}
	private, err := os.ReadFile(file) //nolint:gosec // whoever starts the shop names the file
	if err != nil {
		return keys, fmt.Errorf("--private-key: %w", err)
	}
	if keys.PrivateKey, err = alipay.ParsePrivateKey(private); err != nil {
		return keys, fmt.Errorf("--private-key %s: %w", file, err)
	}
	return keys, nil
}

func (s settings) clock() (shop.Clock, error) {
	switch text := s.get("clock"); text {
	case "":
		return shop.RealTime(), nil
	case "emulator":
		admin := s.get("admin-url")
		if admin == "" {
			gateway, err := url.Parse(s.get("gateway"))
			if err != nil {
				return nil, fmt.Errorf("--gateway: %w", err)
			}
			admin = gateway.Scheme + "://" + gateway.Host
		}
		client := &http.Client{Timeout: 5 * time.Second}
		return shop.EmulatorClock(strings.TrimSuffix(admin, "/"), s.get("admin-token"), s.get("partner"), client), nil
	default:
		start, err := time.Parse(time.RFC3339, text)
		if err != nil {
			return nil, fmt.Errorf(`--clock %q is neither "emulator" nor a time such as 2026-03-02T12:00:00+08:00`, text)
		}
		return shop.StartingAt(start), nil
	}
}
