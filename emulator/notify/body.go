package notify

import (
	"crypto/rsa"
	"slices"
	"strings"
	"time"

	"localipay/emulator/alipay"
	"localipay/emulator/signature"
	"localipay/emulator/wire"
)

// Fields are what one send carries, in the order of their names, with sign
// and sign_type at the end. A character that the notification's charset lacks
// is a question mark, before signing (spec decision 27).
func Fields(n alipay.Notification, md5Key string, key *rsa.PrivateKey, at time.Time) ([]alipay.Field, error) {
	fields := make([]alipay.Field, 0, len(n.Fields)+3)
	for _, f := range n.Fields {
		fields = append(fields, alipay.Field{Name: f.Name, Value: wire.Replace(n.Charset, f.Value)})
	}
	fields = append(fields, alipay.Field{Name: "notify_time", Value: alipay.Stamp(at)})
	slices.SortFunc(fields, func(a, b alipay.Field) int { return strings.Compare(a.Name, b.Name) })
	message := wire.Encode(n.Charset, signature.StringToSign(fields))
	sign, err := signature.Sign(n.SignType, message, md5Key, key)
	if err != nil {
		return nil, err
	}
	return append(fields,
		alipay.Field{Name: "sign", Value: sign},
		alipay.Field{Name: "sign_type", Value: string(n.SignType)}), nil
}
