package notify

import (
	"slices"
	"strings"

	"localipay/emulator/alipay"
	"localipay/emulator/fault"
	"localipay/emulator/signature"
)

// spoil is what a fault rule makes of the fields of one send, after signing.
func spoil(fields []alipay.Field, how string) []alipay.Field {
	switch how {
	case fault.CorruptUnsigned:
		return slices.DeleteFunc(fields, func(f alipay.Field) bool { return f.Name == "sign" || f.Name == "sign_type" })
	case fault.CorruptSignature:
		change(fields, "sign", signature.Spoil)
	case fault.CorruptAmount:
		change(fields, "total_fee", tenfold)
		change(fields, "refund_fee", tenfold)
	}
	return fields
}

func change(fields []alipay.Field, name string, to func(string) string) {
	for i, f := range fields {
		if f.Name == name {
			fields[i].Value = to(f.Value)
		}
	}
}

// tenfold makes 880.00 of 88.00, in any currency.
func tenfold(amount string) string {
	whole, minor, _ := strings.Cut(amount, ".")
	if minor == "" {
		return whole + "0"
	}
	return strings.TrimLeft(whole, "0") + minor[:1] + "." + minor[1:] + "0"
}
