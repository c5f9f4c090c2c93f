// Package journal keeps what was asked of the gateway and what was answered:
// per merchant the last requests, within a bound of number and memory.
package journal

import (
	"context"
	"strconv"
	"sync"
	"time"

	"localipay/emulator/alipay"
	"localipay/emulator/diagnosis"
)

// Bounds of one merchant's journal; the oldest requests go first.
const (
	MaxRequests = 10_000
	MaxBytes    = 16 << 20
)

// Request is one call of the gateway.
type Request struct {
	Seq         uint64
	ID          string
	At          time.Time // by the merchant's clock, GMT+8
	Arrived     uint64    // order of arrival over all journals
	Method      string
	URL         string // path and query as received
	ContentType string
	Body        string // as received
	Service     string
	Partner     string
	Params      []alipay.Field // decoded, sorted by name
	Reason      string         // what exactly was wrong, or ""
	Outcome     string         // a gateway code, a business code, SUCCESS or LOST
	Status      int
	Answer      string   // in UTF-8, whatever it was on the wire
	Faults      []string // the rules that acted on it
	Scenario    string   // whose own call it is, or ""

	// Diagnosis tells why the signature of an ILLEGAL_SIGN does not hold; nil
	// for any other outcome.
	Diagnosis *diagnosis.Late
}

// size is about what a request takes in memory. Params mostly share the
// memory of URL and Body, but need not.
func (r Request) size() int {
	const rowOverhead = 400
	n := rowOverhead + len(r.Reason) + len(r.Scenario) + len(r.URL) + len(r.Body) + len(r.Answer)
	for _, p := range r.Params {
		n += 32 + len(p.Name) + len(p.Value)
	}
	if r.Diagnosis != nil { // once asked for, it holds the text to sign and what differs
		n += rowOverhead + 4*(len(r.URL)+len(r.Body))
	}
	return n
}

// Journal is the journal of one merchant, or of nobody.
type Journal struct {
	prefix string

	mu      sync.Mutex
	last    uint64
	kept    []*Request // kept[head:] are live, oldest first, and never changed
	head    int
	bytes   int
	changed chan struct{} // closed at the next change; nil while nobody waits
}

// New is an empty journal; its ids begin with owner.
func New(owner string) *Journal {
	return &Journal{prefix: owner + "-"}
}

// NextID reserves the id of a request that is being answered.
func (j *Journal) NextID() (seq uint64, id string) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.last++
	return j.last, j.prefix + strconv.FormatUint(j.last, 10)
}

// Add keeps a request whose id was reserved here. One that was on its way when
// the journal was cleared belongs to what was forgotten.
func (j *Journal) Add(r Request) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if r.Seq > j.last {
		return
	}
	j.insert(r)
	j.bytes += r.size()
	for len(j.kept)-j.head > MaxRequests || j.bytes > MaxBytes && len(j.kept)-j.head > 1 {
		j.bytes -= j.kept[j.head].size()
		j.kept[j.head] = nil
		j.head++
	}
	if j.head > 1000 && j.head > len(j.kept)/2 {
		j.kept = append([]*Request(nil), j.kept[j.head:]...)
		j.head = 0
	}
	if j.changed != nil {
		close(j.changed)
		j.changed = nil
	}
}

// insert keeps the order in which the requests came, not that in which they
// were answered: it is what the pages of a list are cut by.
func (j *Journal) insert(r Request) {
	j.kept = append(j.kept, &r)
	for i := len(j.kept) - 1; i > j.head && j.kept[i-1].Seq > r.Seq; i-- {
		j.kept[i-1], j.kept[i] = j.kept[i], j.kept[i-1]
	}
}

// Clear forgets all requests and begins to count anew.
func (j *Journal) Clear() {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.kept, j.head, j.bytes, j.last = nil, 0, 0, 0
}

// Find gives a request by its id.
func (j *Journal) Find(id string) (Request, bool) {
	found := j.List(Filter{}, 1, func(r Request) bool { return r.ID == id })
	if len(found) == 0 {
		return Request{}, false
	}
	return found[0], true
}

// Filter chooses requests; an empty text matches any.
type Filter struct {
	Service string
	Outcome string
	Before  uint64 // only those with a lower sequence number; 0 for all
}

func (f Filter) matches(r Request) bool {
	return (f.Service == "" || f.Service == r.Service) && (f.Outcome == "" || f.Outcome == r.Outcome) &&
		(f.Before == 0 || r.Seq < f.Before)
}

// List gives at most limit matching requests, newest first. Further
// conditions may be nil.
func (j *Journal) List(f Filter, limit int, also func(Request) bool) []Request {
	j.mu.Lock()
	defer j.mu.Unlock()
	var list []Request
	for i := len(j.kept) - 1; i >= j.head && len(list) < limit; i-- {
		if r := *j.kept[i]; f.matches(r) && (also == nil || also(r)) {
			list = append(list, r)
		}
	}
	return list
}

// change gives a channel that is closed at the next change.
func (j *Journal) change() <-chan struct{} {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.changed == nil {
		j.changed = make(chan struct{})
	}
	return j.changed
}

// Wait returns once count requests match, or tells that ctx ended first.
func (j *Journal) Wait(ctx context.Context, f Filter, count int) bool {
	for {
		changed := j.change()
		if len(j.List(f, count, nil)) >= count {
			return true
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return false
		}
	}
}
