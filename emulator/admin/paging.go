package admin

import (
	"iter"
	"net/url"
	"strconv"
)

// page is one piece of a list. Next, if there is more, is the cursor to send
// for the following piece.
type page[T any] struct {
	Items    []T    `json:"items"`
	Next     string `json:"next,omitempty" doc:"The cursor of the following page, if there is one."`
	TimedOut bool   `json:"timed_out,omitempty" doc:"That the time was over before so many matched."`
}

const (
	defaultLimit = 100
	maxLimit     = 1000
)

// paging is what ?limit= and ?cursor= say. The cursor is the sequence number
// of the last row shown; zero is none.
type paging struct {
	limit  int
	cursor uint64
}

func readPaging(q url.Values) (p paging, err error) {
	if p.limit, err = readLimit(q); err != nil {
		return p, err
	}
	if text := q.Get("cursor"); text != "" {
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil || n < 1 {
			return p, badRequest("cursor: %q is not one; take it from next of the page before", text)
		}
		p.cursor = uint64(n)
	}
	return p, nil
}

func readLimit(q url.Values) (int, error) {
	text := q.Get("limit")
	if text == "" {
		return defaultLimit, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 || n > maxLimit {
		return n, badRequest("limit: %q is not a number from 1 to %d", text, maxLimit)
	}
	return n, nil
}

// back is where a list that runs from new to old goes on.
func (p paging) back() uint64 {
	if p.cursor == 0 {
		return ^uint64(0)
	}
	return p.cursor - 1
}

// collect takes a page of the rows that match.
func collect[Row, Shape any](p paging, rows iter.Seq[Row], seq func(Row) uint64, matches func(Row) bool, show func(Row) Shape) page[Shape] {
	out := page[Shape]{Items: []Shape{}}
	last := uint64(0)
	for row := range rows {
		if !matches(row) {
			continue
		}
		if len(out.Items) == p.limit {
			out.Next = strconv.FormatUint(last, 10)
			break
		}
		out.Items = append(out.Items, show(row))
		last = seq(row)
	}
	return out
}

func always[T any](T) bool { return true }
