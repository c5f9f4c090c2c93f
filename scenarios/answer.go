package scenarios

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"time"

	"localipay/emulator/alipay"
	"localipay/emulator/wire"
)

// answer is what the gateway said to one call, or that it said nothing.
type answer struct {
	merchant *merchant
	service  string
	took     time.Duration

	status      int
	contentType string
	body        []byte

	lost      string // why no answer came
	broken    string // why it cannot be read
	parsed    parsedAnswer
	signature string // right, wrong, or "" where it is not signed
}

// read makes sense of what came.
func (a *answer) read(ctx context.Context, err error, s *step) {
	switch {
	case err != nil && a.status == 0:
		a.lost = whyLost(ctx, err, s)
		return
	case err != nil: // it began, and broke off
		a.lost = "the answer broke off after " + quantity(len(a.body), "byte")
		a.broken = a.lost
		return
	case a.status != http.StatusOK:
		return
	case a.service == alipay.ServiceNotifyVerify:
		return // plain text, unsigned
	}
	a.parsed, err = parseAnswer(a.body, a.contentType)
	if err != nil {
		a.broken = err.Error()
		return
	}
	if a.parsed.success == "T" || a.parsed.sign != "" {
		a.signature = a.verify()
	}
}

func whyLost(ctx context.Context, err error, s *step) string {
	switch cause := context.Cause(ctx); {
	case errors.Is(cause, errHangs):
		return "no answer came: the emulator keeps the connection open and silent"
	case errors.Is(cause, errTimeout):
		return "no answer came within " + alipay.FormatDuration(s.timeout)
	}
	return "no answer came: the connection was closed (" + plainError(err).Error() + ")"
}

// verify checks the signature over the answer's bytes in its own charset.
func (a *answer) verify() string {
	return verdict(a.merchant, a.parsed.signType, a.parsed.sign, wire.SignBytes(a.parsed.charset, a.parsed.leaves))
}

// ownStatus is where fields keep a `status` that is the answer's own, as that of
// a store: a number expected under that name means HTTP's.
const ownStatus = "answer.status"

// fields is what expect and save see.
func (a *answer) fields() map[string]any {
	fields := map[string]any{"lost": a.lost != "", "took": a.took}
	if a.status != 0 {
		fields["status"] = a.status
	}
	if a.broken != "" {
		fields["broken"], fields["signature"] = true, wrong
		return fields
	}
	switch {
	case a.lost != "":
	case a.status != http.StatusOK || a.service == alipay.ServiceNotifyVerify:
		fields["body"] = strings.ToValidUTF8(string(a.body), "?")
	default:
		a.addParsed(fields)
	}
	return fields
}

// addParsed adds what the gateway's XML says.
func (a *answer) addParsed(fields map[string]any) {
	if a.service == alipay.ServiceStoreQuery {
		fields[ownStatus] = nil
	}
	for _, leaf := range a.parsed.leaves {
		name := leaf.Name
		if name == "status" {
			name = ownStatus
		}
		fields[name] = leaf.Value
	}
	fields["is_success"] = a.parsed.success
	if a.parsed.gatewayError != "" {
		fields["error"] = a.parsed.gatewayError
	}
	if a.signature != "" {
		fields["signature"], fields["sign_type"] = a.signature, a.parsed.signType
	}
}

// leaf gives a field of the answer itself.
func (a *answer) leaf(name string) string {
	for _, f := range a.parsed.leaves {
		if f.Name == name {
			return f.Value
		}
	}
	return ""
}

// result is what the answer counts as: result_code, for refund.query
// response_code, for qrcode.* SUCCESS; else the gateway's code, or LOST.
func (a *answer) result() (word, code string) {
	switch {
	case a.lost != "" || a.broken != "":
		return lostOutcome, ""
	case a.status != http.StatusOK:
		return httpWord(a.status), ""
	case a.service == alipay.ServiceNotifyVerify:
		return alipay.Success, ""
	case a.parsed.gatewayError != "":
		return a.parsed.gatewayError, ""
	}
	if word = a.leaf("result_code"); word == "" {
		word = a.leaf("response_code")
	}
	if word == "" && a.leaf("qrcode") != "" {
		word = alipay.Success
	}
	if code = a.leaf("error"); code == "" {
		code = a.leaf("detail_error_code")
	}
	return word, code
}

func (a *answer) well() bool {
	word, _ := a.result()
	return word == alipay.Success && a.signature == right
}

// seen is the answer as the step's judge wants it.
func (a *answer) seen(verb string, fields map[string]any) seen {
	word, code := a.result()
	words := []string{word}
	if code != "" && code != word {
		words = append(words, code)
	}
	got := seen{fields: fields, outcomes: [][]string{words}, alarms: a.alarms(verb)}
	if word != alipay.Success {
		got.refusal = verb + " was answered " + strings.Join(words, " ")
	}
	return got
}

// alarms are what no step may overlook.
func (a *answer) alarms(verb string) []alarm {
	switch {
	case a.lost != "" && a.broken != "":
		return []alarm{{[]string{"lost", "broken", "signature"}, verb + ": " + a.lost + "; write expect: {lost: true}, or {signature: wrong}, if it should", true}}
	case a.lost != "":
		return []alarm{{[]string{"lost"}, verb + ": " + a.lost + "; write expect: {lost: true} if it should", true}}
	case a.broken != "":
		return []alarm{{[]string{"broken", "signature"}, verb + ": the answer cannot be read: " + a.broken + "; write expect: {signature: wrong}, or {broken: true}, if it should", true}}
	case a.status != http.StatusOK:
		return []alarm{{[]string{"status"}, verb + " was answered with HTTP " + httpWord(a.status) + " and not by the gateway; write expect: {status: " + httpWord(a.status) + "} if it should", true}}
	case a.signature == wrong:
		return []alarm{{[]string{"signature"}, "the signature of the answer to " + verb + " is wrong; write expect: {signature: wrong} if it should be", false}}
	}
	return nil
}
