package page

import (
	"encoding/base64"
	"encoding/json"
	"net/http"

	"localipay/emulator/alipay"
)

// Note is what is said once about what was just done.
type Note struct {
	ID   string   `json:"i,omitempty"` // of a text of the set
	Args []string `json:"a,omitempty"`
	Bad  string   `json:"b,omitempty"` // what went wrong, in words; instead of ID
}

// Done is a note that something was done.
func Done(id string, args ...string) Note { return Note{ID: id, Args: args} }

// Failed is a note of what went wrong.
func Failed(message string) Note { return Note{Bad: message} }

const (
	noteCookie = "note"
	noteTime   = 20  // seconds: the redirect is followed at once
	maxNote    = 600 // characters: a cookie holds 4 kB
)

// Back ends the handling of a form: by a redirect, which a reload does not
// repeat, to a page of this host that shows the note.
func Back(w http.ResponseWriter, r *http.Request, path string, note Note) {
	note.Bad = alipay.Shorten(note.Bad, maxNote)
	for i, arg := range note.Args {
		note.Args[i] = alipay.Shorten(arg, maxNote/4)
	}
	text, _ := json.Marshal(note) //nolint:errchkjson // texts alone
	setCookie(w, noteCookie, base64.RawURLEncoding.EncodeToString(text), noteTime)
	Redirect(w, r, path)
}

// takeNote reads the note that waits to be shown, and forgets it.
func takeNote(w http.ResponseWriter, r *http.Request) (note Note, ok bool) {
	c, err := r.Cookie(noteCookie)
	if err != nil {
		return note, false
	}
	setCookie(w, noteCookie, "", -1)
	text, err := base64.RawURLEncoding.DecodeString(c.Value)
	if err == nil {
		err = json.Unmarshal(text, &note)
	}
	return note, err == nil && (note.ID != "" || note.Bad != "")
}

// text is the note in a language.
func (n Note) text(texts Texts, lang Lang) string {
	if n.Bad != "" {
		return n.Bad
	}
	args := make([]any, len(n.Args))
	for i, a := range n.Args {
		args[i] = a
	}
	text, err := texts.In(lang, n.ID, args...)
	if err != nil {
		return "" // a note of another program on this host name
	}
	return text
}
