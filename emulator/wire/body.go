package wire

import (
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"strings"
)

// ErrBody tells that the request's body could not be read to its end: the
// client went away, or was too slow. It wraps the cause.
var ErrBody = errors.New("reading the request body")

// maxDiscard is how much more than a limit is read before the connection is
// given up.
const maxDiscard = 32 << 20

// Discard reads on in a body that is longer than its reader takes. A client that
// is still sending when the server closes gets a reset and never sees the
// answer, which whether the rest arrives does not change.
func Discard(rest io.Reader) { _, _ = io.CopyN(io.Discard, rest, maxDiscard) }

// readBody gives the body, at most MaxBytes of it, whatever the error.
func readBody(r io.Reader) (string, error) {
	if r == nil {
		return "", nil
	}
	body, err := io.ReadAll(io.LimitReader(r, MaxBytes+1))
	if len(body) > MaxBytes {
		Discard(r)
		return string(body[:MaxBytes]), illegal("a body of more than %d bytes", MaxBytes)
	}
	if err != nil {
		err = fmt.Errorf("%w: %w", ErrBody, err)
	}
	return string(body), err
}

// multipart takes the fields of a multipart/form-data body, files included,
// as raw bytes: a transfer encoding is not undone.
func (c *collector) multipart(contentType, body string) {
	_, params, err := mime.ParseMediaType(contentType)
	if err != nil || params["boundary"] == "" {
		c.refuse(illegal("multipart/form-data without a boundary"))
		return
	}
	parts := multipart.NewReader(strings.NewReader(body), params["boundary"])
	for {
		part, err := parts.NextRawPart()
		if err == io.EOF { //nolint:errorlint // a wrapped EOF is a body that ends before its last boundary
			return
		}
		var value []byte
		if err == nil {
			value, err = io.ReadAll(part)
		}
		if err != nil {
			c.refuse(illegal("malformed multipart/form-data: %v", err))
			return
		}
		if !c.add(part.FormName(), string(value)) {
			return
		}
	}
}
