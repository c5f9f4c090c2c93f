// Package report tells how a run of scenarios went: on a terminal while it
// goes, and as JUnit XML or JSON when it is over.
package report

import (
	"time"

	"localipay/scenarios"
)

// Record keeps what came of a run, to be written down afterwards.
type Record struct {
	list    []*scenarios.Scenario
	results map[*scenarios.Scenario]scenarios.Result
	took    time.Duration
}

// Began keeps the scenarios: after an interruption some have no result.
func (r *Record) Began(list []*scenarios.Scenario) {
	r.list, r.results = list, map[*scenarios.Scenario]scenarios.Result{}
}

// Started is of no interest to a record.
func (r *Record) Started(*scenarios.Scenario) {}

// Stepped is of no interest to a record.
func (r *Record) Stepped(*scenarios.Scenario, int) {}

// Finished keeps a result.
func (r *Record) Finished(result scenarios.Result) { r.results[result.Scenario] = result }

// Ended keeps every result.
func (r *Record) Ended(results []scenarios.Result, took time.Duration) {
	for _, result := range results {
		r.results[result.Scenario] = result
	}
	r.took = took
}

// status is what became of a scenario, as the JSON report says it.
type status string

const (
	passed      status = "passed"
	failed      status = "failed"
	interrupted status = "interrupted" // begun, not ended
	notRun      status = "not_run"
)

func statusOf(result scenarios.Result, ran bool) status {
	switch {
	case ran && result.Cut && result.Took == 0, !ran:
		return notRun
	case result.Cut:
		return interrupted
	case result.Failure != nil:
		return failed
	}
	return passed
}

// outcome is a scenario and what became of it.
type outcome struct {
	scenario *scenarios.Scenario
	result   scenarios.Result
	status   status
}

func (r *Record) outcomes() []outcome {
	list := make([]outcome, len(r.list))
	for i, s := range r.list {
		result, ran := r.results[s]
		list[i] = outcome{s, result, statusOf(result, ran)}
	}
	return list
}

// tally counts outcomes.
type tally struct{ total, passed, failed, unfinished int }

func count(list []outcome) tally {
	t := tally{total: len(list)}
	for _, o := range list {
		switch o.status {
		case passed:
			t.passed++
		case failed:
			t.failed++
		default:
			t.unfinished++
		}
	}
	return t
}

// Failed tells how many scenarios failed, and how many did not come to an end.
func (r *Record) Failed() (failed, unfinished int) {
	t := count(r.outcomes())
	return t.failed, t.unfinished
}

// Empty tells that the run ended before it began.
func (r *Record) Empty() bool { return len(r.list) == 0 }
