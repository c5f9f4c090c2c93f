package gateway_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const (
	isNull  = "AE_BARCODE_PARAMETER_IS_NULL"
	illegal = "AE_BARCODE_PARAMETER_ILLEGAL"
)

type change = map[string]any

func TestBizDataMembers(t *testing.T) {
	t.Parallel()
	w := start(t)
	for _, name := range []string{
		"secondary_merchant_industry", "secondary_merchant_id", "secondary_merchant_name", "store_id", "store_name",
		"trans_currency", "currency",
	} {
		for what, value := range map[string]any{"missing": nil, "empty": ""} {
			t.Run(name+" may not be "+what, func(t *testing.T) {
				t.Parallel()
				require.Equal(t, isNull, w.shop(t).creating("biz_data", biz(change{name: value})).send(t).outcome())
			})
		}
	}
	for name, tc := range map[string]struct {
		change  change
		lenient string
		strict  string
	}{
		"an id of 64":              {change{"secondary_merchant_id": strings.Repeat("a", 64)}, "SUCCESS", illegal},
		"an id of 65":              {change{"secondary_merchant_id": strings.Repeat("a", 65)}, illegal, illegal},
		"an id of 32":              {change{"secondary_merchant_id": strings.Repeat("a", 32)}, "SUCCESS", "SUCCESS"},
		"a name of 64 characters":  {change{"secondary_merchant_name": strings.Repeat("麵", 64)}, "SUCCESS", illegal},
		"a name of 65 characters":  {change{"secondary_merchant_name": strings.Repeat("麵", 65)}, illegal, illegal},
		"a name of 32 characters":  {change{"secondary_merchant_name": strings.Repeat("麵", 32)}, "SUCCESS", "SUCCESS"},
		"a store id of 33":         {change{"store_id": strings.Repeat("a", 33)}, illegal, illegal},
		"a store id with a blank":  {change{"store_id": "S 1"}, illegal, illegal},
		"a store id with a hyphen": {change{"store_id": "S-1_a"}, "SUCCESS", "SUCCESS"},
		"an industry of letters":   {change{"secondary_merchant_industry": "food"}, illegal, illegal},
		"an industry of 3 digits":  {change{"secondary_merchant_industry": "581"}, illegal, illegal},
		"full-width digits":        {change{"secondary_merchant_industry": "５８１２"}, illegal, illegal},
		"a number for an industry": {change{"secondary_merchant_industry": 5812}, "SUCCESS", illegal},
		"a list for a name":        {change{"store_name": []string{"x"}}, illegal, illegal},
		"an object for a name":     {change{"store_name": change{}}, illegal, illegal},
		"true for is_show_memo":    {change{"is_show_memo": true}, "SUCCESS", illegal},
		`"true" for it`:            {change{"is_show_memo": "true"}, "SUCCESS", "SUCCESS"},
		"yes for it":               {change{"is_show_memo": "yes"}, illegal, illegal},
		"another currency":         {change{"currency": "CNY"}, illegal, illegal},
		"another trans_currency":   {change{"trans_currency": "USD"}, illegal, illegal},
		"hkd":                      {change{"currency": "hkd"}, illegal, illegal},
		"a country of three":       {change{"country_code": "HKG"}, illegal, illegal},
		"a country":                {change{"country_code": "HK", "address": "1 Queen's Road"}, "SUCCESS", "SUCCESS"},
		"letters for a mobile":     {change{"notify_mobile": "+852"}, illegal, illegal},
		"an unknown member":        {change{"surprise": change{"deep": []int{1}}}, "SUCCESS", "SUCCESS"},
		"notify_sign_type DSA":     {change{"notify_sign_type": "DSA"}, illegal, illegal},
		"notify_charset BIG5":      {change{"notify_charset": "BIG5"}, illegal, illegal},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, tc.lenient, w.shop(t).creating("biz_data", biz(tc.change)).send(t).outcome(), "lenient")
			require.Equal(t, tc.strict, w.shop(t, switches{"strict": true}).creating("biz_data", biz(tc.change)).send(t).outcome(), "strict")
		})
	}
	t.Run("the currency is the merchant's", func(t *testing.T) {
		t.Parallel()
		s := w.shop(t, switches{"currency": "USD"})
		require.Equal(t, illegal, s.creating().send(t).outcome())
		require.Equal(t, "SUCCESS", s.creating("biz_data", biz(change{"currency": "USD", "trans_currency": "USD"})).send(t).outcome())
	})
}

func TestTaxi(t *testing.T) {
	t.Parallel()
	w := start(t)
	taxi := change{
		"secondary_merchant_industry": "4121", "store_id": nil, "store_name": nil, "taxi_operation_id": "LRT1",
		"taxi_number": "HK1234", "taxi_driver_name": "陳大文", "taxi_driver_mobile": "98765001",
	}
	t.Run("needs no store, and is known by its operator and plate", func(t *testing.T) {
		t.Parallel()
		s := w.shop(t)
		first := s.code(t, "biz_data", biz(taxi))
		require.Equal(t, first, s.code(t, "biz_data", biz(taxi, change{"taxi_driver_name": "Wong"})))
		require.NotEqual(t, first, s.code(t, "biz_data", biz(taxi, change{"taxi_number": "HK5678"})))
	})
	t.Run("may have a store", func(t *testing.T) {
		t.Parallel()
		s := w.shop(t)
		s.code(t, "biz_data", biz(taxi, change{"store_id": "S01", "store_name": "HK1234"}))
	})
	for _, name := range []string{"taxi_operation_id", "taxi_number", "taxi_driver_name", "taxi_driver_mobile"} {
		t.Run("needs "+name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, isNull, w.shop(t).creating("biz_data", biz(taxi, change{name: nil})).send(t).outcome())
		})
	}
}

func TestBizDataText(t *testing.T) {
	t.Parallel()
	w := start(t)
	good := biz()
	inner := strings.TrimSuffix(strings.TrimPrefix(good, "{"), "}")
	for name, tc := range map[string]struct{ text, want string }{
		"pretty-printed":                {"{\n\t" + strings.ReplaceAll(inner, ",", ",\r\n\t") + "\n}\n", "SUCCESS"},
		"no JSON":                       {"store", illegal},
		"JSON that is cut off":          {good[:40], illegal},
		"an array":                      {"[" + good + "]", illegal},
		"a text":                        {`"x"`, illegal},
		"a number":                      {"1", illegal},
		"null":                          {"null", illegal},
		"two objects":                   {good + good, illegal},
		"something behind it":           {good + "x", illegal},
		"a blank":                       {" ", illegal},
		"single quotes":                 {strings.ReplaceAll(good, `"`, `'`), illegal},
		"an empty object":               {"{}", isNull},
		"members spelled in upper case": {strings.ToUpper(good), isNull},
		"null for a compulsory member":  {`{"store_name":null,` + strings.Replace(inner, `"store_name":"Harbour Noodle Central",`, "", 1) + "}", isNull},
		"deep JSON":                     {`{"x":` + strings.Repeat("[", 800) + strings.Repeat("]", 800) + "," + inner + "}", "SUCCESS"},
		"a lone surrogate in a name":    {strings.Replace(good, "Harbour Noodle Central", `a\ud800b`, 1), illegal},
		"a surrogate pair":              {strings.Replace(good, "Harbour Noodle Central", `\ud83d\ude00`, 1), "SUCCESS"},
		"NUL in a name":                 {strings.Replace(good, "Harbour Noodle Central", `a\u0000b`, 1), illegal},
		"ESC in an address":             {`{"address":"\u001b",` + inner + "}", illegal},
		"U+FFFF in a member of the fee": {`{"channel_fee":{"type":"RATE","value":"\uffff"},` + inner + "}", illegal},
		"the last of two of one name":   {`{"store_name":"",` + inner + "}", "SUCCESS"},
	} {
		t.Run(name+" is "+tc.want, func(t *testing.T) {
			t.Parallel()
			s := w.shop(t)
			r := s.creating("biz_data", tc.text).send(t)
			require.Equal(t, tc.want, r.outcome())
			require.Equal(t, tc.text, r.echo["biz_data"])
			if tc.want != "SUCCESS" {
				require.Empty(t, s.list(t, "/qrcodes"))
			}
		})
	}
}

func TestChannelFee(t *testing.T) {
	t.Parallel()
	w := start(t)
	fee := func(kind, value any) change { return change{"channel_fee": change{"type": kind, "value": value}} }
	for name, tc := range map[string]struct {
		change change
		want   string
	}{
		"a rate of 5 %":         {fee("RATE", "0.05"), "SUCCESS"},
		"a rate of 0":           {fee("RATE", "0"), "SUCCESS"},
		"a rate above 5 %":      {fee("RATE", "0.0501"), illegal},
		"a negative rate":       {fee("RATE", "-0.01"), illegal},
		"a rate in percent":     {fee("RATE", "3%"), illegal},
		"a fixed fee":           {fee("FIXED", "1.50"), "SUCCESS"},
		"a fixed fee of 0":      {fee("FIXED", "0.00"), "SUCCESS"},
		"a tenth of a cent":     {fee("FIXED", "0.001"), illegal},
		"a number, lenient":     {fee("RATE", 0.03), "SUCCESS"},
		"an exponent":           {fee("FIXED", "1e1"), illegal},
		"another type":          {fee("PERCENT", "1"), illegal},
		"a type in lower case":  {fee("rate", "0.01"), illegal},
		"no type":               {change{"channel_fee": change{"value": "0.01"}}, illegal},
		"no value":              {change{"channel_fee": change{"type": "RATE"}}, illegal},
		"an empty object":       {change{"channel_fee": change{}}, illegal},
		"a text":                {change{"channel_fee": "RATE"}, illegal},
		"a list for a type":     {fee([]int{1}, "0.01"), illegal},
		"an object for a value": {fee("RATE", change{}), illegal},
		"a list":                {change{"channel_fee": []int{}}, illegal},
		"null, which is no fee": {change{"channel_fee": nil}, "SUCCESS"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, tc.want, w.shop(t).creating("biz_data", biz(tc.change)).send(t).outcome())
		})
	}
}
