package scenarios

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"localipay/emulator/strict"
)

// maxFile is far more than anybody writes by hand.
const maxFile = 8 << 20

const what = "scenarios"

// Load reads files, and of folders the YAML files in them. vars are the values
// of --var. With an error anywhere there are no scenarios: nothing runs that
// somebody did not mean.
func Load(paths []string, vars map[string]string) ([]*Scenario, error) {
	var list []*Scenario
	var problems []error
	for _, path := range paths {
		names, err := strict.Files(path, what)
		if err != nil {
			problems = append(problems, err)
		}
		for _, name := range names {
			read, err := loadFile(name, vars)
			if err != nil {
				problems = append(problems, err)
			}
			list = append(list, read...)
		}
	}
	if len(problems) > 0 {
		return nil, errors.Join(problems...)
	}
	return list, nil
}

func loadFile(name string, vars map[string]string) ([]*Scenario, error) {
	file, err := strict.ReadFile(name, what, maxFile)
	if err != nil {
		return nil, err
	}
	return Parse(file.Name, file.Data, vars)
}

// Parse reads the documents of one text; name is what errors call it, and the
// files that it names are looked for beside it. The error tells of every
// mistake that was found, and there are then no scenarios.
func Parse(name string, data []byte, vars map[string]string) ([]*Scenario, error) {
	if int64(len(data)) > maxFile {
		return nil, strict.TooBig(name, maxFile)
	}
	source := strict.Source(name)
	documents, err := source.Documents(data, "a scenario with steps:")
	if err != nil && strings.Contains(err.Error(), "not YAML") && bytes.Contains(data, []byte("${")) {
		return nil, fmt.Errorf(`%w; inside {…} and […] a value like "${name}" stands in quotes`, err)
	}
	if err != nil {
		return nil, err
	}
	var list []*Scenario
	var problems []error
	for i, n := range documents {
		s, err := readDocument(source, n, i, vars)
		if err != nil {
			problems = append(problems, err)
		}
		list = append(list, s)
	}
	if len(problems) > 0 {
		return nil, errors.Join(problems...)
	}
	return list, nil
}
