package gateway_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// requireStoreForm: secmerchant.* tells success and failure by result_code
// itself (decision 11).
func requireStoreForm(t *testing.T, r reply, code string) {
	t.Helper()
	require.Equal(t, "alipay", r.child, "%s", r.raw)
	want := map[string]string{"error": code, "result_code": code}
	if code == "SUCCESS" {
		delete(want, "error")
	}
	require.Equal(t, want, r.leaves)
}

func TestStoreRegistration(t *testing.T) {
	t.Parallel()
	w := start(t)
	for name, tc := range map[string]struct {
		pairs []string
		want  string
	}{
		"a store":                      {nil, "SUCCESS"},
		"a name of 128 characters":     {[]string{"secondary_merchant_name", strings.Repeat("麵", 128)}, "SUCCESS"},
		"a name of 129":                {[]string{"secondary_merchant_name", strings.Repeat("麵", 129)}, "PARAM_ILLEGAL"},
		"an address of 331":            {[]string{"store_address", strings.Repeat("a", 331)}, "PARAM_ILLEGAL"},
		"an id with a hyphen":          {[]string{"secondary_merchant_id", "M-1"}, "PARAM_ILLEGAL"},
		"a store id with a slash":      {[]string{"store_id", "S/1"}, "SUCCESS"},
		"a country in lower case":      {[]string{"store_country", "hk"}, "PARAM_ILLEGAL"},
		"an industry of letters":       {[]string{"store_industry", "food"}, "PARAM_ILLEGAL"},
		"the acquirer's block":         {[]string{"secondary_merchant_type", "ENTERPRISE", "contact_no", "+852 (98)", "settlement_no", "A1"}, "SUCCESS"},
		"another type":                 {[]string{"secondary_merchant_type", "COMPANY"}, "PARAM_ILLEGAL"},
		"a contact of letters":         {[]string{"contact_no", "call me"}, "PARAM_ILLEGAL"},
		"a quote in a name, lenient":   {[]string{"store_name", `"Noodle"`}, "SUCCESS"},
		"a taxi without drivers":       {[]string{"store_industry", "4121"}, "PARAM_ILLEGAL"},
		"a taxi with an empty list":    {[]string{"store_industry", "4121", "extend_params", "[]"}, "PARAM_ILLEGAL"},
		"a taxi with null":             {[]string{"store_industry", "4121", "extend_params", "null"}, "PARAM_ILLEGAL"},
		"a taxi":                       {[]string{"store_industry", "4121", "extend_params", `[{"operation_id":"A1","contact_person":"陳","contact_way":"+852 1"}]`}, "SUCCESS"},
		"drivers that are no list":     {[]string{"extend_params", `{"operation_id":"A1"}`}, "PARAM_ILLEGAL"},
		"drivers that are no JSON":     {[]string{"extend_params", `[`}, "PARAM_ILLEGAL"},
		"ten drivers":                  {[]string{"extend_params", drivers(10)}, "SUCCESS"},
		"eleven drivers":               {[]string{"extend_params", drivers(11)}, "PARAM_ILLEGAL"},
		"a driver twice":               {[]string{"extend_params", `[{"operation_id":"A"},{"operation_id":"A"}]`}, "PARAM_ILLEGAL"},
		"a driver's id with a hyphen":  {[]string{"extend_params", `[{"operation_id":"A-1"}]`}, "PARAM_ILLEGAL"},
		"a driver's number of letters": {[]string{"extend_params", `[{"contact_way":"call"}]`}, "PARAM_ILLEGAL"},
	} {
		t.Run(name+" is "+tc.want, func(t *testing.T) {
			t.Parallel()
			s := w.shop(t)
			requireStoreForm(t, s.storing(tc.pairs...).send(t), tc.want)
			if tc.want != "SUCCESS" {
				requireStoreForm(t, s.asking().send(t), "DATA_NOT_EXIST")
			}
		})
	}
	for _, name := range []string{
		"secondary_merchant_name", "secondary_merchant_id", "store_id", "store_name", "store_country", "store_address", "store_industry",
	} {
		t.Run("without "+name+" it is PARAM_ILLEGAL", func(t *testing.T) {
			t.Parallel()
			requireStoreForm(t, w.shop(t).storing().without(name).send(t), "PARAM_ILLEGAL")
			requireStoreForm(t, w.shop(t).storing(name, "").send(t), "PARAM_ILLEGAL")
		})
	}
	t.Run("strict merchants name their drivers, in JSON with quotes, and quote nowhere else", func(t *testing.T) {
		t.Parallel()
		s := w.shop(t, switches{"strict": true})
		requireStoreForm(t, s.storing("extend_params", `[{"operation_id":"A1"}]`).send(t), "PARAM_ILLEGAL")
		requireStoreForm(t, s.storing("store_name", `"Noodle"`).send(t), "PARAM_ILLEGAL")
		requireStoreForm(t, s.storing("extend_params", `[{"operation_id":"A1","contact_person":"陳"}]`).send(t), "SUCCESS")
	})
}

func drivers(n int) string {
	return "[" + strings.TrimSuffix(strings.Repeat("{},", n), ",") + "]"
}

func TestStoreReview(t *testing.T) {
	t.Parallel()
	w := start(t)
	t.Run("a store is approved at once, and told back as registered", func(t *testing.T) {
		t.Parallel()
		s := w.shop(t)
		s.storing("contact_email", "a@b.example", "cs_no", "").send(t)
		require.Equal(t, map[string]string{
			"contact_email": "a@b.example", "partner": s.partner, "payment_method": "INSTORE_PAYMENT", "result_code": "SUCCESS",
			"secondary_merchant_id": "M0001", "secondary_merchant_name": "Harbour Noodle Ltd", "status": "SUCCESS",
			"store_address": "1 Queen's Road", "store_country": "HK", "store_id": "S01", "store_industry": "5812",
			"store_name": "Harbour Noodle", "store_status": "ACTIVATED",
		}, s.asking().send(t).leaves)
	})
	t.Run("under review there is no second application", func(t *testing.T) {
		t.Parallel()
		s := w.shop(t, switches{"review_delay": "1h"})
		s.storing().send(t)
		requireReview(t, s, "UNDER_REVIEW", "INACTIVATE")
		requireStoreForm(t, s.storing().send(t), "DUPLICATE_REQUEST")
		s.advance(t, "1h")
		requireReview(t, s, "SUCCESS", "ACTIVATED")
		requireStoreForm(t, s.storing("store_name", "New").send(t), "SUCCESS")
		requireReview(t, s, "MODIFICATION_REVIEW", "ACTIVATED")
		requireStoreForm(t, s.storing().send(t), "DUPLICATE_REQUEST")
		s.advance(t, "1h")
		requireReview(t, s, "SUCCESS", "ACTIVATED")
		require.Equal(t, "New", s.asking().send(t).leaves["store_name"])
	})
	t.Run("a rejected one says why, and may apply again", func(t *testing.T) {
		t.Parallel()
		s := w.shop(t)
		requireStoreForm(t, s.storing("secondary_merchant_name", "REJECT Ltd").send(t), "SUCCESS")
		requireReview(t, s, "FAILED", "INACTIVATE")
		require.Equal(t, "For security reason, registration reject.", s.asking().send(t).leaves["reject_reason"])
		requireStoreForm(t, s.storing().send(t), "SUCCESS")
		requireReview(t, s, "SUCCESS", "ACTIVATED")
		require.NotContains(t, s.asking().send(t).leaves, "reject_reason")
	})
}

func TestStoreQuery(t *testing.T) {
	t.Parallel()
	w := start(t)
	for name, tc := range map[string]struct {
		pairs []string
		want  string
	}{
		"another store":          {[]string{"store_id", "S02"}, "DATA_NOT_EXIST"},
		"another merchant":       {[]string{"secondary_merchant_id", "M0002"}, "DATA_NOT_EXIST"},
		"no merchant":            {[]string{"secondary_merchant_id", ""}, "PARAM_ILLEGAL"},
		"no store":               {[]string{"store_id", ""}, "PARAM_ILLEGAL"},
		"no payment_method":      {[]string{"payment_method", ""}, "PARAM_ILLEGAL"},
		"another payment_method": {[]string{"payment_method", "CASH"}, "PARAM_ILLEGAL"},
		"an online merchant":     {[]string{"payment_method", "ONLINE_PAYMENT", "store_id", ""}, "DATA_NOT_EXIST"},
		"an id of 65":            {[]string{"secondary_merchant_id", strings.Repeat("M", 65)}, "PARAM_ILLEGAL"},
	} {
		t.Run("asked for "+name+" it is "+tc.want, func(t *testing.T) {
			t.Parallel()
			s := w.shop(t)
			s.storing().send(t)
			requireStoreForm(t, s.asking(tc.pairs...).send(t), tc.want)
		})
	}
	t.Run("another merchant's store does not exist", func(t *testing.T) {
		t.Parallel()
		w.shop(t).storing().send(t)
		requireStoreForm(t, w.shop(t).asking().send(t), "DATA_NOT_EXIST")
	})
}

func requireReview(t *testing.T, s *shop, status, storeStatus string) {
	t.Helper()
	leaves := s.asking().send(t).leaves
	require.Equal(t, status, leaves["status"])
	require.Equal(t, storeStatus, leaves["store_status"])
}
