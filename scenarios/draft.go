package scenarios

import (
	"context"
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strings"

	"localipay/emulator/alipay"
)

// draft is a call that is being put together.
type draft struct {
	ctx     context.Context //nolint:containedctx // of the one step that it is made for
	params  map[string]string
	biz     map[string]any
	removed map[string]bool // the step wants these not to be sent
	wrong   bool            // signed wrongly
	method  string
}

// put fills in a parameter that is neither there nor unwanted.
func (c *draft) put(name, value string) {
	if c.lacks(name) && value != "" {
		c.params[name] = value
	}
}

func (c *draft) lacks(name string) bool {
	_, ok := c.params[name]
	return !ok && !c.removed[name]
}

// putBiz fills in a member of biz_data.
func (c *draft) putBiz(name string, value any) {
	if _, ok := c.biz[name]; !ok && !c.removed[name] {
		c.biz[name] = value
	}
}

// common fills in what every call carries.
func (c *draft) common(f frame, service string, stamped bool) {
	c.put("service", service)
	c.put("partner", f.current.partner)
	c.put("_input_charset", string(alipay.UTF8))
	c.put("sign_type", string(f.scenario.signType))
	if stamped {
		c.put("timestamp", alipay.Stamp(f.current.time(f.real.Now())))
	}
}

// fields gives the parameters as they are signed, sorted, in UTF-8.
func (c *draft) fields() []alipay.Field {
	var list []alipay.Field
	for _, name := range slices.Sorted(maps.Keys(c.params)) {
		if !c.removed[name] {
			list = append(list, alipay.Field{Name: name, Value: c.params[name]})
		}
	}
	return list
}

// charset is that of the bytes; of a charset that the gateway lacks the bytes
// are UTF-8.
func (c *draft) charset() alipay.Charset {
	charset, ok := alipay.ParseCharset(c.params["_input_charset"])
	if !ok || c.removed["_input_charset"] {
		return alipay.UTF8
	}
	return charset
}

func (c *draft) post() bool { return c.method == http.MethodPost }

// compact writes JSON without escaping what HTML would mind.
func compact(value any) string {
	var out strings.Builder
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(value) // texts, lists and maps always encode
	return strings.TrimSuffix(out.String(), "\n")
}
