package view

import (
	"strings"
)

// Pretty is an answer of the gateway with a line for each element, for people.
// It only puts white space between tags, so that what is not XML, because a
// fault rule broke it, is shown as it is from there on.
func Pretty(text string) string {
	if !strings.HasPrefix(strings.TrimSpace(text), "<") {
		return text
	}
	p := printer{}
	for {
		tag, before, after, ok := nextTag(text)
		if !ok {
			return p.out.String() + text
		}
		p.content(before)
		p.tag(tag)
		text = after
	}
}

// deepest is how far lines are moved in: an answer of the gateway's own is never
// that deep.
const deepest = 20

type printer struct {
	out   strings.Builder
	depth int
	open  bool // an opening tag was written last, but for its content
}

// content is what stands between two tags; white space counts in a leaf alone.
func (p *printer) content(text string) {
	if p.open || strings.TrimSpace(text) != "" {
		p.out.WriteString(text)
	}
}

func (p *printer) tag(tag string) {
	closing := strings.HasPrefix(tag, "</")
	if closing {
		p.depth--
	}
	leaf := closing && p.open
	if p.out.Len() > 0 && !leaf {
		p.out.WriteByte('\n')
		p.out.WriteString(strings.Repeat("  ", min(max(p.depth, 0), deepest)))
	}
	p.out.WriteString(tag)
	p.open = !closing && !single(tag)
	if p.open {
		p.depth++
	}
}

// single is a tag that has no closing one.
func single(tag string) bool {
	return strings.HasPrefix(tag, "<?") || strings.HasPrefix(tag, "<!") || strings.HasSuffix(tag, "/>")
}

// nextTag cuts off what stands before the next tag, and the tag.
func nextTag(text string) (tag, before, after string, ok bool) {
	from := strings.IndexByte(text, '<')
	if from < 0 {
		return "", "", "", false
	}
	to := strings.IndexByte(text[from:], '>')
	if to < 0 {
		return "", "", "", false
	}
	to += from + 1
	return text[from:to], text[:from], text[to:], true
}
