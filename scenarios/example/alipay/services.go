package alipay

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"localipay/scenarios/example/bugs"
)

// State is what is known of a call's outcome.
type State int

// Unknown comes first on purpose: an Outcome that nobody filled in is no
// success and no failure.
const (
	Unknown State = iota
	Succeeded
	Refused
)

// Outcome is the state and, unless it succeeded, why.
type Outcome struct {
	State State
	Why   string
}

// outcome reads the three ways in which this gateway says no, and the two in
// which it says that it does not know (gateway-and-trades §6).
func outcome(a Answer, err error) Outcome {
	result := a.Get("result_code")
	why := first(a.Error, a.Get("error"), a.Get("detail_error_code"), result)
	switch {
	case errors.Is(err, ErrUnknown):
		return Outcome{Unknown, err.Error()}
	case err != nil:
		return Outcome{Refused, err.Error()}
	case !a.Accepted:
		return Outcome{Refused, why}
	case result == "SUCCESS":
		return Outcome{State: Succeeded}
	case result == "UNKNOWN", result == "UNKNOW", result == "", why == "SYSTEM_ERROR":
		return Outcome{Unknown, why}
	}
	return Outcome{Refused, why}
}

// RefundCall is what spot.refund needs.
type RefundCall struct {
	OutTradeNo string
	RefundID   string // partner_refund_id: the same for every repeat
	Amount     string
	Currency   string
	Sync       bool
	NotifyURL  string // for an asynchronous refund
}

// Refund succeeds when a synchronous refund is done, or an asynchronous one
// accepted.
func (c *Client) Refund(ctx context.Context, r RefundCall) Outcome {
	params := map[string]string{
		"partner_trans_id": r.OutTradeNo, "partner_refund_id": r.RefundID,
		"refund_amount": r.Amount, "currency": r.Currency, "is_sync": "Y",
	}
	if !r.Sync {
		params["is_sync"], params["notify_url"] = "N", r.NotifyURL
	}
	answer, err := c.Call(ctx, "alipay.acquire.overseas.spot.refund", params)
	if c.Bugs.Has(bugs.IsSuccessIsResult) && err == nil && answer.Accepted { // bug 19
		return Outcome{State: Succeeded}
	}
	return outcome(answer, err)
}

// Cancel closes an unpaid order, or gives a payment back on its own day. It
// is unknown, too, when the gateway asks to be asked again (retry_flag).
func (c *Client) Cancel(ctx context.Context, outTradeNo string, now time.Time) Outcome {
	answer, err := c.Call(ctx, "alipay.acquire.cancel",
		map[string]string{"out_trade_no": outTradeNo, "timestamp": Stamp(now)})
	o := outcome(answer, err)
	if o.State == Refused && answer.Get("retry_flag") == "Y" {
		o.State = Unknown
	}
	if c.Bugs.Has(bugs.UnknownIsFinal) && o.State == Unknown && err == nil { // bug 18
		o.State = Refused
	}
	return o
}

// Query asks for a trade's state, such as TRADE_SUCCESS.
func (c *Client) Query(ctx context.Context, outTradeNo string) (string, Outcome) {
	answer, err := c.Call(ctx, "alipay.acquire.overseas.query", map[string]string{"partner_trans_id": outTradeNo})
	return answer.Get("alipay_trans_status"), outcome(answer, err)
}

// QueryRefund asks what became of a refund: SUCCESS, PROCESSING, FAILED,
// CANCELED, or NOT_FOUND. This one service answers with response_code.
func (c *Client) QueryRefund(ctx context.Context, outTradeNo, refundID string) (status, why string, err error) {
	answer, err := c.Call(ctx, "alipay.acquire.refund.query",
		map[string]string{"out_trade_no": outTradeNo, "out_return_no": refundID})
	if err != nil {
		return "", "", err
	}
	if code := first(answer.Error, answer.Get("response_code")); code != "SUCCESS" {
		return code, code, nil
	}
	return answer.Get("refund_result_code"), answer.Get("refund_error_code"), nil
}

// CodeCall is what a store's QR code is created with.
type CodeCall struct {
	BizData   map[string]string
	NotifyURL string
	Now       time.Time
}

// CreateCode returns the value of a store's code. A store that has one keeps
// it, and keeps its notify_url too: so ModifyCode comes next.
func (c *Client) CreateCode(ctx context.Context, call CodeCall) (string, error) {
	return c.code(ctx, "alipay.commerce.qrcode.create", "", call)
}

// ModifyCode gives an existing code its store's data and notify_url.
func (c *Client) ModifyCode(ctx context.Context, qrcode string, call CodeCall) error {
	_, err := c.code(ctx, "alipay.commerce.qrcode.modify", qrcode, call)
	return err
}

func (c *Client) code(ctx context.Context, service, qrcode string, call CodeCall) (string, error) {
	data, err := json.Marshal(call.BizData)
	if err != nil {
		return "", err
	}
	answer, err := c.Call(ctx, service, map[string]string{
		"biz_type": "OVERSEASHOPQRCODE", "biz_data": string(data), "qrcode": qrcode,
		"notify_url": call.NotifyURL, "timestamp": Stamp(call.Now),
	})
	value := answer.Get("qrcode")
	if err == nil && value == "" {
		why := first(answer.Error, answer.Get("result_code"), "no code in the answer")
		err = fmt.Errorf("%s: %s %s; look at biz_data %s", service, why, answer.Get("error_message"), data)
	}
	return value, err
}

// NotifyVerify asks whether a notify_id is Alipay's. An error is no yes.
func (c *Client) NotifyVerify(ctx context.Context, notifyID string) (bool, error) {
	query := url.Values{"service": {"notify_verify"}, "partner": {c.Partner}, "notify_id": {notifyID}}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, c.Gateway+"?"+query.Encode(), nil)
	if err != nil {
		return false, err
	}
	response, err := c.HTTP.Do(request)
	if err != nil {
		return false, unknown("notify_verify: %w", err)
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(io.LimitReader(response.Body, 100))
	if err != nil {
		return false, unknown("notify_verify: %w", err)
	}
	if response.StatusCode != http.StatusOK {
		return false, unknown("notify_verify: HTTP status %d", response.StatusCode)
	}
	return strings.TrimSpace(string(body)) == "true", nil
}

func first(texts ...string) string {
	for _, text := range texts {
		if text != "" {
			return text
		}
	}
	return ""
}
