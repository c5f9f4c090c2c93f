// Package reconcile makes the files that arrive the next morning: a merchant's
// transaction and settlement files, as AlipayHK's in-store products have them
// (gateway-and-trades §9.2 and §9.3, spec decisions 23 and 42).
//
// A file is nowhere kept. Its rows are the entries of the books in its span,
// and they are written as they are read, so that a day of a hundred thousand
// trades costs no more memory than one.
package reconcile
