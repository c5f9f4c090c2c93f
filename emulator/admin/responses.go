package admin

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
)

// failures are the errors that look alike everywhere.
func failures(s *schemas) object {
	return object{
		"400": failure(s, "INVALID_ARGUMENT, or a code that tells more: the message says what is wrong and how to write it."),
		"401": failure(s, "UNAUTHORIZED: the token of --admin-token is missing or wrong."),
		"403": failure(s, "UNKNOWN_HOST or FOREIGN_ORIGIN: not by this host name, or not from a page of another origin."),
		"405": failure(s, "METHOD_NOT_ALLOWED: the path has other methods."),
		"415": failure(s, "UNSUPPORTED_MEDIA_TYPE: the body is not application/json."),
	}
}

func failure(s *schemas, text string) object {
	return object{"description": text, "content": content("application/json", s.of(typeOf(errorJSON{})))}
}

func (r route) responses(s *schemas) object {
	out := object{strconv.Itoa(r.status()): r.success(s)}
	for _, status := range r.commonFailures() {
		out[strconv.Itoa(status)] = object{"$ref": "#/components/responses/" + strconv.Itoa(status)}
	}
	switch {
	case strings.Contains(r.Path, "{"):
		out["404"] = failure(s, "There is no such merchant, or no such thing of it.")
	case r.isText():
		out["404"] = failure(s, "There is no such thing here.")
	}
	if len(r.Conflicts) > 0 {
		out["409"] = failure(s, strings.Join(r.Conflicts, " or ")+".")
	}
	return out
}

func (r route) commonFailures() []int {
	list := []int{http.StatusForbidden}
	if !r.Open {
		list = append(list, http.StatusUnauthorized)
	}
	if r.stream == nil {
		list = append(list, http.StatusBadRequest, http.StatusUnsupportedMediaType)
	}
	return list
}

func (r route) isText() bool {
	_, is := r.Out.(text)
	return is
}

func (r route) success(s *schemas) object {
	if r.isText() {
		return object{"description": "The file.", "content": content("text/plain", object{"type": "string"})}
	}
	if r.stream == nil {
		return object{"description": "Done.", "content": content("application/json", s.of(typeOf(r.Out)))}
	}
	event := s.of(typeOf(r.Out))
	return object{
		"description": fmt.Sprintf("Server-sent events; the data of each is a %s. One of kind lost tells that the listener was too slow and should read anew.", event["$ref"]),
		"content":     content("text/event-stream", object{"type": "string"}),
	}
}
