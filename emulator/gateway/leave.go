package gateway

import (
	"context"
	"io"
	"net/http"
	"strconv"
	"time"

	"localipay/emulator/clock"
	"localipay/emulator/fault"
)

// writeTime is how long a client may take to read an answer that came late.
const writeTime = time.Minute

// send is how the call ends for the client: with its answer, late, or not at all.
func (c *call) send(w http.ResponseWriter, r *http.Request) {
	if c.plan.Early {
		c.hold.Release()
	}
	if c.plan.Delay > 0 {
		c.gateway.wait(r.Context(), c.plan.Delay)
		_ = http.NewResponseController(w).SetWriteDeadline(clock.System{}.Now().Add(writeTime))
	}
	if c.plan.End != fault.Answered {
		c.vanish(w, r)
		return
	}
	header := w.Header()
	header.Set("X-Localipay-Request", c.record.ID)
	header.Set("Content-Type", c.contentType)
	if c.plan.Corrupt == fault.CorruptTruncate {
		endWithConnection(header)
	} else {
		header.Set("Content-Length", strconv.Itoa(len(c.body)))
	}
	w.WriteHeader(c.record.Status)
	_, _ = w.Write(c.body) //nolint:gosec // XML that is escaped, or a page of our own; a client that left is no matter of the ledger's
	c.leave(w)
}

// endWithConnection: half an answer that says how long it is would be a whole one.
func endWithConnection(header http.Header) {
	header.Set("Transfer-Encoding", "identity")
	header.Set("Connection", "close")
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

// wait lets real time pass, unless the client gives up or the emulator ends.
func (g *Gateway) wait(ctx context.Context, d time.Duration) {
	over, stop := g.source.After(d)
	defer stop()
	select {
	case <-over:
	case <-ctx.Done():
	case <-g.life.Done():
	}
}

// vanish ends the call without an answer: the connection closes now, or when
// the client gives up. What the call caused leaves after that.
func (c *call) vanish(w http.ResponseWriter, r *http.Request) {
	defer c.hold.Release()
	connection, _, err := http.NewResponseController(w).Hijack()
	if err != nil { // not a connection of its own: an in-process handler
		if c.plan.End == fault.Silent {
			c.gateway.untilGone(r.Context())
		}
		panic(http.ErrAbortHandler)
	}
	defer func() { _ = connection.Close() }()
	if c.plan.End == fault.Silent {
		stop := context.AfterFunc(c.gateway.life, func() { _ = connection.Close() })
		defer stop()
		_, _ = io.Copy(io.Discard, connection)
	}
}

func (g *Gateway) untilGone(ctx context.Context) {
	select {
	case <-ctx.Done():
	case <-g.life.Done():
	}
}
