package scenarios

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"localipay/emulator/alipay"
	"localipay/emulator/strict"
	"localipay/emulator/suggest"
)

// httpCall is a request to the system under test.
type httpCall struct {
	method  string
	url     text
	headers map[string]text
	body    text
	json    *yaml.Node
}

func httpMethods() []string {
	return []string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodHead, http.MethodOptions}
}

func readHTTP(r *reader, m strict.Member, _ *step) (action, error) {
	members, err := r.Members(m.Value, "http", []string{"method", "url", "headers", "body", "json"})
	if err != nil {
		return nil, err
	}
	given := strict.Index(members)
	c := &httpCall{headers: map[string]text{}}
	if err := r.readAddress(c, m, given); err != nil {
		return nil, err
	}
	if headers, ok := given["headers"]; ok {
		pairs, err := r.Pairs(headers.Value, "http: headers")
		if err != nil {
			return nil, err
		}
		for _, pair := range pairs {
			value, err := r.Text(pair, "http: headers")
			if err != nil {
				return nil, err
			}
			c.headers[pair.Name] = text(value)
		}
	}
	return c, r.readBody(c, given)
}

func (r *reader) readAddress(c *httpCall, m strict.Member, given map[string]strict.Member) error {
	address, ok := given["url"]
	if !ok {
		return r.Errorf(m.Value, "http: there is no url")
	}
	value, err := r.Text(address, "http")
	if err != nil {
		return err
	}
	c.url = text(value)
	if !holdsName(value) && !alipay.IsWebAddress(value) {
		return r.Errorf(address.Value, "http: url: %q is not an http or https address", strict.Short(value))
	}
	return r.readHTTPMethod(c, given)
}

// readHTTPMethod: without a method it is GET, or POST where there is a body.
func (r *reader) readHTTPMethod(c *httpCall, given map[string]strict.Member) (err error) {
	c.method = http.MethodGet
	_, body := given["body"]
	_, asJSON := given["json"]
	if body || asJSON {
		c.method = http.MethodPost
	}
	method, ok := given["method"]
	if !ok {
		return nil
	}
	if c.method, err = r.Text(method, "http"); err != nil {
		return err
	}
	known := map[string]bool{}
	for _, name := range httpMethods() {
		known[name] = true
	}
	if !known[c.method] {
		return r.Errorf(method.Value, "http: method: unknown method %q%s", strict.Short(c.method), suggest.DidYouMean(strict.Short(c.method), httpMethods()))
	}
	return nil
}

func (r *reader) readBody(c *httpCall, given map[string]strict.Member) error {
	body, hasBody := given["body"]
	tree, hasJSON := given["json"]
	switch {
	case hasBody && hasJSON:
		return r.Errorf(tree.Key, "http: body and json are two bodies; choose one")
	case hasBody:
		value, err := r.AnyText(body, "http")
		c.body = text(value)
		return err
	case hasJSON:
		c.json = tree.Value
		return r.checkJSON(tree.Value, "http: json")
	}
	return nil
}

func (c *httpCall) play(ctx context.Context, f frame, s *step) (seen, error) {
	within := time.Duration(0)
	if s.expect != nil {
		within = s.expect.within
	}
	got, err := f.eventually(ctx, within, func(ctx context.Context) (seen, *problem, error) {
		got, err := c.once(ctx, f, s)
		if err != nil {
			return got, nil, err
		}
		if wrong := s.judge(f, got); wrong != nil {
			var p *problem
			if errors.As(wrong, &p) {
				return got, p, nil
			}
		}
		return got, nil, nil
	})
	if err == nil {
		err = f.settle(ctx, f.current) // it may have called the gateway meanwhile
	}
	return got, err
}

func (c *httpCall) once(ctx context.Context, f frame, s *step) (seen, error) {
	began := f.real.Now() // before the time-out begins, or a call given up would have taken less
	inner, cancel := context.WithTimeout(ctx, s.timeout)
	defer cancel()
	req, err := c.request(inner, f)
	if err != nil {
		return seen{}, err
	}
	client := &http.Client{Transport: f.run.gateway.Transport, Jar: f.jar}
	if s.expect != nil && s.expect.redirect {
		client.CheckRedirect = noRedirect
	}
	resp, err := client.Do(req)
	var raw []byte
	if err == nil {
		raw, err = io.ReadAll(io.LimitReader(resp.Body, maxAnswer))
		_ = resp.Body.Close()
	}
	took := f.real.Now().Sub(began)
	if ctx.Err() != nil {
		return seen{}, ctx.Err()
	}
	if err != nil {
		text := "no answer from " + req.URL.Redacted() + ": " + plainError(err).Error()
		if inner.Err() != nil {
			text = "no answer from " + req.URL.Redacted() + " within " + alipay.FormatDuration(s.timeout)
		}
		return seen{
			fields: map[string]any{"lost": true, "took": took}, outcomes: [][]string{{lostOutcome}},
			alarms: []alarm{{[]string{"lost"}, text, true}},
		}, nil
	}
	return c.seen(resp, raw, took), nil
}

func (c *httpCall) seen(resp *http.Response, raw []byte, took time.Duration) seen {
	header := map[string]any{}
	for name := range resp.Header {
		header[name] = resp.Header.Get(name)
	}
	got := seen{fields: map[string]any{
		"lost": false, "took": took, "status": resp.StatusCode, "body": strings.ToValidUTF8(string(raw), "?"), "header": header,
	}, outcomes: [][]string{{httpWord(resp.StatusCode)}}}
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.UseNumber()
	var tree any
	if decoder.Decode(&tree) == nil {
		got.fields["json"] = tree
	}
	if resp.StatusCode >= http.StatusBadRequest {
		got.refusal = c.method + " " + resp.Request.URL.Redacted() + " was answered with status " + httpWord(resp.StatusCode) + ": " + cut(strings.TrimSpace(string(raw)))
	} else {
		got.outcomes[0] = append(got.outcomes[0], alipay.Success)
	}
	return got
}

func (c *httpCall) request(ctx context.Context, f frame) (*http.Request, error) {
	body, kind := f.text(c.body), "application/x-www-form-urlencoded"
	if c.json != nil {
		body, kind = compact(jsonOf(c.json, f.expand)), "application/json"
	}
	address := f.text(c.url)
	req, err := http.NewRequestWithContext(ctx, c.method, address, strings.NewReader(body))
	if err != nil || !alipay.IsWebAddress(address) {
		return nil, problemf("http: url: %q is not an http or https address", cut(address))
	}
	if body != "" {
		req.Header.Set("Content-Type", kind)
	}
	for name, value := range c.headers {
		req.Header.Set(f.expand(name), f.text(value))
	}
	if strings.HasPrefix(address, f.run.options.URL+"/") {
		req.Header.Set(markHeader, f.admin.mark)
	}
	return req, nil
}
