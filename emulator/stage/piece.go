package stage

import (
	"io/fs"
	"strconv"
	"strings"

	"localipay/scenarios"
)

// Piece is one scenario of the library.
type Piece struct {
	ID      string // file and place: "refund-answer-lost-2"
	File    string
	Name    string // its sentence
	Comment string // what stands above it in the file: what happened in life
	YAML    string // the rest
	Steps   int

	scenario *scenarios.Scenario
}

// library reads the bundled scenarios. They are tested, so an error here is of
// somebody's build.
func library(files fs.FS) (list []Piece, err error) {
	names, err := fs.Glob(files, "*.yaml")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		data, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, err
		}
		read, err := scenarios.Parse(name, data, nil)
		if err != nil {
			return nil, err
		}
		texts := documents(string(data))
		for i, s := range read {
			p := Piece{ID: strings.TrimSuffix(name, ".yaml") + "-" + strconv.Itoa(i+1), File: name, Name: s.Name, Steps: s.Length(), scenario: s}
			if len(texts) == len(read) {
				p.Comment, p.YAML = split(texts[i])
			}
			list = append(list, p)
		}
	}
	return list, nil
}

// documents cuts a file of YAML where a line says ---.
func documents(text string) (list []string) {
	var document []string
	for line := range strings.Lines(text) {
		if strings.TrimRight(line, " \r\n") == "---" {
			list, document = append(list, strings.Join(document, "")), nil
			continue
		}
		document = append(document, line)
	}
	return append(list, strings.Join(document, ""))
}

// split takes off the comment at a document's beginning, as running text.
func split(document string) (comment, rest string) {
	var words []string
	rest = strings.TrimLeft(document, "\n")
	for strings.HasPrefix(rest, "#") {
		line, after, _ := strings.Cut(rest, "\n")
		words = append(words, strings.TrimSpace(strings.TrimPrefix(line, "#")))
		rest = after
	}
	return strings.Join(words, " "), rest
}
