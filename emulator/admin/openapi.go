package admin

import (
	"strings"
)

const about = `Sees and steers the emulator. Each merchant is a world of its own.

Amounts are text in major units ("88.00"), times RFC 3339 at +08:00 to the second. Bodies are application/json; unknown members are refused. Lists are newest first, notifications oldest first. A method that a path does not have is answered by 405, with the same shape of error as everything else.`

// openAPI describes the API. It is written from the table of routes and from
// the types that the handlers use, so that it cannot say anything else.
func (a *Admin) openAPI(*request) (any, error) {
	s, paths := newSchemas(), map[string]object{}
	for _, r := range routes() {
		if paths[r.Path] == nil {
			paths[r.Path] = object{}
		}
		paths[r.Path][strings.ToLower(r.Method)] = r.operation(s)
	}
	return object{
		"openapi":  "3.0.3",
		"info":     object{"title": "localipay admin API", "version": a.Version, "description": about},
		"servers":  []object{{"url": "/"}},
		"security": []object{{}, {"bearer": []string{}}},
		"paths":    paths,
		"components": object{
			"schemas": s.named, "responses": failures(s),
			"securitySchemes": object{"bearer": object{
				"type": "http", "scheme": "bearer", "description": "The token of --admin-token. Without that flag none is wanted.",
			}},
		},
	}, nil
}

func (r route) operation(s *schemas) object {
	out := object{
		"operationId": r.id(), "tags": []string{r.tag()}, "summary": r.Summary,
		"parameters": r.parameters(), "responses": r.responses(s),
	}
	if r.In != nil {
		out["requestBody"] = object{"content": content("application/json", s.of(typeOf(r.In)))}
	}
	if r.Open {
		out["security"] = []object{}
	}
	return out
}

// id is the method and the path without what is in braces:
// POST /_admin/merchants/{partner}/clock/advance is postMerchantsPartnerClockAdvance.
func (r route) id() string {
	id := strings.ToLower(r.Method)
	words := strings.FieldsFunc(strings.TrimPrefix(r.Path, "/_admin"), func(c rune) bool { return strings.ContainsRune("/{}_.", c) })
	for _, word := range words {
		id += strings.ToUpper(word[:1]) + word[1:]
	}
	return id
}

// tag groups the operations by what they are about.
func (r route) tag() string {
	rest, inWorld := strings.CutPrefix(r.Path, one)
	if !inWorld {
		rest = strings.TrimPrefix(r.Path, "/_admin")
	}
	word, _, _ := strings.Cut(strings.TrimPrefix(rest, "/"), "/")
	switch word {
	case "", "reset", "health", "openapi.json", "state":
		if inWorld {
			return "merchants"
		}
		return "emulator"
	}
	return word
}

func content(mediaType string, schema object) object {
	return object{mediaType: object{"schema": schema}}
}
