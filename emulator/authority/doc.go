// Package authority makes the certificates of `--tls-listen`: a CA of the
// emulator's own, and a leaf for Alipay's hosts, so that code with Alipay's
// URLs compiled in reaches the emulator over HTTPS unchanged.
//
// Whoever trusts such a CA must not thereby trust whoever steals its key: it is
// name-constrained to Alipay's domains, loopback and the names that the user
// gave (RFC 5280, 4.2.1.10). Java does not look at the constraints of the
// certificate that it trusts, only at those below it. So there are two: a root,
// which clients trust and whose key is forgotten as soon as it has signed once,
// and an issuer with the same constraints, whose key makes leaves. OpenSSL and
// Java also take a host from a leaf's subject, and not all of those are
// constrained; so the issuer may sign for no subject at all.
//
// A leaf lasts a year; an emulator that runs longer must be started again. One
// with an RSA key, for old clients, lives in memory only.
package authority
