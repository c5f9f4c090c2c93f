package scenarios

import (
	"context"
	"net/http"
	"time"

	"localipay/emulator/alipay"
	"localipay/emulator/strict"
)

// advance moves the clock: by a span, or to a time.
type advance struct {
	by, to text
}

func readAdvance(r *reader, m strict.Member, _ *step) (action, error) {
	word, err := r.Text(m, "step")
	if err != nil {
		return nil, err
	}
	if _, err := alipay.ParseDuration(word); err != nil && !holdsName(word) {
		return nil, r.Errorf(m.Value, "advance: %q: %s", strict.Short(word), err)
	}
	return advance{by: text(word)}, nil
}

func readAdvanceTo(r *reader, m strict.Member, _ *step) (action, error) {
	if m.Value.ShortTag() == "!!str" && holdsName(m.Value.Value) {
		return advance{to: text(m.Value.Value)}, nil
	}
	t, err := r.moment(m, "step")
	return advance{to: text(t.Format(time.RFC3339))}, err
}

func (a advance) play(ctx context.Context, f frame, _ *step) (seen, error) {
	body := map[string]any{"by": f.text(a.by)}
	if a.to != "" {
		body = map[string]any{"to": f.text(a.to)}
	}
	w := f.current
	w.moved.Store(true)
	got, err := f.admin.call(ctx, http.MethodPost, w.path("/clock/advance"), body)
	if err != nil {
		return seen{}, refusedBy(err)
	}
	w.arrived(f.real.Now(), got)
	return seen{}, nil
}

// wait lets real time pass.
type wait time.Duration

func readWait(r *reader, m strict.Member, _ *step) (action, error) {
	d, err := r.span(m, "step")
	return wait(d), err
}

func (d wait) play(ctx context.Context, f frame, _ *step) (seen, error) {
	return seen{}, pause(ctx, f.real, time.Duration(d))
}
