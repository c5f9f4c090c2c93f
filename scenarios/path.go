package scenarios

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// at finds a part by its path: a.0.b.
func at(value any, path string) (any, bool) {
	if members, ok := value.(map[string]any); ok {
		if found, ok := members[path]; ok { // a name with a dot in it
			return found, found != nil
		}
	}
	name, rest, more := strings.Cut(path, ".")
	switch v := value.(type) {
	case map[string]any:
		value = v[name]
	case []any:
		i, err := strconv.Atoi(name)
		if err != nil || i < 0 || i >= len(v) {
			return nil, false
		}
		value = v[i]
	default:
		return nil, false
	}
	if !more {
		return value, value != nil
	}
	return at(value, rest)
}

// plainText is a part as a text: what it is put into are texts.
func plainText(value any) string {
	switch v := value.(type) {
	case string:
		return v
	case map[string]any, []any:
		data, _ := json.Marshal(v) // it came from JSON
		return string(data)
	}
	return fmt.Sprint(value)
}

func fieldNames(fields map[string]any) []string {
	return slices.DeleteFunc(slices.Sorted(maps.Keys(fields)), func(name string) bool {
		return fields[name] == nil || strings.HasPrefix(name, "answer.")
	})
}
