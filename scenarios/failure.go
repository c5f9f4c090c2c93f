package scenarios

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
)

// evidence is how many of the last requests and notifications a failure shows.
const evidence = 5

// failure tells what was wrong, where, and what happened last in that world.
func (p *player) failure(ctx context.Context, err error) *Failure {
	out := &Failure{File: p.scenario.File, Line: p.scenario.Line, Text: err.Error()}
	var wrong *problem
	if errors.As(err, &wrong) {
		out.Text, out.Differences = wrong.text, wrong.differences
		if s := wrong.step; s != nil {
			out.Line, out.Step, out.Verb = s.line, s.number, s.verb
			out.Name = frame{player: p, round: wrong.round}.safe(s.name)
		}
		if wrong.round != "" {
			out.Text += " (round " + wrong.round + ")"
		}
	} else if ctx.Err() != nil {
		out.Text = "interrupted"
	}
	if p.current != nil {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), cleaningTime)
		defer cancel()
		out.Requests = p.lastRequests(ctx)
		out.Notifications = p.lastNotifications(ctx)
	}
	return out
}

// safe expands a name also before there is a world.
func (f frame) safe(t text) string {
	if f.current == nil {
		return string(t)
	}
	return f.text(t)
}

func (p *player) lastRequests(ctx context.Context) (lines []string) {
	page, err := p.admin.call(ctx, http.MethodGet, p.current.path(fmt.Sprintf("/requests?limit=%d", evidence)), nil)
	if err != nil {
		return nil
	}
	rows, _ := page["items"].([]any)
	for _, row := range rows {
		request, ok := row.(map[string]any)
		if !ok || p.current.guest != nil && str(request, "id") == p.current.guest.request {
			break // older ones are not this scenario's
		}
		lines = append(lines, requestLine(request))
	}
	slices.Reverse(lines)
	return lines
}

// tellingParams are those that tell one request from another.
var tellingParams = strings.Fields(`qrcode status partner_trans_id alipay_trans_id out_trade_no trade_no partner_refund_id
	out_return_no refund_amount is_sync secondary_merchant_id store_id notify_id`)

func requestLine(row map[string]any) string {
	params, _ := row["params"].(map[string]any)
	line := str(row, "id") + " " + str(row, "service")
	for _, name := range tellingParams {
		if value := str(params, name); value != "" {
			line += " " + name + "=" + cut(value)
		}
	}
	line += " → " + str(row, "outcome")
	if reason := str(row, "reason"); reason != "" {
		line += " (" + reason + ")"
	}
	if faults, ok := row["faults"].([]any); ok && len(faults) > 0 {
		line += " by fault " + plainList(faults)
	}
	if str(row, "scenario") == "" {
		line += " [of the system under test]"
	}
	return line
}

func plainList(list []any) string {
	words := make([]string, len(list))
	for i, one := range list {
		words[i] = fmt.Sprint(one)
	}
	return strings.Join(words, ", ")
}

func (p *player) lastNotifications(ctx context.Context) (lines []string) {
	rows, err := p.admin.items(ctx, p.current.path("/notifications"))
	if err != nil {
		return nil
	}
	if p.current.guest != nil {
		rows = slices.DeleteFunc(rows, func(row map[string]any) bool { return p.current.guest.notices[str(row, "notify_id")] })
	}
	for _, row := range rows[max(0, len(rows)-evidence):] {
		lines = append(lines, notificationLine(row))
	}
	return lines
}

func notificationLine(row map[string]any) string {
	attempts, _ := row["attempts"].([]any)
	line := fmt.Sprintf("%s of order %s %s to %s: ", str(row, "kind"), str(row, "out_trade_no"), str(row, "trade_status"), str(row, "notify_url"))
	line += quantity(len(attempts), "attempt")
	answers := make([]string, 0, len(attempts))
	for _, one := range attempts {
		if attempt, ok := one.(map[string]any); ok {
			answers = append(answers, attemptWord(attempt))
		}
	}
	if len(answers) > 0 {
		line += " (" + strings.Join(answers, ", ") + ")"
	}
	if row["acked"] == true {
		return line + ", acked"
	}
	return line + ", not acked"
}

func attemptWord(attempt map[string]any) string {
	word := str(attempt, "error")
	if word == "" {
		word = fmt.Sprintf("%v %q", attempt["status"], cut(str(attempt, "answer")))
	}
	if faults, ok := attempt["faults"].([]any); ok && len(faults) > 0 {
		word += " by fault " + plainList(faults)
	}
	return word
}
