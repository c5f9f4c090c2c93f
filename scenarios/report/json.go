package report

import (
	"encoding/json"
	"io"
	"path/filepath"

	"localipay/scenarios"
)

// The JSON report. Members are added, never renamed or taken away:
//
//	{"summary":   {"total", "passed", "failed", "unfinished", "took_ms"},
//	 "scenarios": [{"file", "line", "name", "passed", "took_ms",
//	                "status":  "passed|failed|interrupted|not_run",
//	                "failure": {"file", "line", "step", "verb", "name", "text",
//	                            "differences": […], "requests": […], "notifications": […]}}]}
//
// failure is absent from what passed or did not run; lists are never null.
type jsonReport struct {
	Summary   jsonSummary    `json:"summary"`
	Scenarios []jsonScenario `json:"scenarios"`
}

type jsonSummary struct {
	Total      int   `json:"total"`
	Passed     int   `json:"passed"`
	Failed     int   `json:"failed"`
	Unfinished int   `json:"unfinished"` // interrupted or not run
	TookMS     int64 `json:"took_ms"`
}

type jsonScenario struct {
	File    string       `json:"file"`
	Line    int          `json:"line"`
	Name    string       `json:"name"`
	Passed  bool         `json:"passed"`
	Status  status       `json:"status"`
	TookMS  int64        `json:"took_ms"`
	Failure *jsonFailure `json:"failure,omitempty"`
}

type jsonFailure struct {
	File          string   `json:"file"`
	Line          int      `json:"line"`
	Step          string   `json:"step"`
	Verb          string   `json:"verb"`
	Name          string   `json:"name"`
	Text          string   `json:"text"`
	Differences   []string `json:"differences"`
	Requests      []string `json:"requests"`
	Notifications []string `json:"notifications"`
}

// JSON writes the run as JSON.
func (r *Record) JSON(out io.Writer) error {
	list := r.outcomes()
	t := count(list)
	doc := jsonReport{
		Summary:   jsonSummary{t.total, t.passed, t.failed, t.unfinished, r.took.Milliseconds()},
		Scenarios: make([]jsonScenario, len(list)),
	}
	for i, o := range list {
		doc.Scenarios[i] = jsonScenario{
			File: filepath.ToSlash(o.scenario.File), Line: o.scenario.Line, Name: o.scenario.Name,
			Passed: o.status == passed, Status: o.status, TookMS: o.result.Took.Milliseconds(), Failure: jsonFailed(o.result.Failure),
		}
	}
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(doc)
}

func jsonFailed(f *scenarios.Failure) *jsonFailure {
	if f == nil {
		return nil
	}
	return &jsonFailure{
		File: filepath.ToSlash(f.File), Line: f.Line, Step: f.Step, Verb: f.Verb, Name: f.Name, Text: f.Text,
		Differences: notNil(f.Differences), Requests: notNil(f.Requests), Notifications: notNil(f.Notifications),
	}
}

func notNil(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}
