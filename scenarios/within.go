package scenarios

import (
	"context"
	"time"

	"localipay/emulator/alipay"
)

// pollEvery is how often `within` looks again.
const pollEvery = 50 * time.Millisecond

// eventually looks until there is no problem any more, or the time is over.
// Other errors end it at once.
func (f frame) eventually(ctx context.Context, within time.Duration, look func(context.Context) (seen, *problem, error)) (seen, error) {
	until := f.real.Now().Add(within)
	for {
		got, wrong, err := look(ctx)
		if err != nil || wrong == nil {
			return got, err
		}
		if !f.real.Now().Before(until) {
			if within > 0 {
				wrong.text += " within " + alipay.FormatDuration(within)
			}
			return got, wrong
		}
		if err := pause(ctx, f.real, pollEvery); err != nil {
			return got, err
		}
	}
}
