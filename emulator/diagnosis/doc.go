// Package diagnosis tells why a signature does not hold, by trying what people
// get wrong: a signature is a proof, so of the few thousand strings that a
// client may have signed by mistake, the one that fits is the one it signed.
//
// One mistake is one row of a table: about the text that was signed in
// texts.go, about the MD5 key in md5.go, about the RSA key and what it signed
// in rsa.go, about how sign is written in reading.go. Mistakes are tried one by
// one, then in pairs, within a bound on the bytes hashed.
package diagnosis
