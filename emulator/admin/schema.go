package admin

import (
	"reflect"
	"strings"
)

// object is a JSON object of the OpenAPI document.
type object = map[string]any

// shaped types say themselves what they look like: texts with a meaning, and
// maps whose members are known.
type shaped interface {
	shape(s *schemas) object
}

// schemas makes OpenAPI schemas of Go types and keeps those that have a name.
type schemas struct{ named object }

func newSchemas() *schemas { return &schemas{object{}} }

// shapeSuffix marks the Go types that the document names: tradeJSON is trade.
const shapeSuffix = "JSON"

// of describes what encoding/json writes for a type, or takes for it. A
// named type is written once and referred to.
func (s *schemas) of(t reflect.Type) object {
	name, named := strings.CutSuffix(t.Name(), shapeSuffix)
	if !named {
		return s.describe(t)
	}
	if _, known := s.named[name]; !known {
		s.named[name] = nil // for a type that holds itself
		s.named[name] = s.describe(t)
	}
	return object{"$ref": "#/components/schemas/" + name}
}

func (s *schemas) describe(t reflect.Type) object {
	if t.Kind() == reflect.Pointer { // first: a pointer has its element's methods too
		return nullable(s.of(t.Elem()))
	}
	if own, ok := reflect.Zero(t).Interface().(shaped); ok {
		return own.shape(s)
	}
	switch t.Kind() {
	case reflect.String, reflect.Bool, reflect.Int, reflect.Int64, reflect.Float64:
		return object{"type": scalarTypes[t.Kind()]}
	case reflect.Slice:
		return object{"type": "array", "items": s.of(t.Elem())}
	case reflect.Map:
		return object{"type": "object", "additionalProperties": s.of(t.Elem())}
	case reflect.Struct:
		return s.members(t)
	default:
		return object{} // any
	}
}

var scalarTypes = map[reflect.Kind]string{
	reflect.String: "string", reflect.Bool: "boolean",
	reflect.Int: "integer", reflect.Int64: "integer", reflect.Float64: "number",
}

// members describes a struct. Whatever has no omitempty is always there, and
// nothing else ever is: unknown fields are refused (interface.md).
func (s *schemas) members(t reflect.Type) object {
	properties, required := object{}, []string{}
	for _, f := range fieldsOf(t) {
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		properties[name] = s.member(f)
		if options != "omitempty" {
			required = append(required, name)
		}
	}
	out := object{"type": "object", "properties": properties, "additionalProperties": false}
	if len(required) > 0 {
		out["required"] = required
	}
	return out
}

func (s *schemas) member(f reflect.StructField) object {
	t := f.Type
	if t.Kind() == reflect.Pointer && strings.HasSuffix(f.Tag.Get("json"), ",omitempty") {
		t = t.Elem() // it is left out where it would be null
	}
	out := s.of(t)
	if doc := f.Tag.Get("doc"); doc != "" {
		out["description"] = doc
	}
	if values := f.Tag.Get("enum"); values != "" {
		out["enum"] = strings.Fields(values)
	}
	return out
}

// fieldsOf lists the members that JSON sees, those of embedded structs too.
func fieldsOf(t reflect.Type) (fields []reflect.StructField) {
	for f := range t.Fields() {
		switch {
		case f.Anonymous:
			fields = append(fields, fieldsOf(f.Type)...)
		case f.IsExported():
			fields = append(fields, f)
		}
	}
	return fields
}

// nullable lets a schema be null. Beside a reference nothing else may stand
// in OpenAPI 3.0.
func nullable(schema object) object {
	if _, isRef := schema["$ref"]; isRef {
		return object{"nullable": true, "allOf": []object{schema}}
	}
	schema["nullable"] = true
	return schema
}
