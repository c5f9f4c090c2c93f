// Package gateway is gateway.do: it takes a request apart, checks it in the
// order that Alipay does, lets the service answer and signs the answer
// (gateway-and-trades §1).
package gateway
