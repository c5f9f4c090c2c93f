// Package service is Alipay's services, one file each, and the table of them.
//
// A service reads its parameters, lets the ledger do the work and returns
// values; it writes no XML. What it refuses it refuses by an alipay.Code; the
// form that the code takes in the answer is the service's own (spec
// decision 11).
package service
