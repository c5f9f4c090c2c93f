// Package alipay holds the words that the rest of localipay speaks: money and
// dates as Alipay writes them, services, statuses, the rows of the ledger and
// the one table of error codes.
//
// It knows no I/O, no clock and no randomness. Amounts are integers in the
// currency's minor unit; dates are GMT+8.
package alipay
