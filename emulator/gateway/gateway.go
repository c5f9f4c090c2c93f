package gateway

import (
	"context"
	"crypto/rsa"
	"errors"
	"log/slog"
	"net/http"
	"sync/atomic"

	"localipay/emulator/alipay"
	"localipay/emulator/clock"
	"localipay/emulator/wire"
	"localipay/emulator/world"
)

// Gateway answers Alipay's side of the conversation.
type Gateway struct {
	worlds *world.Worlds
	key    *rsa.PrivateKey
	log    *slog.Logger
	count  func(service, outcome string)
	source clock.Source
	life   context.Context //nolint:containedctx // the emulator's own: ends what a fault rule keeps waiting

	arrived   atomic.Uint64
	diagnoses perSecond
}

// Config is what a gateway needs from outside.
type Config struct {
	Worlds *world.Worlds
	Key    *rsa.PrivateKey // Alipay's: signs RSA answers
	Log    *slog.Logger
	Count  func(service, outcome string) // told of every call
	Source clock.Source                  // of the real time that a fault rule's delay takes
	Life   context.Context               //nolint:containedctx // ends with the emulator
}

// New is a gateway.
func New(c Config) *Gateway {
	return &Gateway{worlds: c.Worlds, key: c.Key, log: c.Log, count: c.Count, source: c.Source, life: c.Life}
}

// ServeHTTP answers one call. Every answer is HTTP 200 (spec decision 6),
// unless a fault rule wants another.
func (g *Gateway) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	q, err := wire.Read(r)
	if errors.Is(err, wire.ErrBody) {
		// Whoever sent half a body, or too slowly, may still read; but what
		// else comes on this connection cannot be told from the rest of it.
		w.Header().Set("Connection", "close")
		err = alipay.IllegalArgument.Because("%v", err)
	}
	c := g.begin(q, err)
	c.record.Scenario = alipay.Shorten(r.Header.Get(ScenarioHeader), maxName)
	c.answer()
	c.keep()
	c.send(w, r)
}

// ScenarioHeader marks the calls of a scenario's own, so that they are not
// taken for those of the system under test.
const ScenarioHeader = "X-Localipay-Scenario"

// answer is the life of a call.
func (c *call) answer() {
	if c.q.Get("service") == alipay.ServiceNotifyVerify {
		c.notifyVerify()
		return
	}
	for _, step := range []func() error{
		c.wellFormed, c.findService, c.findPartner, c.findSignType, c.decode, c.findKey,
		c.verify, c.contracted, c.timely, c.complete,
	} {
		if err := step(); err != nil {
			c.refuse(err)
			return
		}
	}
	c.match(c.service.Name)
	c.serve()
}
