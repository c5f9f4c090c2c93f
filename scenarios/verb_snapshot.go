package scenarios

import (
	"context"
	"net/http"
	"net/url"

	"localipay/emulator/strict"
)

// snapshot keeps this world as it is under a name; restore goes back to it.
type (
	snapshot text
	restore  text
)

// ownPrefix keeps a guest's snapshots apart from those that were there.
const ownPrefix = "localipay-run-"

func readSnapshot(r *reader, m strict.Member, _ *step) (action, error) {
	name, err := r.snapshotName(m)
	r.scope.snapshots[name] = true
	return snapshot(name), err
}

func readRestore(r *reader, m strict.Member, _ *step) (action, error) {
	name, err := r.snapshotName(m)
	if err == nil && !holdsName(name) {
		err = r.known(m.Value, "snapshot", name, r.scope.snapshots)
	}
	return restore(name), err
}

func (r *reader) snapshotName(m strict.Member) (string, error) {
	name, err := r.Text(m, "step")
	if err == nil {
		err = r.alone(m)
	}
	return name, err
}

func (a snapshot) play(ctx context.Context, f frame, _ *step) (seen, error) {
	w, name := f.current, ownPrefix+f.text(text(a))
	w.snapshots[name] = w.ownRules()
	_, err := f.admin.call(ctx, http.MethodPost, w.path("/snapshots/"+url.PathEscape(name)), nil)
	return seen{}, refusedBy(err)
}

// play restores, and asks anew what it remembered of the world.
func (a restore) play(ctx context.Context, f frame, _ *step) (seen, error) {
	w, name := f.current, ownPrefix+f.text(text(a))
	w.moved.Store(true)
	if _, err := f.admin.call(ctx, http.MethodPost, w.path("/snapshots/"+url.PathEscape(name)+"/restore"), nil); err != nil {
		return seen{}, refusedBy(err)
	}
	w.setRules(w.snapshots[name])
	got, err := f.admin.call(ctx, http.MethodGet, w.path("/clock"), nil)
	if err != nil {
		return seen{}, refusedBy(err)
	}
	w.arrived(f.real.Now(), got)
	return seen{}, f.settle(ctx, w)
}
