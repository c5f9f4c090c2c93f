package admin

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"reflect"
	"strings"
	"unicode/utf8"

	"localipay/emulator/suggest"
	"localipay/emulator/wire"
)

// maxBody is far more than any call of the API needs.
const maxBody = 1 << 20

// decode reads a JSON body. None at all leaves out as it is; unknown fields
// and a form's content type are refused.
func decode(r *http.Request, out any) error {
	body, err := readJSON(r)
	if err != nil || len(body) == 0 {
		return err
	}
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.DisallowUnknownFields()
	decoder.UseNumber()
	if err := decoder.Decode(out); err != nil {
		return misread(err, out)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return badRequest("something follows the JSON object in the body")
	}
	return nil
}

// readJSON reads a body that says to be JSON, or none.
func readJSON(r *http.Request) ([]byte, error) {
	body, err := readBody(r)
	if err != nil || len(body) == 0 {
		return nil, err
	}
	if kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); kind != "application/json" {
		return nil, fault(http.StatusUnsupportedMediaType, "UNSUPPORTED_MEDIA_TYPE", "the body must be application/json, not %q; send Content-Type: application/json", r.Header.Get("Content-Type"))
	}
	return body, nil
}

func readBody(r *http.Request) ([]byte, error) {
	body, err := io.ReadAll(io.LimitReader(r.Body, maxBody+1))
	switch {
	case err != nil:
		return nil, badRequest("the body could not be read: %v", err)
	case len(body) > maxBody:
		wire.Discard(r.Body)
		return nil, badRequest("the body is longer than %d bytes", maxBody)
	case !utf8.Valid(body):
		return nil, badRequest("the body is not UTF-8")
	}
	return bytes.TrimSpace(body), nil
}

// misread says in the caller's words, not in Go's, what encoding/json found.
func misread(err error, out any) error {
	var wrongType *json.UnmarshalTypeError
	var syntax *json.SyntaxError
	switch {
	case errors.As(err, &wrongType) && wrongType.Field == "":
		return badRequest("the body must be a JSON object, not a JSON %s", wrongType.Value)
	case errors.As(err, &wrongType):
		name := wrongType.Field[strings.LastIndexByte(wrongType.Field, '.')+1:]
		return badRequest("%s: must be a text in quotes, not a JSON %s", name, wrongType.Value)
	case errors.As(err, &syntax):
		return badRequest("the body is not JSON: %v at byte %d", syntax, syntax.Offset)
	case errors.Is(err, io.ErrUnexpectedEOF):
		return badRequest("the body is not JSON: it ends in the middle")
	}
	if name, unknown := strings.CutPrefix(err.Error(), "json: unknown field "); unknown {
		return unknownMember(strings.Trim(name, `"`), out)
	}
	return badRequest("the body is not what this call takes: %v", err)
}

func unknownMember(name string, out any) error {
	names := []string{}
	for _, f := range fieldsOf(reflect.TypeOf(out).Elem()) {
		known, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		names = append(names, known)
	}
	if len(names) == 0 {
		return badRequest("unknown member %q; this call takes no body", name)
	}
	return badRequest("unknown member %q%s", name, suggest.DidYouMean(name, names))
}
