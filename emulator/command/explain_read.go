package command

import (
	"encoding/json"
	"errors"
	"regexp"
	"strings"

	"localipay/emulator/diagnosis"
)

var errNoRequest = errors.New("there is no request: give a URL, a form body, a curl command or a raw HTTP request, or a file with one")

var requestLine = regexp.MustCompile(`^(?:GET|POST) (\S+) HTTP/[0-9.]+\r?\n`)

// readMessage takes a request in whatever form people have one at hand.
func readMessage(text string) (diagnosis.Message, error) {
	text = strings.TrimSpace(strings.TrimPrefix(text, "\ufeff"))
	switch {
	case text == "":
		return diagnosis.Message{}, errNoRequest
	case strings.HasPrefix(text, "{"):
		return fromJournal(text)
	case strings.HasPrefix(text, "curl "):
		return fromCurl(words(text))
	}
	if line := requestLine.FindStringSubmatch(text); line != nil {
		return fromHTTP(line[1], text[len(line[0]):]), nil
	}
	question, equals := strings.IndexByte(text, '?'), strings.IndexByte(text, '=')
	if equals < 0 {
		return diagnosis.Message{}, errNoRequest
	}
	if question < 0 || question > equals {
		return diagnosis.Message{Body: text}, nil
	}
	address, body, _ := strings.Cut(text, "\n") // a URL, and maybe its body on the lines after it
	return diagnosis.Message{Query: queryOf(address), Body: strings.TrimSpace(body)}, nil
}

func queryOf(address string) string {
	_, query, _ := strings.Cut(strings.TrimSpace(address), "?")
	query, _, _ = strings.Cut(query, "#")
	return query
}

// fromJournal takes a request, or an attempt of a notification, as the admin
// API shows it.
func fromJournal(text string) (m diagnosis.Message, err error) {
	var shown struct {
		URL         string `json:"url"`
		ContentType string `json:"content_type"`
		Body        string `json:"body"`
	}
	if err := json.Unmarshal([]byte(text), &shown); err != nil {
		return m, err
	}
	if shown.URL == "" && shown.Body == "" {
		return m, errors.New("the JSON has neither url nor body: give one request of the journal, as GET …/requests/{id} shows it")
	}
	return diagnosis.Message{Query: queryOf(shown.URL), ContentType: shown.ContentType, Body: shown.Body}, nil
}

func fromHTTP(target, rest string) diagnosis.Message {
	m := diagnosis.Message{Query: queryOf(target)}
	for line := range strings.Lines(rest) {
		rest = rest[len(line):]
		if strings.TrimSpace(line) == "" {
			break
		}
		readHeader(&m, line)
	}
	m.Body = rest
	return m
}

func readHeader(m *diagnosis.Message, line string) {
	name, value, _ := strings.Cut(line, ":")
	if strings.EqualFold(strings.TrimSpace(name), "Content-Type") {
		m.ContentType = strings.TrimSpace(value)
	}
}
