package gateway

import (
	"time"

	"localipay/emulator/alipay"
	"localipay/emulator/service"
	"localipay/emulator/signature"
)

// The steps stand in the order in which Alipay checks (spec decision 5).

func (c *call) wellFormed() error { return c.readErr }

func (c *call) findService() error {
	name := c.q.Get("service")
	if name == "" {
		return alipay.IllegalExterface
	}
	s, ok := service.Find(name)
	if !ok {
		if alipay.KnownElsewhere(name) {
			return alipay.IllegalService.Because("known to Alipay, not built here")
		}
		return alipay.IllegalService
	}
	c.service = s
	return nil
}

func (c *call) findPartner() error {
	if c.world == nil {
		return alipay.IllegalPartner
	}
	return nil
}

func (c *call) findSignType() error {
	t, ok := alipay.ParseSignType(c.q.Get("sign_type"))
	if !ok {
		return alipay.IllegalSignType
	}
	c.signType = t
	return nil
}

func (c *call) decode() error {
	charset, err := c.q.Charset(c.service.Charset)
	if err != nil {
		return err
	}
	c.charset = charset
	c.params, err = c.q.Decode(charset)
	return err
}

func (c *call) findKey() error {
	if c.signType == alipay.MD5 {
		return nil // every merchant has one
	}
	if c.key = c.world.PublicKey(c.merchant); c.key == nil {
		return alipay.IllegalSecurityProfile.Because("sign_type is %s, and the merchant has no rsa_public_key", c.signType)
	}
	return nil
}

// verify works on the bytes as received: they are in the request's charset
// already, and never serialised anew (spec decision 3).
func (c *call) verify() error {
	sign := c.q.Get("sign")
	if sign == "" {
		c.record.Diagnosis = c.diagnosis()
		return alipay.IllegalSign.Because("there is no sign")
	}
	message := []byte(signature.StringToSign(c.q.Params))
	if signature.Verify(c.signType, message, sign, c.merchant.MD5Key, c.key) != nil {
		c.record.Diagnosis = c.diagnosis()
		return alipay.IllegalSign
	}
	return nil
}

func (c *call) sign(message []byte) (string, error) {
	return signature.Sign(c.signType, message, c.merchant.MD5Key, c.gateway.key)
}

func (c *call) contracted() error {
	if !c.merchant.Contracted(c.service.Name) {
		return alipay.IllegalPartnerExtface
	}
	return nil
}

// timestampWindow is how far a strict merchant's timestamp may be off.
const timestampWindow = 30 * time.Minute

// timely looks at no timestamp at all unless the merchant is strict: real
// clients are seen to send UTC, epochs or none (spec decisions 12 and 24).
func (c *call) timely() error {
	if !c.merchant.Strict {
		return nil
	}
	text := c.q.Get("timestamp")
	if text == "" {
		if c.service.Timestamp {
			return alipay.IllegalArgument.Because("timestamp is missing")
		}
		return nil
	}
	sent, err := alipay.ParseTimestamp(text)
	if err != nil {
		return alipay.IllegalTimestamp.Because("%q is neither yyyy-MM-dd HH:mm:ss nor milliseconds", text)
	}
	if off := c.world.Clock.Now().Sub(sent).Abs(); off > timestampWindow {
		return alipay.IllegalTimestamp.Because("it is %s from the merchant's clock", off)
	}
	return nil
}

func (c *call) complete() error {
	return c.service.Missing(&service.Call{Merchant: c.merchant, Params: c.params})
}
