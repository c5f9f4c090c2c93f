package scenarios

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"time"

	"localipay/emulator/alipay"
	"localipay/emulator/clock"
)

// hangs tells a call that hangs from one that is slow, when the emulator is the
// runner's own: the journal has a request whose connection was left silent.
type hangs struct {
	own  bool
	real clock.Source
}

func newHangs(r *run) *hangs { return &hangs{r.options.Own, r.real} }

// patience is how long a call may take before anybody asks about it.
const patience = 30 * time.Millisecond

// watch gives a context that ends when the journal reports that the call hangs.
func (h *hangs) watch(ctx context.Context, p *player, m *merchant, id string) (context.Context, func()) {
	if !h.own {
		return ctx, func() {}
	}
	ctx, cancel := context.WithCancelCause(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		if pause(ctx, h.real, patience) == nil && p.reportedSilent(ctx, m, id) {
			cancel(errHangs)
		}
	}()
	return ctx, func() {
		cancel(nil)
		<-done
	}
}

// reportedSilent waits until the journal has the call among those whose
// connection stays open; its list of the lost grows by others' too.
func (p *player) reportedSilent(ctx context.Context, m *merchant, id string) bool {
	for wait := 1; ctx.Err() == nil; {
		page, err := p.admin.call(ctx, http.MethodGet, m.path("/requests?outcome=LOST&limit=1000&wait="+strconv.Itoa(wait)), nil)
		if err != nil {
			return false
		}
		rows, _ := page["items"].([]any)
		for _, row := range rows {
			if request, ok := row.(map[string]any); ok && str(request, "scenario") == id {
				return strings.HasPrefix(str(request, "reason"), alipay.LeftSilent)
			}
		}
		wait = len(rows) + 1
	}
	return false
}
