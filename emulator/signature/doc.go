// Package signature makes and checks the signatures of the gateway: MD5 with
// a shared key, and RSA over SHA-1 or SHA-256.
//
// It works on bytes: who calls it has put the string to sign into the charset
// of the message (gateway-and-trades §1.3 and §1.6).
package signature
