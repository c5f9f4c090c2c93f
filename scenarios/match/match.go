// Package match is what `expect` means (spec/scenario.md): it reads an
// expectation as somebody wrote it in YAML, and says where what came differs.
//
//	SUCCESS             this text, exactly
//	/^2026\d{4}$/       a text that the regular expression (RE2) finds a match in
//	">= 30.00"          an amount, number, span ("< 3s") or time that compares so;
//	                    likewise > < <= and, by value, == and !=
//	3, true             this number, this truth
//	null                absent
//	{a: …}              a map with these members, whatever else it has; with
//	                    numbers as names, a list with these at these places
//	[…]                 a list of so many elements, each as written
//
// A text that itself looks like one of these is written behind ==:
// "== /path/", "== > 3". A text may hold ${x}; what stands there afterwards is
// never read as an expression or a comparison.
package match

import (
	"fmt"
	"math/big"
	"regexp"
	"strings"

	"go.yaml.in/yaml/v3"
)

type kind int

const (
	anything kind = iota // the zero Expectation
	absent
	text
	pattern
	comparison
	number
	truth
	mapping
	list
)

// Expectation is what somebody expects. The zero one is met by anything.
type Expectation struct {
	kind    kind
	node    *yaml.Node
	text    string // of a text; between the slashes; behind the operator
	op      string
	regex   *regexp.Regexp // nil where it holds a ${x}
	number  *big.Rat
	truth   bool
	members []member
	items   []Expectation
}

type member struct {
	name string
	want Expectation
}

// Text is a text of an expectation, which may hold ${x}.
type Text struct {
	Node  *yaml.Node
	Value string
}

// Texts lists the texts that Check will have expanded, as they are written.
func (e Expectation) Texts() []Text {
	var texts []Text
	switch e.kind {
	case text, pattern, comparison:
		texts = append(texts, Text{e.node, e.node.Value})
	case mapping:
		for _, m := range e.members {
			texts = append(texts, m.want.Texts()...)
		}
	case list:
		for _, item := range e.items {
			texts = append(texts, item.Texts()...)
		}
	}
	return texts
}

// Difference is one thing that did not come as it was expected.
type Difference struct {
	Path string // a.0.b; "" where the expectation is no map or list
	Line int    // where the expectation stands
	Want string
	Came string
}

// String is "trade_status: expected TRADE_CLOSED, came TRADE_SUCCESS".
func (d Difference) String() string {
	sentence := fmt.Sprintf("expected %s, came %s", d.Want, d.Came)
	if d.Path == "" {
		return sentence
	}
	return d.Path + ": " + sentence
}

// Check compares what came, and lists the differences in the order of the
// file. expand gives a text its ${x}; nil leaves texts as they are.
//
// got is nil for what is absent, or a text, truth, number, json.Number,
// time.Duration, time.Time, or a list or map of such.
func (e Expectation) Check(got any, expand func(string) string) []Difference {
	if expand == nil {
		expand = strings.Clone
	}
	return checker{expand}.check("", e, normal(got))
}
