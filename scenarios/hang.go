package scenarios

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"localipay/emulator/clock"
)

// hangs tells a call that hangs from one that is slow, when the emulator is the
// runner's own: the journal has a request that will not be answered at once.
type hangs struct {
	own  bool
	real clock.Source
}

func newHangs(r *run) *hangs { return &hangs{r.options.Own, r.real} }

// patience is how long a call may take before anybody asks about it.
const patience = 30 * time.Millisecond

// watch gives a context that ends when the journal reports the call as lost.
func (h *hangs) watch(ctx context.Context, p *player, m *merchant, id string) (context.Context, func()) {
	if !h.own {
		return ctx, func() {}
	}
	ctx, cancel := context.WithCancelCause(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		if pause(ctx, h.real, patience) == nil && p.reportedLost(ctx, m, id) {
			cancel(errHangs)
		}
	}()
	return ctx, func() {
		cancel(nil)
		<-done
	}
}

// reportedLost waits until the journal has the call among those without an
// answer; the list grows by others' too.
func (p *player) reportedLost(ctx context.Context, m *merchant, id string) bool {
	for wait := 1; ctx.Err() == nil; {
		page, err := p.admin.call(ctx, http.MethodGet, m.path("/requests?outcome=LOST&limit=1000&wait="+strconv.Itoa(wait)), nil)
		if err != nil {
			return false
		}
		rows, _ := page["items"].([]any)
		for _, row := range rows {
			// With a status it was answered: by a page of HTML.
			if request, ok := row.(map[string]any); ok && str(request, "scenario") == id && fmt.Sprint(request["status"]) == "0" {
				return true
			}
		}
		wait = len(rows) + 1
	}
	return false
}
