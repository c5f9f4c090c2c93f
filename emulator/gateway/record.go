package gateway

import (
	"context"
	"log/slog"
	"strings"

	"localipay/emulator/alipay"
	"localipay/emulator/ledger"
	"localipay/emulator/world"
)

// EventRequest tells the console of a call.
const EventRequest ledger.EventKind = "request"

// What a request says about itself is kept short where people read it; all of
// it stands in the request as received.
const (
	maxReason = 300
	maxName   = 100
)

// keep writes the call to the journal, before its answer leaves: who has the
// answer can find the request.
func (c *call) keep() {
	c.record.Reason = alipay.Shorten(c.record.Reason, maxReason)
	c.record.Params = c.params
	if c.params == nil {
		c.record.Params = legible(c.q.Params)
	}
	book := c.gateway.worlds.Lost
	if c.world != nil {
		book, c.record.At = c.world.Journal, c.world.Clock.Now()
	} else {
		c.record.At = c.gateway.worlds.Now()
	}
	book.Add(c.record)
	c.gateway.worlds.Hub().Publish(world.Event{Partner: c.record.Partner, Event: ledger.Event{
		At: c.record.At, Kind: EventRequest, ID: c.record.ID, Status: c.record.Outcome,
	}})
	c.gateway.count(c.service.Name, c.record.Outcome)
	c.log()
}

func (c *call) log() {
	level, message := slog.LevelInfo, "request"
	switch c.record.Outcome {
	case alipay.Success:
	case alipay.Lost:
		message = "request not answered" // because a rule said so: nothing to be warned of
	default:
		level, message = slog.LevelWarn, "request refused"
	}
	log := c.gateway.log
	if !log.Enabled(context.Background(), level) {
		return
	}
	attrs := []slog.Attr{
		slog.String("id", c.record.ID), slog.String("service", c.record.Service),
		slog.String("partner", c.record.Partner), slog.String("outcome", c.record.Outcome),
	}
	if c.record.Reason != "" {
		attrs = append(attrs, slog.String("reason", c.record.Reason))
	}
	if text := c.diagnosed(); text != "" {
		attrs = append(attrs, slog.String("diagnosis", text))
	}
	if len(c.record.Faults) > 0 {
		attrs = append(attrs, slog.Any("faults", c.record.Faults))
	}
	log.LogAttrs(context.Background(), level, message, attrs...)
}

func label(raw string) string { return alipay.Shorten(strings.ToValidUTF8(raw, "?"), maxName) }

// legible shows parameters whose charset is not known or not right.
func legible(fields []alipay.Field) []alipay.Field {
	shown := make([]alipay.Field, len(fields))
	for i, f := range fields {
		shown[i] = alipay.Field{Name: strings.ToValidUTF8(f.Name, "?"), Value: strings.ToValidUTF8(f.Value, "?")}
	}
	return shown
}
