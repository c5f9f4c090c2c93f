package diagnosis_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"localipay/emulator/alipay"
	"localipay/emulator/diagnosis"
	"localipay/emulator/signature"
	"localipay/emulator/wire"
)

// FuzzDiagnose gives it any request at all. A right signature is never
// accused; of any other it tells something, and no key.
func FuzzDiagnose(f *testing.F) {
	for _, signType := range []string{"MD5", "RSA2"} {
		m := newClient(signType, gbk, usual()).message()
		f.Add(m.Query, m.Body)
	}
	f.Add("sign=%22AB-CD%22&sign_type=RSA&a={%22b%22:[1.0]}", "a=1&a=2&=&b=%zz")
	f.Add("sign=0123456789abcdef0123456789ABCDEF&sign_type=MD5&t=2026-03-02+12%3A00%3A00", "_input_charset=GB2312&m=%D6%D0+1.50")
	f.Fuzz(func(t *testing.T, query, body string) {
		d := diagnosis.Diagnose(diagnosis.Message{Query: query, Body: body, Keys: known()})
		consistent(t, d)

		var fields []alipay.Field
		names := map[string]bool{}
		for _, r := range wire.Receive(query, "", body) {
			if !names[r.Name] && r.Name != "sign" && r.Name != "sign_type" {
				fields = append(fields, r.Field)
			}
			names[r.Name] = true
		}
		sign, err := signature.Sign(alipay.MD5, []byte(signature.StringToSign(fields)), ownKey, nil)
		require.NoError(t, err)
		fields = append(fields, alipay.Field{Name: "sign", Value: sign}, alipay.Field{Name: "sign_type", Value: "MD5"})
		right := diagnosis.Diagnose(diagnosis.Message{Body: wire.FormEncode(alipay.UTF8, fields), Keys: known()})
		require.True(t, right.Valid, "%s: %s", right.Verdict, right.Signed)
	})
}
