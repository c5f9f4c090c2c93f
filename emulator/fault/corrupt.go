package fault

// How an answer or a notification can be spoiled.
const (
	CorruptSignature = "signature"
	CorruptXML       = "xml"
	CorruptTruncate  = "truncate"
	CorruptCharset   = "charset"
	CorruptUnsigned  = "unsigned"
	CorruptAmount    = "amount"
)

// corrupt is `corrupt: signature` and its kin: it happened, and what tells of
// it is spoiled.
var corrupt = kind{
	name: "corrupt", at: onService | onNotification,
	read: func(v value) (Do, error) {
		words := []string{CorruptSignature, CorruptXML, CorruptTruncate, CorruptCharset}
		if v.target == TargetNotification {
			words = []string{CorruptSignature, CorruptUnsigned, CorruptAmount}
		}
		word, err := v.word(words...)
		return Do{Word: word}, err
	},
	show: func(d Do) any { return d.Word },
	call: func(d Do, c *Call) { c.Corrupt = d.Word },
	send: func(d Do, s *Send) { s.Corrupt = d.Word },
}
