package notify

import "context"

// Late is what a notification says of a time-out after some steps of its way.
func Late(address string, steps func(ctx context.Context)) string {
	w := &way{address: address}
	steps(w.watch(context.Background()))
	return w.explain(context.DeadlineExceeded)
}
