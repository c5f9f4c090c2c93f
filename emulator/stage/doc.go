// Package stage plays the bundled scenarios against the emulator that it is
// part of, for the console: over HTTP like anybody, in worlds of their own, one
// run at a time.
package stage
