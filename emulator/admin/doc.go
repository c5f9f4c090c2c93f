// Package admin is the API by which tests and the console see and steer an
// emulator (interface.md, "Admin API"). It changes state through the ledger
// and the worlds alone, and has no rule of its own about trades.
package admin
