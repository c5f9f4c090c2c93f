package wire

import (
	"errors"
	"slices"
	"strings"

	"localipay/emulator/alipay"
)

// The most that the gateway takes (spec decision 27).
const (
	// MaxParams is the number of parameters, repeated ones included.
	MaxParams = 1000
	// MaxBytes is the length of the query, and that of the body.
	MaxBytes = 1 << 20
)

// collector gathers parameters as they are received, and the first thing that
// is wrong with them. It goes on after a fault, so that the journal can name
// the partner and the service.
type collector struct {
	fields []alipay.Field
	err    error
}

// refuse keeps the first fault, except that nothing outweighs a body that was
// cut off: there may be nobody left to answer.
func (c *collector) refuse(err error) {
	if c.err == nil || errors.Is(err, ErrBody) {
		c.err = err
	}
}

// add takes one parameter and tells whether there is room for more.
func (c *collector) add(name, value string) bool {
	switch {
	case name == "" && value == "":
		return true
	case name == "":
		c.refuse(illegal("a value without a name"))
		return true
	case len(c.fields) == MaxParams:
		c.refuse(illegal("more than %d parameters", MaxParams))
		return false
	}
	c.fields = append(c.fields, alipay.Field{Name: name, Value: value})
	return true
}

func (c *collector) query(raw string) {
	if len(raw) > MaxBytes {
		c.refuse(illegal("a query of more than %d bytes", MaxBytes))
		raw = wholeSegments(raw[:MaxBytes])
	}
	c.form(raw)
}

// body takes the parameters of a form. Of one that was cut off, by its length
// or on its way, the last segment is not whole.
func (c *collector) body(contentType, body string, cut bool) {
	if body == "" {
		return
	}
	switch mediaType(contentType) {
	case "", "application/x-www-form-urlencoded":
		if cut {
			body = wholeSegments(body)
		}
		c.form(body)
	case "multipart/form-data":
		c.multipart(contentType, body)
	}
}

func mediaType(contentType string) string {
	kind, _, _ := strings.Cut(contentType, ";")
	return strings.ToLower(strings.TrimSpace(kind))
}

func wholeSegments(raw string) string {
	return raw[:max(0, strings.LastIndexByte(raw, '&'))]
}

// merged gives one parameter for each name, sorted by name. The same value
// twice is one parameter, a different one a fault (spec decision 1).
func (c *collector) merged() []alipay.Field {
	slices.SortStableFunc(c.fields, func(a, b alipay.Field) int { return strings.Compare(a.Name, b.Name) })
	return slices.CompactFunc(c.fields, func(kept, next alipay.Field) bool {
		if kept.Name != next.Name {
			return false
		}
		if kept.Value != next.Value {
			c.refuse(illegal("%q has different values", kept.Name))
		}
		return true
	})
}
