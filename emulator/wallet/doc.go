// Package wallet is the customer's side as pages for a phone: choose who pays,
// scan a code, enter the amount, type the password, see what became of it
// (merchant-qr §6). Entering the amount opens the order, the password pays it
// (spec decision 15); both go through the ledger, as the admin API's do.
//
// The pages answer to any host name and without the admin token: a phone on
// the same network reads a printed code and opens them.
package wallet
