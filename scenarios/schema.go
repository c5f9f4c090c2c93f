package scenarios

import _ "embed"

//go:embed scenario.schema.json
var schema string

// Schema is the JSON Schema of a scenario, for editors.
func Schema() string { return schema }
