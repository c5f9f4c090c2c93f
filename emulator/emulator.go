// Package emulator is a local Alipay: the gateway that an AlipayHK merchant's
// QR code integration talks to, the customers who pay, the notifications, and
// an API to steer them all. It is not Alipay's software and for tests only.
//
// A Go test starts one with RunT; a program with New.
package emulator

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"localipay/emulator/alipay"
	"localipay/emulator/authority"
	"localipay/emulator/clock"
	"localipay/emulator/ledger"
	"localipay/emulator/metrics"
	"localipay/emulator/notify"
	"localipay/emulator/sftpd"
	"localipay/emulator/stage"
	"localipay/emulator/world"
	"localipay/keys"
	"localipay/scenarios"
)

// Emulator is a running emulator.
type Emulator struct {
	options   Options
	publicURL string
	listeners listeners
	authority *authority.Authority // nil without HTTPS
	problems  *problems
	server    *http.Server
	sftp      *sftpd.Server // nil where none is served
	sender    *notify.Sender
	metrics   *metrics.Metrics
	worlds    *world.Worlds
	stage     *stage.Stage

	life context.Context //nolint:containedctx // the emulator's own: ends with Close
	end  context.CancelFunc
}

// New starts an emulator. It answers when New returns.
func New(o Options) (*Emulator, error) {
	if !o.Start.IsZero() && !clock.InRange(o.Start) {
		return nil, fmt.Errorf("clocks cannot start at %s: they show the years %d to %d", o.Start.Format(time.DateOnly), clock.FirstYear, clock.LastYear)
	}
	e := &Emulator{options: o.withDefaults()}
	e.life, e.end = context.WithCancel(context.Background())
	if err := e.listen(); err != nil {
		return nil, err
	}
	if err := e.certify(); err != nil {
		e.listeners.close()
		return nil, err
	}
	if err := e.makeWorlds(); err != nil {
		e.listeners.close()
		return nil, err
	}
	e.stage = e.makeStage()
	handler, err := e.handler()
	if err != nil {
		e.worlds.Close()
		e.listeners.close()
		return nil, err
	}
	e.problems = &problems{log: e.options.Log, at: e.CertificateAt(), good: e.certified}
	e.server = newServer(handler, e.problems)
	e.serve()
	return e, nil
}

func (e *Emulator) makeWorlds() error {
	o := e.options
	made, buyers, err := readFixtures(o)
	if err != nil {
		return err
	}
	e.sender = notify.NewSender(keys.AlipayPrivate(), o.NotifyTimeout)
	e.metrics = metrics.New(func() int { return len(e.worlds.All()) })
	e.worlds = world.New(world.Config{
		Seed: o.Seed, Source: o.Source, Start: o.Start, Frozen: o.Frozen,
		PublicURL: func() string { return e.publicURL },
		Sender:    e.sender, Log: o.Log, Hub: world.NewHub(), Count: e.metrics.Notification,
		Faults: o.Faults,
	}, made, buyers)
	if o.State == "" {
		return nil
	}
	if _, err = e.worlds.Load(o.State); err != nil {
		e.worlds.Close()
	}
	return err
}

// makeStage plays scenarios against the listener itself.
func (e *Emulator) makeStage() *stage.Stage {
	return stage.New(stage.Config{
		Files: scenarios.Bundled(), Token: e.options.AdminToken, Life: e.life,
		URL: e.plainURL,
		Changed: func() {
			e.worlds.Hub().Publish(world.Event{Event: ledger.Event{Kind: "scenario", At: e.worlds.Now()}})
		},
	})
}

// URL is the base of the emulator's own addresses, with a trailing slash.
func (e *Emulator) URL() string { return e.publicURL }

// GatewayURL is where a merchant's system sends its requests.
func (e *Emulator) GatewayURL() string { return e.publicURL + "gateway.do" }

// Addr is where the emulator listens, or nil.
func (e *Emulator) Addr() net.Addr {
	return addressOf(e.listeners.http)
}

// Handler answers everything that the listener would.
func (e *Emulator) Handler() http.Handler { return e.server.Handler }

// Merchants lists the merchants with their keys, by partner id.
func (e *Emulator) Merchants() []alipay.Merchant {
	var list []alipay.Merchant
	for _, w := range e.worlds.All() {
		list = append(list, w.Merchant())
	}
	return list
}

// shutdownTime is how long answers that are being written may take.
const shutdownTime = 700 * time.Millisecond

// Close stops the emulator and, with a state file, saves it. Whoever streams
// events or waits for something is answered now.
func (e *Emulator) Close() error {
	e.end()
	ctx, cancel := context.WithTimeout(context.Background(), shutdownTime)
	defer cancel()
	var err error
	if errors.Is(e.server.Shutdown(ctx), context.DeadlineExceeded) {
		err = e.server.Close()
	}
	e.listeners.close()
	e.stage.Wait()
	if e.options.State != "" {
		err = errors.Join(err, e.worlds.Save(e.options.State))
	}
	if e.sftp != nil {
		e.sftp.Close()
	}
	e.worlds.Close()
	e.sender.Close()
	return err
}
