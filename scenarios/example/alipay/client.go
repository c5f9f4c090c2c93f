// Package alipay is a client of Alipay's old gateway (gateway.do), as a shop
// writes one: signed calls, verified answers, verified notifications.
package alipay

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"localipay/scenarios/example/bugs"
)

// maxAnswer bounds what is read of an answer.
const maxAnswer = 1 << 20

// Client calls the gateway for one merchant.
type Client struct {
	Gateway  string // https://…/gateway.do
	Partner  string
	SignType string // MD5 or RSA2
	Charset  string // UTF-8, GBK or GB2312
	Keys     Keys
	HTTP     *http.Client
	Bugs     bugs.Set
}

// NewHTTPClient has a timeout, and keeps no connection alive: Go sends a
// request again, without telling, when a kept-alive connection turns out dead.
func NewHTTPClient(timeout time.Duration, set bugs.Set) *http.Client {
	if set.Has(bugs.NoClientTimeout) { // bug 21
		timeout = 0
	}
	return &http.Client{
		Timeout:   timeout,
		Transport: &http.Transport{DisableKeepAlives: true},
		// A gateway does not redirect; who does is somebody else.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// ErrUnknown says that nobody can tell whether the call was done: no answer
// came, or none that can be believed. Ask again, with the same parameters.
var ErrUnknown = errors.New("the outcome is unknown")

func unknown(format string, args ...any) error {
	return fmt.Errorf("%w: %w", ErrUnknown, fmt.Errorf(format, args...))
}

// Call makes one signed call. An error that is ErrUnknown leaves the outcome
// open; any other means that the call was not made.
func (c *Client) Call(ctx context.Context, service string, params map[string]string) (Answer, error) {
	request, err := c.request(ctx, service, params)
	if err != nil {
		return Answer{}, fmt.Errorf("%s: %w", service, err)
	}
	response, err := c.HTTP.Do(request)
	if err != nil {
		return Answer{}, unknown("%s: %w", service, err)
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(io.LimitReader(response.Body, maxAnswer))
	if err != nil {
		return Answer{}, unknown("%s: the answer broke off: %w", service, err)
	}
	if response.StatusCode != http.StatusOK {
		return Answer{}, unknown("%s: HTTP status %d", service, response.StatusCode)
	}
	answer, err := c.read(body)
	if err != nil {
		return Answer{}, unknown("%s: %w", service, err)
	}
	return answer, nil
}

// request is a POST. _input_charset stands in the URL, since the gateway must
// know it before it can read the form.
func (c *Client) request(ctx context.Context, service string, params map[string]string) (*http.Request, error) {
	form, err := c.signed(service, params)
	if err != nil {
		return nil, err
	}
	body := url.Values{}
	for name, value := range form {
		if name != "_input_charset" && value != "" {
			body.Set(name, value)
		}
	}
	address := c.Gateway + "?_input_charset=" + url.QueryEscape(c.Charset)
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, address, strings.NewReader(body.Encode()))
	if err != nil {
		return nil, err
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded;charset="+c.Charset)
	return request, nil
}

// signed returns the parameters as bytes of the charset, since that is what
// is signed.
func (c *Client) signed(service string, params map[string]string) (map[string]string, error) {
	form := map[string]string{"service": service, "partner": c.Partner, "_input_charset": c.Charset}
	for name, value := range params {
		raw, err := encode(value, c.Charset)
		if err != nil {
			return nil, fmt.Errorf("%s %q: %w", name, value, err)
		}
		form[name] = raw
	}
	sign, err := c.Keys.sign(textToSign(form), c.SignType)
	if err != nil {
		return nil, err
	}
	form["sign"], form["sign_type"] = sign, c.SignType
	return form, nil
}
