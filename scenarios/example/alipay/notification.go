package alipay

import (
	"errors"
	"fmt"
	"html"
	"mime"
	"net/url"
	"strings"

	"localipay/scenarios/example/bugs"
)

// Notification is a form that Alipay posted, verified. Fields are texts.
type Notification struct {
	Fields map[string]string
}

// Get returns a field, "" if there is none.
func (n Notification) Get(name string) string { return n.Fields[name] }

// ErrForm says that a body is not a form that can be read.
var ErrForm = errors.New("the notification cannot be read")

// ReadNotification verifies first, over the bytes as they came, and reads them
// as text only then: what is decoded twice, trimmed or converted before has
// another signature (bugs 35 and 36).
func (c *Client) ReadNotification(contentType string, body []byte) (Notification, error) {
	raw, err := parseForm(string(body))
	if err != nil {
		return Notification{}, err
	}
	charset := c.notifyCharset(contentType)
	if c.Bugs.Has(bugs.GBKReadAsUTF8) { // bug 35
		charset = "UTF-8"
		raw = mapped(raw, func(v string) string { return strings.ToValidUTF8(v, "\uFFFD") })
	}
	if c.Bugs.Has(bugs.PlusBecomesSpace) { // bug 36
		raw = mapped(raw, tidied)
	}
	if err := c.checkSignature(raw); err != nil {
		return Notification{}, err
	}
	n := Notification{Fields: map[string]string{}}
	for name, value := range raw {
		text, err := decode(value, charset)
		if err != nil {
			return Notification{}, fmt.Errorf("%w: %s: %w", ErrForm, name, err)
		}
		n.Fields[name] = text
	}
	return n, nil
}

func (c *Client) checkSignature(raw map[string]string) error {
	switch {
	case c.Bugs.Has(bugs.NotifyUnverified): // bug 1
		return nil
	case c.Bugs.Has(bugs.NotifyVerifyOpen): // bug 6: the shop asks notify_verify instead
		return nil
	case c.Bugs.Has(bugs.NotifyUnsignedPasses) && (raw["sign"] == "" || raw["sign_type"] == ""): // bug 4
		return nil
	}
	return c.Keys.verify(textToSign(raw), raw["sign_type"], raw["sign"])
}

// notifyCharset is what the form says of itself, else what the codes were
// created with.
func (c *Client) notifyCharset(contentType string) string {
	if _, params, err := mime.ParseMediaType(contentType); err == nil && params["charset"] != "" {
		return params["charset"]
	}
	return c.Charset
}

// parseForm undoes the percent-encoding, once. A name that comes twice is no
// notification: which of the two would be the verified one?
func parseForm(body string) (map[string]string, error) {
	fields := map[string]string{}
	for pair := range strings.SplitSeq(body, "&") {
		if pair == "" {
			continue
		}
		rawName, rawValue, _ := strings.Cut(pair, "=")
		name, err := url.QueryUnescape(rawName)
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrForm, err)
		}
		value, err := url.QueryUnescape(rawValue)
		if err != nil {
			return nil, fmt.Errorf("%w: %s: %w", ErrForm, name, err)
		}
		if _, twice := fields[name]; twice {
			return nil, fmt.Errorf("%w: %s comes twice", ErrForm, name)
		}
		fields[name] = value
	}
	return fields, nil
}

func mapped(fields map[string]string, change func(string) string) map[string]string {
	changed := make(map[string]string, len(fields))
	for name, value := range fields {
		changed[name] = change(value)
	}
	return changed
}

// tidied is what frameworks and well-meant filters do to input.
func tidied(value string) string {
	if again, err := url.QueryUnescape(value); err == nil {
		value = again
	}
	return strings.TrimSpace(html.UnescapeString(value))
}
