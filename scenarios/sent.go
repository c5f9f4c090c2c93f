package scenarios

import (
	"net/url"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"

	"localipay/emulator/alipay"
	"localipay/emulator/signature"
	"localipay/keys"
)

// addSent shows a notification as it was sent last: with notify_time, sign and
// sign_type, with what a fault rule altered, and whether its signature is
// right. An unsigned one has none of the three.
func addSent(row map[string]any, attempt any, m *merchant) {
	last, _ := attempt.(map[string]any)
	sent, err := url.ParseQuery(str(last, "body"))
	if err != nil {
		return
	}
	raw := make([]alipay.Field, 0, len(sent))
	for name := range sent {
		value := sent.Get(name)
		raw = append(raw, alipay.Field{Name: name, Value: value})
		row[name] = readable(value, str(row, name))
	}
	if sign := sent.Get("sign"); sign != "" {
		row["signature"] = verdict(m, sent.Get("sign_type"), sign, []byte(signature.StringToSign(raw)))
	}
}

// readable gives a value that was sent in UTF-8 or GBK, which of the two it
// does not say, in UTF-8. own is the emulator's: the same if all went well.
func readable(sent, own string) string {
	if sent == own {
		return own
	}
	decoded, err := simplifiedchinese.GBK.NewDecoder().String(sent)
	if err == nil && (decoded == own || !utf8.ValidString(sent)) {
		return decoded
	}
	return sent
}

// The words for a signature that was checked.
const (
	right = "right"
	wrong = "wrong"
)

// verdict checks what Alipay's side has signed.
func verdict(m *merchant, signType, sign string, message []byte) string {
	t, ok := alipay.ParseSignType(signType)
	if !ok {
		return wrong
	}
	if t == alipay.MD5 {
		return word(signature.Verify(t, message, sign, m.md5Key, nil))
	}
	public, err := keys.ParsePublic(m.alipayKey)
	if err != nil {
		return wrong
	}
	return word(signature.Verify(t, message, sign, "", public))
}

func word(err error) string {
	if err != nil {
		return wrong
	}
	return right
}
