package scenarios

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"localipay/emulator/alipay"
	"localipay/emulator/signature"
	"localipay/emulator/wire"
)

// maxAnswer is far more than the gateway ever answers.
const maxAnswer = 8 << 20

// sign signs the fields as they are sent, in bytes of the call's charset.
func (c *draft) sign(m *merchant, fields []alipay.Field) (string, error) {
	t, ok := alipay.ParseSignType(c.params["sign_type"])
	if !ok || c.removed["sign_type"] {
		t = alipay.MD5 // the gateway will refuse it for its sign_type
	}
	message := wire.Encode(c.charset(), signature.StringToSign(fields))
	if c.wrong {
		message = append(message, " but not quite"...)
	}
	signed, err := signature.Sign(t, message, m.md5Key, m.private)
	if err != nil {
		return "", problemf("cannot sign with %s: %v; give the merchant's key with private_key: FILE", t, err)
	}
	return signed, nil
}

// send makes the call, on a connection of its own.
func (f frame) send(ctx context.Context, c *draft, s *step) (*answer, error) {
	fields := c.fields()
	if c.lacks("sign") {
		sign, err := c.sign(f.current, fields)
		if err != nil {
			return nil, err
		}
		fields = append(fields, alipay.Field{Name: "sign", Value: sign})
	}
	id := mark(f.scenario.Name) + "#" + strconv.FormatInt(f.run.calls.Add(1), 10)
	began := f.real.Now() // before the time-out begins, or a call given up would have taken less
	ctx, cancel := context.WithTimeoutCause(ctx, s.timeout, errTimeout)
	defer cancel()
	ctx, stop := f.run.hangs.watch(ctx, f.player, f.current, id)
	defer stop()
	req, err := c.request(ctx, f.run.options.URL+"/gateway.do", fields)
	if err != nil {
		return nil, problemf("%s", err)
	}
	req.Header.Set(markHeader, id)
	a := &answer{merchant: f.current, service: c.params["service"]}
	err = a.exchange(f.run.gateway, req)
	a.took = f.real.Now().Sub(began)
	if err != nil && outerEnded(ctx) {
		return nil, context.Canceled
	}
	a.read(ctx, err, s)
	return a, nil
}

var (
	errTimeout = errors.New("no answer came in time")
	errHangs   = errors.New("the emulator reports that it will not answer")
)

// outerEnded tells an interrupted run from a call that was given up.
func outerEnded(ctx context.Context) bool {
	cause := context.Cause(ctx)
	return cause != nil && !errors.Is(cause, errTimeout) && !errors.Is(cause, errHangs)
}

func (c *draft) request(ctx context.Context, address string, fields []alipay.Field) (*http.Request, error) {
	form := wire.FormEncode(c.charset(), fields)
	if !c.post() {
		return http.NewRequestWithContext(ctx, http.MethodGet, address+"?"+form, nil)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, address, strings.NewReader(form))
	if err == nil {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded; charset="+string(c.charset()))
	}
	return req, err
}

// exchange sends the request and keeps what comes, as far as it comes.
func (a *answer) exchange(client *http.Client, req *http.Request) error {
	resp, err := client.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close() //nolint:errcheck // it was read
	a.status, a.contentType = resp.StatusCode, resp.Header.Get("Content-Type")
	a.body, err = io.ReadAll(io.LimitReader(resp.Body, maxAnswer))
	return err
}

// plainError leaves out the URL, which holds the whole request.
func plainError(err error) error {
	var wrapped *url.Error
	if errors.As(err, &wrapped) {
		return wrapped.Err
	}
	return err
}
