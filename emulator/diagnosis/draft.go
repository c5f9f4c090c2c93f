package diagnosis

import (
	"slices"
)

// draft is a way to make a text of the parameters. The zero value of all but
// fields is the right way.
type draft struct {
	of     *parsed
	fields []field // by name

	empties     bool // empty values are kept
	signType    bool // sign_type is kept
	emptySign   bool // sign= is kept, empty
	namesLeft   bool // values alone
	order       func(a, b field) int
	joiner      string // "" for &
	glued       bool   // nothing between
	equals      string // "" for =
	quote       string
	head, tail  string
	secret      string // hashed with the text, and never shown
	finish      func([]byte) []byte
	bytesMatter bool // characters are the same, bytes are not
}

// text is what is hashed, without the secret.
func (d *draft) text() []byte {
	fields := d.fields
	if d.emptySign {
		fields = append(slices.Clone(fields), field{name: "sign"})
		slices.SortStableFunc(fields, byName)
	}
	if d.order != nil {
		fields = slices.Clone(fields)
		slices.SortStableFunc(fields, d.order)
	}
	out := make([]byte, 0, 64*len(fields)+64)
	out = append(out, d.head...)
	first := true
	for _, f := range fields {
		if !d.keeps(f) {
			continue
		}
		if !first {
			out = append(out, d.between()...)
		}
		first = false
		out = d.pair(out, f)
	}
	out = append(out, d.tail...)
	if d.finish != nil {
		out = d.finish(out)
	}
	return out
}

func (d *draft) keeps(f field) bool {
	switch f.name {
	case "sign":
		return d.emptySign
	case "sign_type":
		return d.signType
	}
	return f.value != "" || d.empties
}

func (d *draft) pair(out []byte, f field) []byte {
	if !d.namesLeft {
		out = append(out, f.name...)
		if d.equals == "" {
			out = append(out, '=')
		} else {
			out = append(out, d.equals...)
		}
	}
	out = append(out, d.quote...)
	out = append(out, f.value...)
	return append(out, d.quote...)
}

func (d *draft) between() string {
	switch {
	case d.glued:
		return ""
	case d.joiner == "":
		return "&"
	}
	return d.joiner
}

// mapped gives the draft with every value changed, and whether one was.
func (d draft) mapped(change func(field) string) (draft, bool) {
	changed := false
	fields := slices.Clone(d.fields)
	for i, f := range fields {
		if f.value == "" {
			continue
		}
		if value := change(f); value != f.value {
			fields[i].value, changed = value, true
		}
	}
	d.fields = fields
	return d, changed
}

// without gives the draft without a parameter.
func (d draft) without(name string) draft {
	d.fields = slices.DeleteFunc(slices.Clone(d.fields), func(f field) bool { return f.name == name })
	return d
}

// with gives the draft with another value of a parameter, there or not.
func (d draft) with(name, value string) draft {
	d.fields = slices.Clone(d.fields)
	at := slices.IndexFunc(d.fields, func(f field) bool { return f.name == name })
	if at < 0 {
		d.fields = append(d.fields, field{name: name, value: value, order: len(d.fields) + 1})
		slices.SortStableFunc(d.fields, byName)
		return d
	}
	d.fields[at].value = value
	return d
}
