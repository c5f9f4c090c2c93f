package admin

import (
	"reflect"
	"regexp"
)

var pathParameter = regexp.MustCompile(`\{(\w+)\}`)

// parameters describes what stands in a route's path and may stand behind it.
func (r route) parameters() []object {
	list := []object{}
	for _, found := range pathParameter.FindAllStringSubmatch(r.Path, -1) {
		schema, text := pathShape(found[1])
		list = append(list, object{"name": found[1], "in": "path", "required": true, "schema": schema, "description": text})
	}
	for _, name := range r.Query {
		note := queryNotes()[name]
		list = append(list, object{"name": name, "in": "query", "schema": note.schema, "description": note.text})
	}
	return list
}

func pathShape(name string) (schema object, text string) {
	text = map[string]string{
		"partner":      "The merchant's partner id.",
		"code":         "The 23 characters of a code, after the host.",
		"out_trade_no": "Alipay's number of the order, also its partner_trans_id.",
		"notify_id":    "The notification's id.",
		"id":           "The id: of a request as X-Localipay-Request told it, of a rule as it was made.",
		"name":         "The snapshot's name, or the file's.",
	}[name]
	return object{"type": "string"}, text
}

// queryNote is the type and the meaning of a query parameter.
type queryNote struct {
	schema object
	text   string
}

func queryNotes() map[string]queryNote {
	text, truth := object{"type": "string"}, object{"type": "boolean"}
	return map[string]queryNote{
		"limit":        {object{"type": "integer", "minimum": 1, "maximum": maxLimit, "default": defaultLimit}, "How many items at most."},
		"cursor":       {text, "Goes on with a list: the member next of the page before."},
		"wait":         {object{"type": "integer", "minimum": 0, "maximum": maxWait}, "Waits until so many items match. When the time is over, what there is comes with timed_out."},
		"timeout":      {object{"type": "string", "default": "10s"}, "How long to wait at most, in real time, up to 10m."},
		"acked":        {truth, "Only those that the shop has, or has not, acknowledged."},
		"settle":       {truth, "Whether to wait for what this sets off now: the first notification, answered or timed out."},
		"kind":         {object{"type": "string", "enum": notificationKinds}, "Only notifications of this kind."},
		"service":      {text, "Only calls of this service."},
		"outcome":      {text, "Only calls with this outcome: SUCCESS, a gateway error's or a business failure's code, or LOST."},
		"out_trade_no": {text, "Only those of this order."},
	}
}

func typeOf(sample any) reflect.Type { return reflect.TypeOf(sample) }
