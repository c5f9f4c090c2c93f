package keys

import (
	"crypto/rsa"
	"sync"
)

// DemoMerchant is what is published of a merchant of the built-in demo.
type DemoMerchant struct {
	Partner string
	MD5Key  string
	Public  *rsa.PublicKey
}

// Demo lists the demo's merchants; a test of fixtures holds it against
// builtin.yaml. A client that signs with one of their keys has forgotten to
// put in its own.
func Demo() []DemoMerchant { return demo() }

var demo = sync.OnceValue(func() []DemoMerchant {
	list := []DemoMerchant{
		{Partner: "2088000000000001", MD5Key: "k3yk3yk3yk3yk3yk3yk3yk3yk3yk3y00"},
		{Partner: "2088000000000002", MD5Key: "t3stt4xit3stt4xit3stt4xit3stt4xi"},
		{Partner: "2088000000000003", MD5Key: "sh0pt3stsh0pt3stsh0pt3stsh0pt3st"},
	}
	for i, merchant := range list {
		key, err := ParsePublic(embedded("merchant_" + merchant.Partner + "_public.pem"))
		if err != nil {
			panic("keys: " + merchant.Partner + ": " + err.Error()) // a test holds this
		}
		list[i].Public = key
	}
	return list
})
