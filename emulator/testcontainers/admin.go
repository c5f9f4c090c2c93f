package testcontainers

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"
)

// Admin calls the admin API: a path such as "wallet/scan", and what goes in and
// comes out as JSON; nil is nothing.
func (l *Localipay) Admin(method, path string, in, out any) error {
	body, err := json.Marshal(in)
	if err != nil {
		return err
	}
	if in == nil {
		body = nil
	}
	req, err := http.NewRequestWithContext(context.Background(), method, l.url+"_admin/"+path, bytes.NewReader(body))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	if l.token != "" {
		req.Header.Set("Authorization", "Bearer "+l.token)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer func() { _ = resp.Body.Close() }()
	answer, err := io.ReadAll(resp.Body)
	switch {
	case err != nil:
		return fmt.Errorf("%s %s: %w", method, path, err)
	case resp.StatusCode >= http.StatusBadRequest:
		return fmt.Errorf("%s %s: %s: %s", method, path, resp.Status, answer)
	case out == nil:
		return nil
	}
	return json.Unmarshal(answer, out)
}

// Pay lets the first buyer of the fixtures scan a code and pay an amount, such
// as "88.00", and waits until the shop has answered the notification.
func (l *Localipay) Pay(qrcode, amount string) (outTradeNo string, err error) {
	var trade struct {
		OutTradeNo string `json:"out_trade_no"`
		Outcome    string `json:"outcome"`
	}
	err = l.Admin(http.MethodPost, "wallet/pay?settle=true", map[string]string{"qrcode": qrcode, "amount": amount}, &trade)
	if err == nil && trade.Outcome != "" {
		err = fmt.Errorf("order %s of %s: %s: the buyer could not pay", trade.OutTradeNo, amount, trade.Outcome)
	}
	return trade.OutTradeNo, err
}

// Advance moves a merchant's clock and does all that falls due on the way.
func (l *Localipay) Advance(partner string, by time.Duration) error {
	return l.Admin(http.MethodPost, "merchants/"+url.PathEscape(partner)+"/clock/advance", map[string]string{"by": by.String()}, nil)
}
