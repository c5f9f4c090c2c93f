package scenarios

import (
	"context"
	"crypto/rsa"
	"maps"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"localipay/keys"
)

// merchant is a world as a scenario uses it: one that it made, or a guest's.
type merchant struct {
	partner, md5Key, gatewayURL, currency string
	alipayKey                             string // PEM, parsed when a signature needs it
	private                               *rsa.PrivateKey
	notifyURL                             string
	guest                                 *guest // nil where the scenario made it

	moved     atomic.Bool // the scenario has touched the clock
	snapshots map[string][]rule

	mu      sync.Mutex
	now     time.Time // by its clock, when real time was since
	since   time.Time
	running bool
	rules   []rule
}

// rule is a fault rule that this scenario has added.
type rule struct{ id, name string }

// demoPartner is the merchant whose published key signs for worlds that are made.
const demoPartner = "2088000000000001"

func (m *merchant) path(rest string) string { return "/_admin/merchants/" + m.partner + rest }

func (m *merchant) builtin(name string) string {
	switch name {
	case "partner":
		return m.partner
	case "md5_key":
		return m.md5Key
	case "gateway_url":
		return m.gatewayURL
	case "notify_url":
		return m.notifyURL
	}
	return ""
}

// makeWorld makes a merchant of this scenario's own.
func (p *player) makeWorld(ctx context.Context, name string, switches map[string]any) (*merchant, error) {
	body := maps.Clone(switches)
	if body == nil {
		body = map[string]any{}
	}
	if _, ok := body["name"]; !ok {
		body["name"] = name
	}
	if _, ok := body["rsa_public_key"]; !ok && p.scenario.needsRSA {
		body["rsa_public_key"] = p.publicKey()
	}
	made, err := p.admin.call(ctx, http.MethodPost, "/_admin/merchants", body)
	if err != nil {
		return nil, refusedBy(err)
	}
	m := p.known(made)
	p.made = append(p.made, m)
	start := p.scenario.clock
	if start.IsZero() {
		start, _ = parseMoment(defaultClock)
	}
	got, err := p.admin.call(ctx, http.MethodPut, m.path("/clock"), map[string]any{"now": start.Format(time.RFC3339), "mode": "frozen"})
	if err != nil {
		return m, refusedBy(err)
	}
	m.arrived(p.real.Now(), got)
	return m, nil
}

// publicKey is the half that the emulator verifies with.
func (p *player) publicKey() string {
	if p.scenario.private != nil {
		return keys.PublicPEM(&p.scenario.private.PublicKey)
	}
	pem, _ := keys.MerchantPublicPEM(demoPartner)
	return pem
}

// known makes a merchant of what the admin API tells of it.
func (p *player) known(shape map[string]any) *merchant {
	m := &merchant{
		partner: str(shape, "partner"), md5Key: str(shape, "md5_key"), gatewayURL: str(shape, "gateway_url"),
		currency: str(shape, "currency"), alipayKey: str(shape, "alipay_public_key"),
		private: p.scenario.private, notifyURL: p.inbox.url, snapshots: map[string][]rule{},
	}
	if m.private == nil && p.scenario.needsRSA {
		m.private, _ = keys.MerchantPrivate(demoPartner)
	}
	return m
}

// arrived notes what the clock shows. mode is missing in an advance's answer.
func (m *merchant) arrived(real time.Time, clock map[string]any) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if now, err := time.Parse(time.RFC3339, str(clock, "now")); err == nil {
		m.now, m.since = now, real
	}
	if mode := str(clock, "mode"); mode != "" {
		m.running = mode == "running"
	}
}

// time is what the merchant's clock shows, as far as this scenario knows.
func (m *merchant) time(real time.Time) time.Time {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.running {
		return m.now.Add(real.Sub(m.since))
	}
	return m.now
}

func (m *merchant) remember(id, name string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.rules = append(m.rules, rule{id, name})
}

// forget gives the ids of the rules of a name, or of all, and drops them.
func (m *merchant) forget(name string) (ids []string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.rules = slices.DeleteFunc(m.rules, func(r rule) bool {
		gone := name == "" || r.name == name
		if gone {
			ids = append(ids, r.id)
		}
		return gone
	})
	return ids
}

func (m *merchant) ownRules() []rule {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.rules)
}

func (m *merchant) setRules(rules []rule) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.rules = slices.Clone(rules)
}

// settle waits until what was set off at this moment has been sent and answered.
func (p *player) settle(ctx context.Context, m *merchant) error {
	_, err := p.admin.call(ctx, http.MethodPost, m.path("/settle"), nil)
	if isNotFound(err) { // an emulator that is older than this call
		return nil
	}
	return refusedBy(err)
}
