package diagnosis

// target is one way in which sign may have been made of a text: with a key,
// and with what is wrong about key and signature. It can tell of any text
// whether sign was made of it.
type target struct {
	notes []note
	fits  func(text []byte) bool
	shown func(text string) string // what was signed, without the key; nil for the text
	sure  bool                     // with the right key, or with one that it gives away
	slow  bool                     // costs an RSA operation for each text
	isRSA bool
}

func (t target) display(text string) string {
	if t.shown == nil {
		return text
	}
	return t.shown(text)
}
