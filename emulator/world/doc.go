// Package world makes a merchant into a world of its own: ledger, clock and
// journal, and the one worker that does what falls due. Nothing that happens
// in one world shows in another (interface.md, "A merchant is a world").
package world
