package admin

import (
	"slices"

	"localipay/emulator/alipay"
)

// A merchant has its switches as members, so these are no structs.
type (
	merchantJSON    map[string]any // as it is shown
	newMerchantJSON map[string]any // as it is made
	switchesJSON    map[string]any // as they are changed
)

// switchNote is what the document says of a switch beside its type and
// default, which the switch itself knows (interface.md, "Switches of a
// merchant").
type switchNote struct {
	text     string
	enum     []string
	nullIn   string // what null does in a request, "" where null is refused
	nullOut  bool   // shown as null where there is none
	duration bool
}

func switchNotes() map[string]switchNote {
	return map[string]switchNote{
		"name":                {text: "Shown in wallet and console.", nullIn: "invents one"},
		"md5_key":             {text: "The key of MD5 signatures.", nullIn: "generates one"},
		"rsa_public_key":      {text: "The merchant's key of RSA signatures: PEM or one line of base64.", nullIn: "removes it", nullOut: true},
		"services":            {text: "The services that the merchant has a contract for.", enum: alipay.Services(), nullIn: "means all"},
		"strict":              {text: "Whether timestamps, the Hong Kong lengths and quotation marks are checked."},
		"response_charset":    {text: "Whose charset an answer declares: the URL's, or the request's wherever it stands.", enum: texts(alipay.CharsetOfURL, alipay.CharsetOfRequest)},
		"qrcode_envelope":     {text: "The element inside <response> of qrcode.*.", enum: texts(alipay.EnvelopeQRCodeInfo, alipay.EnvelopeAlipay)},
		"qr_base":             {text: `What new codes begin with; "public" for the public URL, so that a phone can open them.`},
		"currency":            {text: "Three capital letters."},
		"payment_inst":        {text: "The wallet of a buyer whom the fixtures give none.", enum: texts(alipay.AlipayHK, alipay.AlipayCN)},
		"pay_timeout":         {text: "After this time an unpaid order is closed.", duration: true},
		"refund_period":       {text: "After this time a paid order is finished.", duration: true},
		"refund_window":       {text: "When later-day refunds run, GMT+8."},
		"notify_verify_ttl":   {text: "For this time after the ack notify_verify answers true.", duration: true},
		"review_delay":        {text: "How long the review of a secondary merchant takes.", duration: true},
		"fee_rate":            {text: `The commission: "0.012" is 1.2 percent.`},
		"refund_returns_fee":  {text: "Whether a refund gives its commission back."},
		"balance":             {text: "Settled funds that refunds draw on, in major units of the currency; null is without limit.", nullIn: "removes the limit", nullOut: true},
		"sftp_password":       {text: "The password of the reconciliation files' SFTP.", nullIn: "generates one"},
		"sftp_authorized_key": {text: "The SSH key of the reconciliation files' SFTP.", nullIn: "removes it", nullOut: true},
	}
}

func texts[T ~string](values ...T) (list []string) {
	for _, v := range values {
		list = append(list, string(v))
	}
	return list
}

func (merchantJSON) shape(s *schemas) object {
	members := switchMembers(false)
	members["partner"] = partnerShape()
	members["alipay_public_key"] = object{"type": "string", "description": "Alipay's key, PEM: with it the merchant verifies."}
	members["gateway_url"] = object{"type": "string", "description": "Where the merchant's system sends its requests."}
	members["sftp_url"] = object{"type": "string", "nullable": true, "description": "Where its reconciliation files are, with --sftp-listen; the password is sftp_password."}
	members["clock"] = s.of(typeOf(clockJSON{}))
	required := make([]string, 0, len(members))
	for name := range members {
		required = append(required, name)
	}
	slices.Sort(required)
	return object{"type": "object", "properties": members, "additionalProperties": false, "required": required}
}

func (newMerchantJSON) shape(*schemas) object {
	members := switchMembers(true)
	members["partner"] = nullable(partnerShape())
	return object{"type": "object", "properties": members, "additionalProperties": false}
}

func (switchesJSON) shape(*schemas) object {
	members := switchMembers(true)
	for _, member := range members {
		delete(member.(object), "default") // what is left out stays as it is
	}
	return object{"type": "object", "properties": members, "additionalProperties": false}
}

func partnerShape() object {
	return object{"type": "string", "pattern": alipay.PartnerPattern, "example": "2088000000000001", "description": "The partner id, any 16 digits."}
}

func switchMembers(input bool) object {
	members, notes, defaults := object{}, switchNotes(), alipay.DefaultMerchant("")
	for _, s := range alipay.Switches() {
		members[s.Name] = switchShape(s.Get(defaults), notes[s.Name], input)
	}
	return members
}

// switchShape has a switch's type from its default.
func switchShape(standard any, note switchNote, input bool) object {
	out := object{"type": "string", "description": note.describe(input)}
	switch standard.(type) {
	case bool:
		out["type"] = "boolean"
	case []string:
		out["type"], out["items"] = "array", object{"type": "string", "enum": note.enum}
	default:
		if note.enum != nil {
			out["enum"] = note.enum
		}
	}
	if note.mayBeNull(input) {
		out["nullable"] = true
	}
	if standard != nil && standard != "" {
		out["default"] = standard
	}
	return out
}

func (n switchNote) describe(input bool) string {
	text := n.text
	if n.duration {
		text += ` A duration: "30s", "15m", "6h" or "180d".`
	}
	if input && n.nullIn != "" {
		text += " In a request null " + n.nullIn + "."
	}
	return text
}

func (n switchNote) mayBeNull(input bool) bool {
	if input {
		return n.nullIn != ""
	}
	return n.nullOut
}
