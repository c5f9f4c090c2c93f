// Package wire turns HTTP requests into parameters and answers into XML, byte
// for byte as Alipay's gateway does (gateway-and-trades §1).
//
// It knows the charsets of the gateway and the limits on what it takes, but no
// service and no merchant.
package wire
