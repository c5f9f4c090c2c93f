package service

import (
	"slices"

	"localipay/emulator/alipay"
	"localipay/emulator/ledger"
)

// Service is a row of the table: all that the gateway needs to know.
type Service struct {
	Name      string
	Charset   bool     // _input_charset is required
	Timestamp bool     // timestamp is required of strict merchants
	Required  []string // absent or empty is ILLEGAL_ARGUMENT at the gateway
	OneOf     []string // so is the lack of all of these
	Lengths   []Length
	JSON      []string // parameters in which a double quote is allowed
	Form      Form
	Run       func(*Call) ([]alipay.Field, error)
}

// Length is a documented limit in characters; beyond it the value is the
// service's own illegal parameter.
type Length struct {
	Name string
	Most int
}

// table is the one list of what the gateway serves.
var table = [...]Service{
	qrcodeCreate, qrcodeModify, qrcodeModifyStatus,
	spotRefund, overseasQuery, acquireCancel, refundQuery,
	storeMaintain, storeQuery,
}

// Find gives the row of a service.
func Find(name string) (Service, bool) {
	i := slices.IndexFunc(table[:], func(s Service) bool { return s.Name == name })
	if i < 0 {
		return Service{}, false
	}
	return table[i], true
}

// All lists the table.
func All() []Service { return slices.Clone(table[:]) }

// Call is one verified request for a service.
type Call struct {
	Merchant alipay.Merchant
	Ledger   *ledger.Ledger
	Hold     *ledger.Hold
	Params   []alipay.Field // decoded, sorted by name
	SignType alipay.SignType
	Charset  alipay.Charset
}

// Get gives a parameter, or "".
func (c *Call) Get(name string) string {
	value, _ := alipay.FieldOf(c.Params, name)
	return value
}

func (c *Call) update(fn func(*ledger.Tx) error) error { return c.Ledger.Update(c.Hold, fn) }

// Answer is what a service says. Outcome is the business code of a failure,
// or SUCCESS.
type Answer struct {
	Child   string
	Leaves  []alipay.Field
	Outcome string
	Reason  string
}

// Answer runs the service. A business failure is an answer, not an error.
func (s Service) Answer(c *Call) Answer {
	err := s.check(c)
	var leaves []alipay.Field
	if err == nil {
		leaves, err = s.Run(c)
	}
	if err != nil {
		code, text := alipay.CodeIn(err)
		answer := s.Fail(c, code, text, leaves...)
		answer.Reason = text
		return answer
	}
	return Answer{Child: s.Form.child(c.Merchant), Leaves: s.Form.succeed(c.Merchant, leaves), Outcome: alipay.Success}
}

// Fail is a business failure in this service's own form. Of what the service
// knew before it failed only named leaves stand beside it; where cancel knew
// nothing, the order as the request names it (spec decision 25).
func (s Service) Fail(c *Call, code alipay.Code, text string, named ...alipay.Field) Answer {
	if s.Form.Retry && len(named) == 0 {
		named = []alipay.Field{{Name: "out_trade_no", Value: c.Get("out_trade_no")}}
	}
	return Answer{
		Child: s.Form.child(c.Merchant), Leaves: append(s.Form.fail(code, text), named...), Outcome: string(code),
	}
}

// Undecided is how a service answers that does not know what became of the
// call, whatever did: result_code UNKNOW or UNKNOWN, SYSTEM_ERROR, and to ask
// again (gateway-and-trades §2.4, §4.3).
func (s Service) Undecided(c *Call, became Answer) Answer {
	var named []alipay.Field
	for _, leaf := range became.Leaves {
		if s.Form.Retry && leaf.Name == "out_trade_no" {
			named = []alipay.Field{leaf}
		}
	}
	answer := s.Fail(c, alipay.SystemError, alipay.SystemError.Text(), named...)
	for i, leaf := range answer.Leaves {
		if leaf.Name == "result_code" {
			answer.Leaves[i].Value = s.Form.Unknown
		}
	}
	answer.Reason = "a fault rule; it happened: " + became.Outcome
	return answer
}
