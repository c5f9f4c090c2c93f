// Package view makes of a world's rows what people look at: a list of trades
// that filters and sorts, the life of one trade, a request and its answer. It
// reads and never changes anything, and knows no HTML and no language.
package view
