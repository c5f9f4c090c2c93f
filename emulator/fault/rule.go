package fault

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"localipay/emulator/alipay"
)

// Targets beside the names of the nine services.
const (
	TargetAny          = "*" // all nine services
	TargetNotification = "notification"
)

// Rule is one rule and how often it was met. It is a value: the store keeps it.
type Rule struct {
	Seq         uint64
	ID          string
	Name        string
	Target      string
	When        []alipay.Field // sorted by name; `*` in a value is a wildcard
	After       int            // matches that are let through first
	Times       int            // matches that it acts on; 0 without end
	Probability float64        // of acting on a match, 0 to 1
	Do          Do
	Matched     int
	Acted       int
	AtStart     bool // given by --faults: not part of a state file
}

// Do is what a rule does: its kind and what that kind needs.
type Do struct {
	Kind     string
	Word     string        // request, response, true, ack, signature, …
	Span     time.Duration // of delay
	Code     alipay.Code   // of error and fail
	Commit   bool          // of error: it happened all the same
	Status   int           // of http
	Times    int           // of duplicate
	Together bool          // of duplicate: at the same moment
}

// Targets lists what a rule may be about.
func Targets() []string {
	return append(alipay.Services(), TargetAny, alipay.ServiceNotifyVerify, TargetNotification)
}

// Label is how a request or an attempt names the rule that acted on it.
func (r Rule) Label() string {
	label := r.ID + " " + r.Do.String()
	if r.Name != "" {
		label += " (" + r.Name + ")"
	}
	return label
}

// String is the one line of YAML that stands behind `do:`.
func (d Do) String() string {
	k, _ := find(d.Kind)
	return d.Kind + ": " + flow(k.show(d))
}

// flow writes a value as YAML does in one line.
func flow(value any) string {
	text, err := json.Marshal(value)
	if err != nil {
		return err.Error()
	}
	return strings.NewReplacer(`"`, "", ",", ", ", ":", ": ").Replace(string(text))
}

// JSON is the rule as it is written, for the admin API.
func (r Rule) JSON() map[string]any {
	out := map[string]any{
		"target": r.Target, "after": r.After, "times": r.Times, "probability": r.Probability,
		"do": r.Do.JSON(),
	}
	if r.Name != "" {
		out["name"] = r.Name
	}
	if len(r.When) > 0 {
		when := map[string]string{}
		for _, f := range r.When {
			when[f.Name] = f.Value
		}
		out["when"] = when
	}
	return out
}

// JSON is what stands behind `do`.
func (d Do) JSON() map[string]any {
	k, _ := find(d.Kind)
	return map[string]any{d.Kind: k.show(d)}
}

func sortFields(fields []alipay.Field) {
	slices.SortFunc(fields, func(a, b alipay.Field) int { return strings.Compare(a.Name, b.Name) })
}
