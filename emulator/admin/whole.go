package admin

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"localipay/emulator/world"
)

func (a *Admin) health(*request) (any, error) {
	return healthJSON{Status: "ok", Version: a.Version, Merchants: len(a.Worlds.All())}, nil
}

func (a *Admin) resetAll(*request) (any, error) {
	a.Worlds.Reset()
	return doneJSON{"reset"}, nil
}

func (a *Admin) saveState(*request) (any, error) {
	if a.StateFile == "" {
		return nil, fault(http.StatusConflict, "NO_STATE_FILE", "there is no state file; start with --state FILE")
	}
	if err := a.Worlds.Save(a.StateFile); err != nil {
		return nil, fault(http.StatusConflict, "STATE_NOT_SAVED", "%v", err)
	}
	return doneJSON{"saved to " + strconv.Quote(a.StateFile)}, nil
}

type snapshotJSON struct {
	Name string `json:"name"`
}

// shelf is where snapshots are kept: of everything, or of one world.
type shelf interface {
	Snapshot(name string)
	Restore(name string) bool
	DropSnapshot(name string) bool
	Snapshots() []string
}

var (
	_ shelf = (*world.World)(nil)
	_ shelf = (*world.Worlds)(nil)
)

func (a *Admin) shelf(r *request) shelf {
	if r.world != nil {
		return r.world
	}
	return a.Worlds
}

// snapshots lists by name. The cursor is the last name shown, so that what
// comes and goes shifts nothing.
func (a *Admin) snapshots(r *request) (any, error) {
	limit, err := readLimit(r.query)
	if err != nil {
		return nil, err
	}
	out := page[snapshotJSON]{Items: []snapshotJSON{}}
	last := r.query.Get("cursor")
	for _, name := range a.shelf(r).Snapshots() {
		if name <= last && last != "" {
			continue
		}
		if len(out.Items) == limit {
			out.Next = last
			break
		}
		out.Items = append(out.Items, snapshotJSON{name})
		last = name
	}
	return out, nil
}

func (a *Admin) snapshot(r *request) (any, error) {
	if !slices.Contains(a.shelf(r).Snapshots(), r.vars["name"]) {
		return nil, noSnapshot(r)
	}
	return snapshotJSON{r.vars["name"]}, nil
}

func noSnapshot(r *request) error {
	return notFound("there is no snapshot %q; GET %s lists them", r.vars["name"],
		strings.TrimSuffix(strings.TrimSuffix(r.URL.Path, "/restore"), "/"+r.vars["name"]))
}

func (a *Admin) takeSnapshot(r *request) (any, error) {
	a.shelf(r).Snapshot(r.vars["name"])
	return snapshotJSON{r.vars["name"]}, nil
}

func (a *Admin) restoreSnapshot(r *request) (any, error) {
	if !a.shelf(r).Restore(r.vars["name"]) {
		return nil, noSnapshot(r)
	}
	return snapshotJSON{r.vars["name"]}, nil
}

func (a *Admin) dropSnapshot(r *request) (any, error) {
	if !a.shelf(r).DropSnapshot(r.vars["name"]) {
		return nil, noSnapshot(r)
	}
	return doneJSON{"deleted"}, nil
}
