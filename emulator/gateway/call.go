package gateway

import (
	"crypto/rsa"

	"localipay/emulator/alipay"
	"localipay/emulator/fault"
	"localipay/emulator/journal"
	"localipay/emulator/ledger"
	"localipay/emulator/service"
	"localipay/emulator/signature"
	"localipay/emulator/wire"
	"localipay/emulator/world"
)

// call is one request on its way through the gateway.
type call struct {
	gateway  *Gateway
	q        *wire.Request
	readErr  error
	world    *world.World // nil when the request reached no merchant
	merchant alipay.Merchant
	service  service.Service
	signType alipay.SignType
	charset  alipay.Charset
	key      *rsa.PublicKey
	params   []alipay.Field
	hold     *ledger.Hold
	plan     fault.Call // what fault rules make of it

	contentType string
	body        []byte
	record      journal.Request
}

func (g *Gateway) begin(q *wire.Request, readErr error) *call {
	c := &call{gateway: g, q: q, readErr: readErr}
	c.merchant.ResponseCharset = alipay.CharsetOfURL
	book := g.worlds.Lost
	if w, ok := g.worlds.Find(q.Get("partner")); ok {
		c.world, c.merchant, c.hold, book = w, w.Ledger.Switches(), w.Ledger.Hold(), w.Journal
	}
	c.record = journal.Request{
		Method: q.Method, URL: q.URL, ContentType: q.ContentType, Body: q.Body,
		Service: label(q.Get("service")), Partner: label(q.Get("partner")),
		Status: 200, Arrived: g.arrived.Add(1),
	}
	c.record.Seq, c.record.ID = book.NextID()
	return c
}

// serve runs the service and signs its answer.
func (c *call) serve() {
	answer := c.perform()
	if c.replaced(answer.Outcome) {
		return
	}
	c.record.Outcome, c.record.Reason = answer.Outcome, answer.Reason
	declared, charset := c.q.AnswerCharset(c.merchant.ResponseCharset)
	sign, err := c.sign(wire.SignBytes(charset, answer.Leaves))
	if err != nil {
		c.refuse(err)
		return
	}
	a := wire.Answer{
		Declared: declared, Charset: charset, Echo: c.params, Child: answer.Child, Leaves: answer.Leaves,
		Sign: sign, SignType: string(c.signType),
	}
	if c.plan.Corrupt == fault.CorruptSignature {
		a.Sign = signature.Spoil(a.Sign)
	}
	c.write(a)
}

// refuse is a gateway failure: unsigned, without an echo.
func (c *call) refuse(err error) {
	code, text := alipay.CodeIn(err)
	c.record.Outcome, c.record.Reason = string(code), text
	declared, charset := c.q.AnswerCharset(c.merchant.ResponseCharset)
	c.write(wire.Answer{Declared: declared, Charset: charset, Error: code})
}

func (c *call) write(a wire.Answer) {
	whole := a.Bytes()
	c.contentType, c.body = wire.ContentType(a.Declared), spoil(whole, c.plan.Corrupt, notInAnyCharset)
	c.record.Answer = string(spoil(readable(a, whole), c.plan.Corrupt, "??"))
}

// readable is the answer in UTF-8, for people.
func readable(a wire.Answer, body []byte) []byte {
	if a.Charset != alipay.UTF8 {
		a.Charset = alipay.UTF8
		body = a.Bytes()
	}
	return body
}

// notifyVerify answers in plain text, whatever else is wrong with the request.
func (c *call) notifyVerify() {
	verdict := "false"
	known := c.world != nil && c.readErr == nil
	if known {
		c.match(alipay.ServiceNotifyVerify)
	}
	if known && !c.plan.Nothing {
		verdict = service.NotifyVerify(c.world.Ledger, c.q.Get("notify_id"))
	}
	c.record.Outcome = alipay.Success
	if verdict == "false" {
		c.record.Outcome, c.record.Reason = "FALSE", "no notification of this id was sent to this partner, or its time is over"
	}
	if c.replaced(c.record.Outcome) {
		return
	}
	c.contentType, c.body, c.record.Answer = "text/html;charset=UTF-8", []byte(verdict), verdict
}
