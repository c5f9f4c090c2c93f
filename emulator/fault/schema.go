package fault

import _ "embed"

//go:embed faults.schema.json
var schema string

// Schema is the JSON Schema of a --faults file, for editors.
func Schema() string { return schema }
