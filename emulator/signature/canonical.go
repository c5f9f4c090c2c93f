package signature

import (
	"slices"
	"strings"

	"localipay/emulator/alipay"
)

// StringToSign joins fields as name=value with &, in byte order of the names,
// without sign, sign_type and empty values (gateway-and-trades §1.3; of an
// answer, its leaves: §1.6). Values are taken as they are: neither
// percent-encoded nor XML-escaped, and in whatever charset they stand. The
// fields themselves keep their order.
func StringToSign(fields []alipay.Field) string {
	if !slices.IsSortedFunc(fields, byName) {
		fields = slices.Clone(fields)
		slices.SortStableFunc(fields, byName)
	}
	var b strings.Builder
	b.Grow(sizeOf(fields))
	for _, f := range fields {
		if !signed(f) {
			continue
		}
		if b.Len() > 0 {
			b.WriteByte('&')
		}
		b.WriteString(f.Name)
		b.WriteByte('=')
		b.WriteString(f.Value)
	}
	return b.String()
}

func byName(a, b alipay.Field) int { return strings.Compare(a.Name, b.Name) }

// signed tells whether a field takes part. Some pages say that sign_type does
// "in some cases"; every client and every verified message leaves it out.
func signed(f alipay.Field) bool {
	return f.Value != "" && f.Name != "sign" && f.Name != "sign_type"
}

func sizeOf(fields []alipay.Field) int {
	size := 0
	for _, f := range fields {
		if signed(f) {
			size += len(f.Name) + len(f.Value) + len("=&")
		}
	}
	return size
}
