package scenarios

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"localipay/emulator/alipay"
)

// markHeader tells the emulator that a call is the runner's own, so that
// expect_requests can leave it out.
const markHeader = "X-Localipay-Scenario"

// maxMark keeps the header short, whatever a scenario is called: the journal
// keeps no more than 100 characters of it, and a call's number follows.
const maxMark = 80

// mark is a scenario's name as a header carries it.
func mark(name string) string {
	var out strings.Builder
	for _, r := range name {
		escaped := url.PathEscape(string(r))
		if out.Len()+len(escaped) > maxMark {
			break
		}
		out.WriteString(escaped)
	}
	return out.String()
}

// admin is a client of the emulator's admin API.
type admin struct {
	client *http.Client
	base   string // without a slash at its end
	token  string
	mark   string
}

// adminTime bounds a call: an advance may pass many shops that do not answer.
const adminTime = 2 * time.Minute

// adminError is what the API refused.
type adminError struct {
	Code    string `json:"code"`
	Message string `json:"message"`
	status  int
}

func (e *adminError) Error() string { return e.Code + ": " + e.Message }

func asAdminError(err error) (*adminError, bool) {
	var refused *adminError
	return refused, errors.As(err, &refused)
}

func isNotFound(err error) bool {
	refused, ok := asAdminError(err)
	return ok && refused.status == http.StatusNotFound
}

// refusedBy makes a refusal the scenario's failure.
func refusedBy(err error) error {
	if refused, ok := asAdminError(err); ok {
		return problemf("the emulator refused it: %s", refused)
	}
	return err
}

// call sends JSON and reads JSON.
func (a *admin) call(ctx context.Context, method, path string, body any) (map[string]any, error) {
	_, out, err := a.do(ctx, method, path, body)
	return out, err
}

func (a *admin) do(ctx context.Context, method, path string, body any) (int, map[string]any, error) {
	status, raw, err := a.send(ctx, method, path, body)
	if err != nil {
		return status, nil, err
	}
	out := map[string]any{}
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.UseNumber()
	err = decoder.Decode(&out)
	switch {
	case status >= http.StatusBadRequest:
		return status, nil, readAdminError(status, raw)
	case err != nil:
		return status, nil, problemf("%s %s%s answered no JSON; is that a localipay?", method, a.base, path)
	}
	return status, out, nil
}

func readAdminError(status int, raw []byte) error {
	var out struct {
		Error *adminError `json:"error"`
	}
	if json.Unmarshal(raw, &out) != nil || out.Error == nil {
		return &adminError{"HTTP_" + fmt.Sprint(status), strings.TrimSpace(cut(string(raw))), status}
	}
	out.Error.status = status
	return out.Error
}

// text gets a file.
func (a *admin) text(ctx context.Context, path string) (string, error) {
	status, raw, err := a.send(ctx, http.MethodGet, path, nil)
	if err == nil && status >= http.StatusBadRequest {
		err = readAdminError(status, raw)
	}
	return string(raw), err
}

func (a *admin) send(ctx context.Context, method, path string, body any) (int, []byte, error) {
	ctx, cancel := context.WithTimeout(ctx, adminTime)
	defer cancel()
	req, err := a.request(ctx, method, path, body)
	if err != nil {
		return 0, nil, problemf("%s", err)
	}
	resp, err := a.client.Do(req)
	if err != nil {
		return 0, nil, a.unreachable(ctx, err)
	}
	defer resp.Body.Close() //nolint:errcheck // it was read
	raw, err := io.ReadAll(resp.Body)
	if err != nil {
		return 0, nil, a.unreachable(ctx, err)
	}
	return resp.StatusCode, raw, nil
}

func (a *admin) request(ctx context.Context, method, path string, body any) (*http.Request, error) {
	var sent io.Reader
	if body != nil {
		raw, err := json.Marshal(body)
		if err != nil {
			return nil, err
		}
		sent = bytes.NewReader(raw)
	}
	req, err := http.NewRequestWithContext(ctx, method, a.base+path, sent)
	if err != nil {
		return nil, err
	}
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	if a.token != "" {
		req.Header.Set("Authorization", "Bearer "+a.token)
	}
	if a.mark != "" {
		req.Header.Set(markHeader, a.mark)
	}
	return req, nil
}

func (a *admin) unreachable(ctx context.Context, err error) error {
	switch {
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		return problemf("the emulator at %s did not answer within %s", a.base, alipay.FormatDuration(adminTime))
	case ctx.Err() != nil:
		return ctx.Err()
	}
	var wrapped *url.Error
	if errors.As(err, &wrapped) {
		err = wrapped.Err
	}
	return problemf("the emulator at %s does not answer: %v", a.base, err)
}

// items reads a whole list, page by page.
func (a *admin) items(ctx context.Context, path string) ([]map[string]any, error) {
	return a.itemsUntil(ctx, path, func(map[string]any) bool { return false })
}

// itemsUntil reads a list up to a row, which is left out.
func (a *admin) itemsUntil(ctx context.Context, path string, over func(map[string]any) bool) ([]map[string]any, error) {
	separator := "?"
	if strings.Contains(path, "?") {
		separator = "&"
	}
	var all []map[string]any
	for cursor := ""; ; {
		page, err := a.call(ctx, http.MethodGet, path+separator+"limit=1000"+cursor, nil)
		if err != nil {
			return nil, err
		}
		rows, _ := page["items"].([]any)
		for _, row := range rows {
			item, _ := row.(map[string]any)
			if over(item) {
				return all, nil
			}
			all = append(all, item)
		}
		next, _ := page["next"].(string)
		if next == "" {
			return all, nil
		}
		cursor = "&cursor=" + url.QueryEscape(next)
	}
}

// str gives a member that is a text.
func str(row map[string]any, name string) string {
	value, _ := row[name].(string)
	return value
}

// cut keeps a page of HTML out of a sentence.
func cut(s string) string {
	const most = 200
	short := []rune(strings.Join(strings.Fields(s), " "))
	if len(short) <= most {
		return string(short)
	}
	return string(short[:most]) + "…"
}
