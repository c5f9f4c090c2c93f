package wire_test

import (
	"bytes"
	"errors"
	"io"
	"mime/multipart"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"

	"localipay/emulator/alipay"
	"localipay/emulator/wire"
)

const multipartType = "multipart/form-data; boundary=x"

func TestReadMultipart(t *testing.T) {
	t.Parallel()
	t.Run("reads the fields as raw bytes", func(t *testing.T) {
		t.Parallel()
		body := multipartBody("partner", "123", "a", "\xcd\xcb%20+\r\n", "empty", "")
		q, err := wire.Read(request("service=test", multipartType, body))
		require.NoError(t, err)
		require.Equal(t, fields("a", "\xcd\xcb%20+\r\n", "empty", "", "partner", "123", "service", "test"), q.Params)
	})
	t.Run("reads a file as a value", func(t *testing.T) {
		t.Parallel()
		body := "--x\r\nContent-Disposition: form-data; name=\"a\"; filename=\"f.txt\"\r\n" +
			"Content-Transfer-Encoding: quoted-printable\r\n\r\n=41\r\n--x--\r\n"
		q, err := wire.Read(request("", multipartType, body))
		require.NoError(t, err)
		require.Equal(t, fields("a", "=41"), q.Params, "and does not undo its encoding")
	})
	t.Run("reads what Go's own writer writes", func(t *testing.T) {
		t.Parallel()
		var body bytes.Buffer
		w := multipart.NewWriter(&body)
		require.NoError(t, w.WriteField("biz_data", `{"store_id":"S01"}`))
		require.NoError(t, w.Close())
		q, err := wire.Read(request("", w.FormDataContentType(), body.String()))
		require.NoError(t, err)
		require.Equal(t, fields("biz_data", `{"store_id":"S01"}`), q.Params)
	})
	t.Run("refuses a body without its last boundary, and keeps what was whole", func(t *testing.T) {
		t.Parallel()
		body := strings.TrimSuffix(multipartBody("a", "1", "b", "2"), "--x--\r\n")
		q, err := wire.Read(request("", multipartType, body))
		require.ErrorIs(t, err, alipay.IllegalArgument)
		require.Equal(t, fields("a", "1"), q.Params)
	})
	t.Run("refuses a part with a value and no name", func(t *testing.T) {
		t.Parallel()
		_, err := wire.Read(request("", multipartType, "--x\r\n\r\n1\r\n--x--\r\n"))
		require.ErrorIs(t, err, alipay.IllegalArgument)
	})
	t.Run("counts its parts with the query's parameters", func(t *testing.T) {
		t.Parallel()
		parts := strings.Repeat("--x\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n", 600) + "--x--\r\n"
		_, err := wire.Read(request(numbered(400, "q"), multipartType, parts))
		require.NoError(t, err)
		_, err = wire.Read(request(numbered(401, "q"), multipartType, parts))
		require.ErrorIs(t, err, alipay.IllegalArgument)
	})
}

func TestReadLimitsBytes(t *testing.T) {
	t.Parallel()
	full := "a=" + strings.Repeat("x", wire.MaxBytes-2)
	t.Run("takes a body of a megabyte", func(t *testing.T) {
		t.Parallel()
		q, err := wire.Read(request("", formType, full))
		require.NoError(t, err)
		require.Len(t, q.Get("a"), wire.MaxBytes-2)
	})
	t.Run("refuses a longer one, and keeps its whole parameters", func(t *testing.T) {
		t.Parallel()
		q, err := wire.Read(request("", formType, "partner=123&"+full))
		require.ErrorIs(t, err, alipay.IllegalArgument)
		require.Equal(t, fields("partner", "123"), q.Params)
		require.Len(t, q.Body, wire.MaxBytes)
	})
	t.Run("refuses a longer multipart body, and keeps its whole parts", func(t *testing.T) {
		t.Parallel()
		q, err := wire.Read(request("", multipartType, multipartBody("partner", "123", "a", full)))
		require.ErrorIs(t, err, alipay.IllegalArgument)
		require.Equal(t, fields("partner", "123"), q.Params)
	})
	t.Run("refuses a longer query", func(t *testing.T) {
		t.Parallel()
		q, err := wire.Read(request("partner=123&"+full, "", ""))
		require.ErrorIs(t, err, alipay.IllegalArgument)
		require.Equal(t, fields("partner", "123"), q.Params)
	})
	t.Run("stops reading an endless body", func(t *testing.T) {
		t.Parallel()
		r := request("", formType, "")
		endless := &counter{}
		r.Body = io.NopCloser(endless)
		_, err := wire.Read(r)
		require.ErrorIs(t, err, alipay.IllegalArgument)
		require.LessOrEqual(t, endless.n, 34<<20)
	})
}

func TestReadBrokenBody(t *testing.T) {
	t.Parallel()
	cause := errors.New("the client went away")
	r := request("service=test&a=1", formType, "")
	r.Body = io.NopCloser(io.MultiReader(strings.NewReader("a=2&partner=123&biz_da"), iotest.ErrReader(cause)))
	q, err := wire.Read(r)
	t.Run("is told apart from bad parameters", func(t *testing.T) {
		t.Parallel()
		require.ErrorIs(t, err, wire.ErrBody)
		require.ErrorIs(t, err, cause)
		require.NotErrorIs(t, err, alipay.IllegalArgument)
	})
	t.Run("still gives the whole parameters", func(t *testing.T) {
		t.Parallel()
		require.Equal(t, fields("a", "1", "partner", "123", "service", "test"), q.Params)
	})
}

// A server that closes while the client is still sending resets the
// connection, and the answer is lost on the way.
func TestOversizeBodyIsAnswered(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		q, err := wire.Read(r)
		declared, charset := q.AnswerCharset(alipay.CharsetOfURL)
		a := wire.Answer{Declared: declared, Charset: charset, Child: "alipay"}
		if errors.Is(err, alipay.IllegalArgument) {
			a.Error = alipay.IllegalArgument
		}
		w.Header().Set("Content-Type", wire.ContentType(declared))
		_, _ = w.Write(a.Bytes())
	}))
	t.Cleanup(server.Close)
	conn, err := net.Dial("tcp", server.Listener.Addr().String())
	require.NoError(t, err)
	t.Cleanup(func() { _ = conn.Close() })

	body := "a=" + strings.Repeat("x", 10<<20)
	_, err = io.WriteString(conn, "POST /gateway.do?_input_charset=utf-8 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"+
		"Content-Type: "+formType+"\r\nContent-Length: "+strconv.Itoa(len(body))+"\r\n\r\n"+body)
	require.NoError(t, err, "the whole request is taken")
	answer, err := io.ReadAll(conn)
	require.NoError(t, err, "and answered")
	require.Contains(t, string(answer), "HTTP/1.1 200 OK\r\nContent-Type: text/xml;charset=utf-8\r\n")
	require.Contains(t, string(answer), "<is_success>F</is_success><error>ILLEGAL_ARGUMENT</error>")
}

type counter struct{ n int }

func (c *counter) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'x'
	}
	c.n += len(p)
	return len(p), nil
}

func multipartBody(namesAndValues ...string) string {
	var b strings.Builder
	for i := 0; i < len(namesAndValues); i += 2 {
		b.WriteString("--x\r\nContent-Disposition: form-data; name=\"" + namesAndValues[i] + "\"\r\n\r\n" + namesAndValues[i+1] + "\r\n")
	}
	b.WriteString("--x--\r\n")
	return b.String()
}
