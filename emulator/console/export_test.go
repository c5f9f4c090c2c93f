package console

import "localipay/emulator/page"

// Texts are all texts, for the test that holds them against the templates.
func Texts() page.Texts { return page.Join(texts(), bookTexts()) }

// Tricks is the gallery.
var Tricks = tricks //nolint:gochecknoglobals // for tests
