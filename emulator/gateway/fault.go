package gateway

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"localipay/emulator/alipay"
	"localipay/emulator/fault"
	"localipay/emulator/service"
)

// match holds the call against the merchant's fault rules.
func (c *call) match(target string) {
	c.plan = c.world.Ledger.Faults(fault.Subject{Target: target, Get: c.field})
	c.record.Faults = c.plan.Labels
}

// field is a parameter, or else a member of biz_data.
func (c *call) field(name string) (string, bool) {
	params := c.params
	if params == nil { // notify_verify asks in no charset
		params = c.q.Params
	}
	if value, ok := alipay.FieldOf(params, name); ok {
		return value, true
	}
	text, _ := alipay.FieldOf(params, "biz_data")
	var members map[string]any
	if json.Unmarshal([]byte(text), &members) != nil {
		return "", false
	}
	value, ok := members[name].(string)
	return value, ok
}

// perform runs the service, unless a rule says that Alipay does nothing.
func (c *call) perform() service.Answer {
	call := &service.Call{
		Merchant: c.merchant, Ledger: c.world.Ledger, Hold: c.hold,
		Params: c.params, SignType: c.signType, Charset: c.charset,
	}
	switch {
	case c.plan.Fail != "":
		return c.service.Fail(call, c.plan.Fail, c.plan.Fail.Text())
	case c.plan.Nothing:
		return service.Answer{}
	case c.plan.Unknown:
		return c.service.Undecided(call, c.service.Answer(call))
	}
	return c.service.Answer(call)
}

// replaced tells whether something else comes in place of Alipay's answer, or
// nothing at all.
func (c *call) replaced(outcome string) bool {
	happened := "it happened: " + outcome
	if c.plan.Nothing {
		happened = "nothing happened"
	}
	switch {
	case c.plan.Error != "":
		c.refuse(c.plan.Error.Because("a fault rule; %s", happened))
	case c.plan.Status != 0:
		c.htmlPage()
	case c.plan.End == fault.Closed:
		c.lost("a fault rule closed the connection; " + happened)
	case c.plan.End == fault.Silent:
		c.lost(alipay.LeftSilent + "; " + happened)
	default:
		return false
	}
	return true
}

func (c *call) lost(reason string) {
	c.record.Outcome, c.record.Reason, c.record.Status = alipay.Lost, reason, 0
}

// htmlPage is what whatever stands before Alipay says.
func (c *call) htmlPage() {
	c.lost("a fault rule; nothing happened")
	c.record.Status = c.plan.Status
	title := strings.TrimSpace(fmt.Sprintf("%d %s", c.plan.Status, http.StatusText(c.plan.Status)))
	c.contentType = "text/html"
	c.body = fmt.Appendf(nil, "<html><head><title>%s</title></head><body><h1>%s</h1></body></html>\n", title, title)
	c.record.Answer = string(c.body)
}

// spoil makes of a whole answer what a rule wants of it. filler stands for the
// bytes that are in no charset.
func spoil(body []byte, how, filler string) []byte {
	switch how {
	case fault.CorruptXML:
		return bytes.Replace(body, []byte("</response>"), []byte("</respons>"), 1)
	case fault.CorruptTruncate:
		return body[:len(body)/2]
	case fault.CorruptCharset:
		at := bytes.Index(body, []byte("<response>"))
		for range 3 { // past <response>, its child, and the child's first leaf
			at += bytes.IndexByte(body[at:], '>') + 1
		}
		return bytes.Join([][]byte{body[:at], body[at:]}, []byte(filler))
	}
	return body
}

// notInAnyCharset is valid neither in UTF-8 nor in GBK.
const notInAnyCharset = "\xff\xff"
