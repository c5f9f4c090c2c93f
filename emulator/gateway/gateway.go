package gateway

import (
	"crypto/rsa"
	"errors"
	"log/slog"
	"net/http"
	"strconv"
	"sync/atomic"

	"localipay/emulator/alipay"
	"localipay/emulator/wire"
	"localipay/emulator/world"
)

// Gateway answers Alipay's side of the conversation.
type Gateway struct {
	worlds *world.Worlds
	key    *rsa.PrivateKey
	log    *slog.Logger
	count  func(service, outcome string)

	arrived atomic.Uint64
}

// New is a gateway that signs RSA answers with Alipay's key
// and tells count of every call.
func New(worlds *world.Worlds, key *rsa.PrivateKey, log *slog.Logger, count func(service, outcome string)) *Gateway {
	return &Gateway{worlds: worlds, key: key, log: log, count: count}
}

// ServeHTTP answers one call. Every answer is HTTP 200 (spec decision 6).
func (g *Gateway) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	q, err := wire.Read(r)
	if errors.Is(err, wire.ErrBody) {
		// Whoever sent half a body, or too slowly, may still read; but what
		// else comes on this connection cannot be told from the rest of it.
		w.Header().Set("Connection", "close")
		err = alipay.IllegalArgument.Because("%v", err)
	}
	c := g.begin(q, err)
	c.answer()
	c.keep()
	header := w.Header()
	header.Set("X-Localipay-Request", c.record.ID)
	header.Set("Content-Type", c.contentType)
	header.Set("Content-Length", strconv.Itoa(len(c.body)))
	_, _ = w.Write(c.body) // a client that left is no matter of the ledger's
	c.leave(w)
}

// leave lets the notifications go that this call caused, now that its answer
// is on its way (spec decision 38).
func (c *call) leave(w http.ResponseWriter) {
	if c.hold == nil || !c.hold.Pending() {
		return
	}
	_ = http.NewResponseController(w).Flush()
	c.hold.Release()
}

// answer is the life of a call.
func (c *call) answer() {
	if c.service.Name == "" && c.q.Get("service") == alipay.ServiceNotifyVerify {
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
	c.serve()
}
