// Package scenarios reads stories in YAML and plays them against an emulator,
// over HTTP like anyone (spec/scenario.md).
package scenarios
