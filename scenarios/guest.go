package scenarios

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"time"
)

// guest is what a scenario must know of a world that is not its own: how the
// clock stood, and what had begun before.
type guest struct {
	clockAt time.Time // what the clock showed when real time was since
	since   time.Time
	mode    string
	trades  map[string]bool
	numbers map[string]bool // Alipay's of those trades
	refunds map[string]bool
	notices map[string]bool
	request string // the newest one's id
}

// visit enters a world as a guest.
func (p *player) visit(ctx context.Context, partner string) (*merchant, error) {
	shape, err := p.admin.call(ctx, http.MethodGet, "/_admin/merchants/"+partner, nil)
	if isNotFound(err) {
		return nil, problemf("there is no merchant %s at %s; name one that is, or leave merchant: out", partner, p.admin.base)
	}
	if err != nil {
		return nil, refusedBy(err)
	}
	m := p.known(shape)
	clock, _ := shape["clock"].(map[string]any)
	m.arrived(p.real.Now(), clock)
	m.guest = &guest{clockAt: m.now, since: m.since, mode: str(clock, "mode")}
	p.made = append(p.made, m)
	if err := p.look(ctx, m); err != nil {
		return m, err
	}
	if p.scenario.clock.IsZero() {
		return m, nil
	}
	m.moved.Store(true)
	got, err := p.admin.call(ctx, http.MethodPut, m.path("/clock"), map[string]any{"now": p.scenario.clock.Format(time.RFC3339), "mode": "frozen"})
	if err != nil {
		return m, refusedBy(err)
	}
	m.arrived(p.real.Now(), got)
	return m, p.settle(ctx, m)
}

// look notes what is there already.
func (p *player) look(ctx context.Context, m *merchant) (err error) {
	for _, list := range []struct {
		path, id string
		into     *map[string]bool
	}{
		{"/trades", "out_trade_no", &m.guest.trades},
		{"/trades", "trade_no", &m.guest.numbers},
		{"/refunds", "partner_refund_id", &m.guest.refunds},
		{"/notifications", "notify_id", &m.guest.notices},
	} {
		rows, err := p.admin.items(ctx, m.path(list.path))
		if err != nil {
			return refusedBy(err)
		}
		ids := make(map[string]bool, len(rows))
		for _, row := range rows {
			ids[str(row, list.id)] = true
		}
		*list.into = ids
	}
	page, err := p.admin.call(ctx, http.MethodGet, m.path("/requests?limit=1"), nil)
	if err != nil {
		return refusedBy(err)
	}
	if newest, ok := at(page, "items.0.id"); ok {
		m.guest.request = fmt.Sprint(newest)
	}
	return nil
}

// leave puts back what a guest has changed, or removes the world that was made.
func (p *player) leave(ctx context.Context, m *merchant) error {
	if m.guest == nil {
		_, err := p.admin.call(ctx, http.MethodDelete, m.path(""), nil)
		if isNotFound(err) { // somebody has reset the emulator
			return nil
		}
		return err
	}
	var failed error
	for name := range m.snapshots {
		_, err := p.admin.call(ctx, http.MethodDelete, m.path("/snapshots/"+url.PathEscape(name)), nil)
		failed = join(failed, err)
	}
	for _, id := range m.forget("") {
		if _, err := p.admin.call(ctx, http.MethodDelete, m.path("/faults/"+id), nil); !isNotFound(err) {
			failed = join(failed, err)
		}
	}
	if !m.moved.Load() {
		return failed
	}
	back := m.guest.clockAt
	if m.guest.mode == "running" {
		back = back.Add(p.real.Now().Sub(m.guest.since))
	}
	_, err := p.admin.call(ctx, http.MethodPut, m.path("/clock"), map[string]any{"now": back.Format(time.RFC3339), "mode": m.guest.mode})
	return join(failed, err)
}
