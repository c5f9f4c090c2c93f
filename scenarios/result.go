package scenarios

import "time"

// Result is what became of one scenario.
type Result struct {
	Scenario *Scenario
	Took     time.Duration // real time
	Failure  *Failure      // nil when it passed
	Cut      bool          // interrupted before its end; Failure then says where
}

// Failure is the first thing that was not as it should be.
type Failure struct {
	File string
	Line int
	Step string // "3" or, inside a block, "4.2"; "" before the first step
	Verb string
	Name string // of the step, if it has one

	Text          string   // one sentence: what was wrong
	Differences   []string // a line each: field, what was expected, what came
	Requests      []string // the last ones of this world, oldest first, a line each
	Notifications []string // likewise
}

// Reporter is told how a run goes. Run never calls it from two goroutines at
// the same moment.
type Reporter interface {
	Began(all []*Scenario)
	Started(s *Scenario)
	// Stepped tells that so many of the scenario's outermost steps are done.
	Stepped(s *Scenario, done int)
	Finished(r Result)
	// Ended gets every result, in the order of the files.
	Ended(results []Result, took time.Duration)
}
