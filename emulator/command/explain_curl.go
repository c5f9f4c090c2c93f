package command

import (
	"net/url"
	"slices"
	"strings"

	"localipay/emulator/diagnosis"
)

// curlFlags that take a value and that matter here, by what they do with it.
var curlFlags = map[string]func(*curl, string){
	"-d": (*curl).data, "--data": (*curl).data, "--data-raw": (*curl).data, "--data-ascii": (*curl).data, "--data-binary": (*curl).data,
	"--data-urlencode": (*curl).encoded, "-F": (*curl).form, "--form": (*curl).form, "--form-string": (*curl).form,
	"-H": (*curl).header, "--header": (*curl).header, "--url": (*curl).target, "--url-query": (*curl).inURL,
}

// curlIgnored take a value that does not matter.
var curlIgnored = []string{
	"-X", "--request", "-o", "--output", "-A", "--user-agent", "-e", "--referer", "-b", "--cookie", "-m", "--max-time", "-u", "--user",
	"-w", "--write-out", "-x", "--proxy", "--connect-timeout", "--retry", "--cacert", "--resolve",
}

// curl is a command as it is read.
type curl struct {
	message diagnosis.Message
	query   []string
	body    []string
	get     bool
}

func (c *curl) target(text string)  { c.query = append(c.query, queryOf(text)) }
func (c *curl) inURL(text string)   { c.query = append(c.query, escapedPair(text)) }
func (c *curl) data(text string)    { c.body = append(c.body, text) }
func (c *curl) encoded(text string) { c.body = append(c.body, escapedPair(text)) }
func (c *curl) header(text string)  { readHeader(&c.message, text) }

// form is written as urlencoded: what is signed is the same.
func (c *curl) form(text string) {
	name, value, _ := strings.Cut(text, "=")
	c.body = append(c.body, url.QueryEscape(name)+"="+url.QueryEscape(value))
}

// escapedPair is curl's own way: the value is escaped, the name is not.
func escapedPair(text string) string {
	name, value, ok := strings.Cut(text, "=")
	if !ok {
		return url.QueryEscape(text)
	}
	return name + "=" + url.QueryEscape(value)
}

// fromCurl reads a curl command, as browsers and API tools copy one. Files
// that it names (-d @file) are not read.
func fromCurl(args []string) (diagnosis.Message, error) {
	var c curl
	for args = args[1:]; len(args) > 0; {
		args = args[c.take(args):]
	}
	if c.get {
		c.query, c.body = append(c.query, c.body...), nil
	}
	m := c.message
	m.Query, m.Body = joined(c.query), joined(c.body)
	if strings.HasPrefix(strings.ToLower(m.ContentType), "multipart/") {
		m.ContentType = ""
	}
	if m.Query == "" && m.Body == "" {
		return m, errNoRequest
	}
	return m, nil
}

// take reads what args begin with, and tells how many that were.
func (c *curl) take(args []string) int {
	if !strings.HasPrefix(args[0], "-") {
		c.target(args[0])
		return 1
	}
	name, value, glued := flagOf(args[0])
	use := curlFlags[name]
	if name == "-G" || name == "--get" {
		c.get = true
	}
	if use == nil && !slices.Contains(curlIgnored, name) {
		return 1
	}
	taken := 1
	if !glued && len(args) > 1 {
		value, taken = args[1], 2
	}
	if use != nil {
		use(c, value)
	}
	return taken
}

// flagOf splits --name=value and -nvalue.
func flagOf(text string) (name, value string, glued bool) {
	if strings.HasPrefix(text, "--") {
		return strings.Cut(text, "=")
	}
	if len(text) > 2 {
		return text[:2], text[2:], true
	}
	return text, "", false
}

func joined(list []string) string {
	return strings.Join(slices.DeleteFunc(list, func(s string) bool { return s == "" }), "&")
}

// words cuts a command as a shell does.
func words(text string) []string {
	var s splitter
	for i := 0; i < len(text); i++ {
		i += s.next(text[i:])
	}
	s.end()
	return s.list
}

type splitter struct {
	list  []string
	word  strings.Builder
	begun bool
	quote byte
}

func (s *splitter) end() {
	if s.begun {
		s.list = append(s.list, s.word.String())
	}
	s.word.Reset()
	s.begun = false
}

// next takes the character that rest begins with, and tells how many more.
func (s *splitter) next(rest string) int {
	switch c := rest[0]; {
	case c == '\\' && s.quote != '\'' && len(rest) > 1:
		return s.escaped(rest)
	case s.quote != 0:
		s.quoted(c)
	case c == '\'' || c == '"':
		s.quote, s.begun = c, true
	case strings.IndexByte(" \t\r\n", c) >= 0:
		s.end()
	case strings.HasPrefix(rest, "$'"): // as browsers copy it
	default:
		s.begun = true
		s.word.WriteByte(c)
	}
	return 0
}

func (s *splitter) quoted(c byte) {
	if c == s.quote {
		s.quote = 0
		return
	}
	s.word.WriteByte(c)
}

func (s *splitter) escaped(rest string) int {
	switch {
	case rest[1] == '\n':
		return 1
	case strings.HasPrefix(rest, "\\\r\n"):
		return 2
	case s.quote == '"' && strings.IndexByte("\"\\$`", rest[1]) < 0:
		s.word.WriteByte('\\')
	}
	s.begun = true
	s.word.WriteByte(rest[1])
	return 1
}
