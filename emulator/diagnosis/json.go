package diagnosis

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"localipay/emulator/wire"
)

// maxJSON bounds the values that are written anew.
const maxJSON = 64 << 10

// rewrittenJSON: values that are JSON were written by one serialiser to be
// signed and by another, or with other options, to be sent.
func rewrittenJSON(d draft, try try) bool {
	trees := map[string]*tree{}
	for _, f := range d.fields {
		if t := parseJSON(d.of.decoded(f.value)); t != nil && d.keeps(f) {
			trees[f.name] = t
		}
	}
	if len(trees) == 0 {
		return false
	}
	for _, style := range jsonStyles(slices.ContainsFunc(slices.Collect(maps.Values(trees)), (*tree).hasZeros)) {
		out, changed := d.mapped(func(f field) string {
			if t := trees[f.name]; t != nil {
				return string(wire.Encode(d.of.Charset, t.write(style)))
			}
			return f.value
		})
		if changed && try(out, style.say()) {
			return true
		}
	}
	return false
}

// tree is a JSON value whose members keep their order.
type tree struct {
	open byte    // { or [ or 0
	text string  // of a scalar; a string has a quote before it
	json string  // of a string, as most write it
	html string  // of a string, as Go writes it
	kids []*tree // of an object: name, value, name, value…
}

var errNotJSON = errors.New("not JSON")

func parseJSON(text string) *tree {
	start := strings.TrimLeft(text, " \t\r\n")
	if start == "" || start[0] != '{' && start[0] != '[' || len(text) > maxJSON {
		return nil
	}
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	t, err := readTree(decoder, 0)
	if err != nil {
		return nil
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil
	}
	return t
}

const maxDepth = 100

func readTree(decoder *json.Decoder, depth int) (*tree, error) {
	token, err := decoder.Token()
	if err != nil {
		return nil, err
	}
	open, isDelim := token.(json.Delim)
	if !isDelim {
		return scalar(token), nil
	}
	if depth > maxDepth {
		return nil, errNotJSON
	}
	t := &tree{open: byte(open)}
	for decoder.More() {
		kid, err := readTree(decoder, depth+1)
		if err != nil {
			return nil, err
		}
		t.kids = append(t.kids, kid)
	}
	_, err = decoder.Token()
	return t, err
}

func scalar(token json.Token) *tree {
	switch v := token.(type) {
	case string:
		return &tree{text: `"` + v, json: quoteJSON(v, false), html: quoteJSON(v, true)}
	case json.Number:
		return &tree{text: v.String()}
	case bool:
		return &tree{text: strconv.FormatBool(v)}
	}
	return &tree{text: "null"}
}

// jsonStyle is how a serialiser writes.
type jsonStyle struct {
	colon, comma, indent         string
	sorted, slashes, ascii, html bool
	short                        bool // 2.50 as 2.5
}

func (s jsonStyle) say() string {
	var how []string
	switch {
	case s.indent != "":
		how = append(how, "in lines")
	case s.colon+s.comma == ":,":
		how = append(how, "without white space")
	default:
		how = append(how, fmt.Sprintf("with %q and %q between", s.colon, s.comma))
	}
	for _, option := range []struct {
		on  bool
		say string
	}{
		{s.sorted, "with sorted members"},
		{s.slashes, `with / as \/`},
		{s.ascii, `with characters as \u escapes`},
		{s.html, `with <, > and & as \u escapes`},
		{s.short, "with numbers without zeros at their ends"},
	} {
		if option.on {
			how = append(how, option.say)
		}
	}
	return "The JSON was written anew between signing and sending: it was signed " + strings.Join(how, ", ") +
		"; serialise it once, and sign and send that very text"
}

// commonStyles are those of PHP, Python, JavaScript and Java, Go, and of who
// sorts the members.
var commonStyles = []jsonStyle{
	{colon: ":", comma: ","},
	{colon: ":", comma: ",", slashes: true, ascii: true},
	{colon: ": ", comma: ", ", ascii: true},
	{colon: ": ", comma: ", "},
	{colon: ":", comma: ",", slashes: true},
	{colon: ":", comma: ",", ascii: true},
	{colon: ":", comma: ",", sorted: true},
	{colon: ":", comma: ",", sorted: true, ascii: true},
	{colon: ": ", comma: ", ", sorted: true, ascii: true},
	{colon: ": ", comma: ", ", sorted: true},
	{colon: ":", comma: ",", html: true},
	{colon: ":", comma: ",", sorted: true, html: true},
	{colon: ":", comma: ",", sorted: true, slashes: true, ascii: true},
}

// jsonStyles lists serialisers, common ones first: seven spacings, each as it is,
// as PHP and as Python escape, as Go does, and sorted or not.
func jsonStyles(zeros bool) []jsonStyle {
	spacings := []jsonStyle{
		{colon: ":", comma: ","},
		{colon: ": ", comma: ", "},
		{colon: ": ", comma: ","},
		{colon: ":", comma: ", "},
		{colon: ": ", comma: ",", indent: "    "},
		{colon: ": ", comma: ",", indent: "  "},
		{colon: ": ", comma: ",", indent: "\t"},
	}
	list := slices.Clone(commonStyles)
	for _, sorted := range []bool{false, true} {
		for _, style := range spacings {
			style.sorted = sorted
			for _, escapes := range [][3]bool{{}, {true, true, false}, {false, true, false}, {true, false, false}, {false, false, true}} {
				style.slashes, style.ascii, style.html = escapes[0], escapes[1], escapes[2]
				list = append(list, style)
			}
		}
	}
	if zeros {
		for _, style := range slices.Clone(list) {
			style.short = true
			list = append(list, style)
		}
	}
	return list
}

// hasZeros tells whether a number would be shorter in another notation.
func (t *tree) hasZeros() bool {
	return t.open == 0 && shortNumber(t.text) != t.text || slices.ContainsFunc(t.kids, (*tree).hasZeros)
}

// shortNumber leaves strings alone: they begin with a quote.
func shortNumber(text string) string {
	if number.MatchString(text) && strings.Contains(text, ".") {
		return strings.TrimSuffix(strings.TrimRight(text, "0"), ".")
	}
	return text
}

func (t *tree) write(s jsonStyle) string { return string(t.append(nil, s, "\n")) }

func (t *tree) append(out []byte, s jsonStyle, line string) []byte {
	switch t.open {
	case 0:
		return t.appendScalar(out, s)
	case '{':
		return t.appendObject(out, s, line)
	}
	inner := line + s.indent
	out = append(out, '[')
	for i, kid := range t.kids {
		out = s.appendBreak(out, i, inner)
		out = kid.append(out, s, inner)
	}
	return s.appendEnd(out, ']', len(t.kids), line)
}

func (t *tree) appendObject(out []byte, s jsonStyle, line string) []byte {
	members := slices.Collect(slices.Chunk(t.kids, 2))
	if s.sorted {
		slices.SortStableFunc(members, func(a, b []*tree) int { return strings.Compare(a[0].text, b[0].text) })
	}
	inner := line + s.indent
	out = append(out, '{')
	for i, member := range members {
		out = s.appendBreak(out, i, inner)
		out = member[0].appendScalar(out, s)
		out = append(out, s.colon...)
		if len(member) > 1 {
			out = member[1].append(out, s, inner)
		}
	}
	return s.appendEnd(out, '}', len(members), line)
}

func (s jsonStyle) appendBreak(out []byte, i int, line string) []byte {
	if i > 0 {
		out = append(out, s.comma...)
	}
	if s.indent != "" {
		out = append(out, line...)
	}
	return out
}

func (s jsonStyle) appendEnd(out []byte, end byte, members int, line string) []byte {
	if s.indent != "" && members > 0 {
		out = append(out, line...)
	}
	return append(out, end)
}

func (t *tree) appendScalar(out []byte, s jsonStyle) []byte {
	if text := t.text; t.json == "" {
		if s.short {
			text = shortNumber(text)
		}
		return append(out, text...)
	}
	written := t.json
	if s.html {
		written = t.html
	}
	if s.slashes {
		written = strings.ReplaceAll(written, "/", `\/`)
	}
	if s.ascii {
		return appendEscapes(out, written)
	}
	return append(out, written...)
}

func quoteJSON(text string, escapeHTML bool) string {
	var quoted bytes.Buffer
	encoder := json.NewEncoder(&quoted)
	encoder.SetEscapeHTML(escapeHTML)
	_ = encoder.Encode(text) // a string can always be encoded
	return strings.TrimSuffix(quoted.String(), "\n")
}

// appendEscapes writes \u escapes for all that is not ASCII.
func appendEscapes(out []byte, s string) []byte {
	for _, r := range s {
		switch {
		case r <= 0x7F:
			out = append(out, byte(r))
		case r <= 0xFFFF:
			out = fmt.Appendf(out, `\u%04x`, r)
		default:
			r -= 0x10000
			out = fmt.Appendf(out, `\u%04x\u%04x`, 0xD800+(r>>10), 0xDC00+(r&0x3FF))
		}
	}
	return out
}
