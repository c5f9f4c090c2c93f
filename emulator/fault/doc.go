// Package fault holds the rules that make trouble on order: what they match,
// how often they act, and what they make of a call or of a notification
// (spec/scenario.md, "A fault rule").
//
// A kind of trouble is one file and one row in the table of kinds. This package
// only says what is to happen; the gateway and the worlds' workers do it.
package fault
