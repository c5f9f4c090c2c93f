package admin_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/gorilla/mux"
	"github.com/stretchr/testify/require"

	"localipay/emulator/admin"
	"localipay/emulator/alipay"
)

func TestDocument(t *testing.T) {
	t.Parallel()
	c := start(t)

	t.Run("is valid OpenAPI 3.0", func(t *testing.T) {
		t.Parallel()
		require.Equal(t, "3.0.3", c.doc.OpenAPI)
		require.NoError(t, c.doc.Validate(t.Context()))
	})

	t.Run("has the same operations as the router, both ways", func(t *testing.T) {
		t.Parallel()
		require.ElementsMatch(t, routed(t), operations(c))
	})

	t.Run("tells what each operation and each parameter is for", func(t *testing.T) {
		t.Parallel()
		for path, item := range c.doc.Paths.Map() {
			for method, operation := range item.Operations() {
				require.NotEmpty(t, operation.Summary, "%s %s", method, path)
				for _, p := range operation.Parameters {
					require.NotEmpty(t, p.Value.Description, "%s of %s %s", p.Value.Name, method, path)
				}
			}
		}
	})

	t.Run("has every switch, with a type and a description", func(t *testing.T) {
		t.Parallel()
		for _, shape := range []string{"merchant", "newMerchant", "switches"} {
			for _, name := range alipay.SwitchNames() {
				member := c.doc.Components.Schemas[shape].Value.Properties[name]
				require.NotNil(t, member, "%s of %s", name, shape)
				require.NotEmpty(t, member.Value.Description, "%s of %s", name, shape)
			}
		}
	})

	t.Run("lets nothing be sent or answered that it does not name", func(t *testing.T) {
		t.Parallel()
		for name, schema := range c.doc.Components.Schemas {
			require.NotNil(t, schema.Value.AdditionalProperties.Has, name)
			require.False(t, *schema.Value.AdditionalProperties.Has, name)
		}
	})
}

func routed(t *testing.T) (list []string) {
	t.Helper()
	router := mux.NewRouter()
	admin.New(admin.Config{}).Register(router)
	require.NoError(t, router.Walk(func(route *mux.Route, _ *mux.Router, _ []*mux.Route) error {
		path, err := route.GetPathTemplate()
		require.NoError(t, err)
		methods, _ := route.GetMethods() // none: the answer to everything else
		for _, method := range methods {
			list = append(list, method+" "+path)
		}
		return nil
	}))
	return list
}

func operations(c *api) (list []string) {
	for path, item := range c.doc.Paths.Map() {
		for method := range item.Operations() {
			list = append(list, method+" "+path)
		}
	}
	return list
}

// TestDocumentedShapes holds the members against interface.md, "Shapes": with
// a question mark those that may be missing, with a zero those that may be null.
func TestDocumentedShapes(t *testing.T) {
	t.Parallel()
	c := start(t)
	for shape, members := range map[string]string{
		"merchant": "partner name md5_key rsa_public_key0 alipay_public_key gateway_url sftp_password clock " +
			"services strict response_charset qrcode_envelope qr_base currency payment_inst pay_timeout refund_period " +
			"refund_window notify_verify_ttl review_delay fee_rate refund_returns_fee balance0 sftp_authorized_key0",
		"clock": "now mode next",
		"due":   "at kind id",
		"qrcode": "qrcode code img_url status store_id store_name secondary_merchant_id secondary_merchant_name " +
			"channel_fee0 notify_url currency created_at",
		"fee": "type value",
		"trade": "out_trade_no trade_no trade_status amount refunded currency qrcode store_id buyer_id memo " +
			"created_at paid_at0 closed_at0 close_reason?",
		"refund":       "partner_refund_id out_trade_no amount currency sync status error? requested_at done_at0",
		"notification": "notify_id kind out_trade_no notify_url trade_status acked due0 fields attempts",
		"attempt":      "at body status answer error? faults",
		"file":         "name kind date size available_at",
		"request":      "id at method service partner params outcome answer status faults diagnosis?",
		"diagnosis":    "cause also? verdict signed theirs? diff note? tried",
		"part":         "same? signed? theirs?",
		"advanced":     "now events",
		"error":        "error",
	} {
		t.Run("a "+shape+" has the members that interface.md gives it", func(t *testing.T) {
			t.Parallel()
			schema := c.doc.Components.Schemas[shape]
			require.NotNil(t, schema)
			for member := range strings.FieldsSeq(members) {
				name := strings.TrimRight(member, "?0")
				require.Contains(t, schema.Value.Properties, name)
				require.Equal(t, strings.HasSuffix(member, "0"), schema.Value.Properties[name].Value.Nullable, name)
				require.Equal(t, !strings.HasSuffix(member, "?"), slices.Contains(schema.Value.Required, name), name)
			}
		})
	}
}

func TestDocumentedEnums(t *testing.T) {
	t.Parallel()
	c := start(t)
	for name, member := range c.doc.Components.Schemas["switches"].Value.Properties {
		if len(member.Value.Enum) == 0 {
			continue
		}
		t.Run("the handler takes each documented value of "+name+", and no other", func(t *testing.T) {
			t.Parallel()
			c := start(t)
			for _, value := range member.Value.Enum {
				require.Equal(t, value, c.ok(http.MethodPatch, world, `{"`+name+`":"`+value.(string)+`"}`).at(name))
			}
			c.refuse(400, "INVALID_ARGUMENT", http.MethodPatch, world, `{"`+name+`":"something else"}`)
		})
	}
}
