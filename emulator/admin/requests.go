package admin

import (
	"cmp"
	"slices"
	"strconv"

	"localipay/emulator/journal"
)

var requestQuery = append([]string{"service", "outcome", "wait", "timeout"}, paged...)

func (a *Admin) requests(r *request) (any, error) {
	q := r.query
	p, err := readPaging(q)
	if err != nil {
		return nil, err
	}
	wait, err := readWaiting(q)
	if err != nil {
		return nil, err
	}
	filter := journal.Filter{Service: q.Get("service"), Outcome: q.Get("outcome"), Before: p.cursor}
	timedOut := false
	if wait.count > 0 {
		ctx, cancel := a.until(r.Context(), wait.timeout)
		defer cancel()
		timedOut = !r.world.Journal.Wait(ctx, filter, wait.count)
	}
	out := pageOfRequests(r.world.Journal.List(filter, p.limit+1, nil), p.limit, func(q journal.Request) uint64 { return q.Seq })
	out.TimedOut = timedOut
	return out, nil
}

// pageOfRequests is given one request more than fits, if there is one.
func pageOfRequests(list []journal.Request, limit int, cursor func(journal.Request) uint64) page[requestJSON] {
	out := page[requestJSON]{Items: []requestJSON{}}
	left := maxDiagnoses
	for i, request := range list {
		if i == limit {
			out.Next = strconv.FormatUint(cursor(list[i-1]), 10)
			break
		}
		shown := showRequest(request)
		shown.Diagnosis = listed(request.Diagnosis, &left)
		out.Items = append(out.Items, shown)
	}
	return out
}

func (a *Admin) request(r *request) (any, error) {
	found, ok := r.world.Journal.Find(r.vars["id"])
	if !ok {
		return nil, notFound("there is no request %q in this merchant's journal; old ones are dropped", r.vars["id"])
	}
	out := showRequest(found)
	if found.Diagnosis != nil {
		out.Diagnosis = showDiagnosis(found.Diagnosis.Get())
	}
	return out, nil
}

// allRequests lists the calls of every journal, by order of arrival. That of
// the last one shown is the cursor.
func (a *Admin) allRequests(r *request) (any, error) {
	p, err := readPaging(r.query)
	if err != nil {
		return nil, err
	}
	wait, err := readWaiting(r.query)
	if err != nil {
		return nil, err
	}
	filter := journal.Filter{Service: r.query.Get("service"), Outcome: r.query.Get("outcome")}
	before := func(q journal.Request) bool { return p.cursor == 0 || q.Arrived < p.cursor }
	timedOut := !wait.enough(a, r, func() int { return len(a.everywhere(filter, wait.count, before)) })
	list := a.everywhere(filter, p.limit+1, before)
	out := pageOfRequests(list, p.limit, func(q journal.Request) uint64 { return q.Arrived })
	out.TimedOut = timedOut
	return out, nil
}

// everywhere gives the newest matching calls of all journals.
func (a *Admin) everywhere(f journal.Filter, limit int, also func(journal.Request) bool) []journal.Request {
	list := a.Worlds.Lost.List(f, limit, also)
	for _, w := range a.Worlds.All() {
		list = append(list, w.Journal.List(f, limit, also)...)
	}
	slices.SortStableFunc(list, func(x, y journal.Request) int { return cmp.Compare(y.Arrived, x.Arrived) })
	return list[:min(len(list), limit)]
}
